/** Choosing a lab's context: a command for each word that labs have for it, such as `/device`; `/context` is always understood. */

import type { LabPack } from '../src/labs/lab.ts';
import { type Command, command } from './grammar/command.ts';
import { about, labOption } from './shared.ts';

const nounsOf = (packs: readonly LabPack[]): string[] => [
  ...new Set(packs.map(({ contextNoun }) => contextNoun)),
];

/** What labs with this word for it may choose, each once. */
function choicesOf(packs: readonly LabPack[]): { readonly value: string; readonly label: string }[] {
  const all = new Map(
    packs.flatMap(({ contexts }) =>
      contexts.map(
        ({ id, name }) => [id, { value: id, label: id === name ? id : `${id} (${name})` }] as const,
      ),
    ),
  );
  return [...all.values()];
}

function contextCommand(packs: readonly LabPack[], noun: string): Command {
  const owners = packs.filter(({ contextNoun }) => contextNoun === noun);
  const choices = choicesOf(owners);
  return command({
    name: noun,
    description: `See or choose the ${noun} that your runs are judged against`,
    options: {
      [noun]: { type: 'choice', description: `the ${noun} to choose`, required: false, choices },
      lab: { ...labOption(owners), internal: true },
    },
    example: `/${noun} ${choices.at(-1)?.value ?? ''}`,
    request(values) {
      const { [noun]: context, lab } = values;
      const having = owners.filter(({ contexts }) => contexts.some(({ id }) => id === context));
      // Where only one lab has it, that one is meant, whichever was touched last.
      const [only] = having.length > 0 ? having : owners;
      const meant = lab ?? ((having.length === 1 || owners.length === 1) && only ? only.id : undefined);
      return {
        kind: 'context',
        ...(context !== undefined && { context }),
        ...about({ ...(meant !== undefined && { lab: meant }) }),
      };
    },
    values(request) {
      if (request.kind !== 'context' || !owners.some(({ id }) => id === request.lab)) return undefined;
      return { [noun]: request.context, lab: request.lab };
    },
  });
}

/** Of the lab that was touched last. */
const anyContext: Command = command({
  name: 'context',
  description: 'See or choose the context that your runs are judged in',
  options: {
    context: { type: 'words', description: 'the context to choose', required: false, suggestions: [] },
  },
  example: '/context',
  hidden: true,
  request: ({ context }) => ({ kind: 'context', ...(context !== undefined && { context }) }),
  values: (request) => (request.kind === 'context' ? { context: request.context } : undefined),
});

export function contextCommands(packs: readonly LabPack[]): readonly Command[] {
  const nouns = nounsOf(packs);
  return [
    ...nouns.map((noun) => contextCommand(packs, noun)),
    ...(nouns.includes(anyContext.name) ? [] : [anyContext]),
  ];
}
