/** What to do next, and the buttons for it: every reply ends with this. */

import { actName, actNumber } from '../labs/find.ts';
import { commitRefusal, evaluated, typedInput } from '../labs/instrument.ts';
import type { Act, Setting } from '../labs/lab.ts';
import { COMMITS_KEPT } from '../ledger/record.ts';
import type { Choice, Part } from '../messages/reply.ts';
import type { Input, RunRequest } from '../messages/request.ts';
import { code, type RichText, say, strong } from '../messages/rich-text.ts';
import { isComplete, stageOf } from './stage.ts';
import type { Turn } from './turn.ts';

/** What a run of this act is asked for with. */
export const runRequest = (turn: Turn, act: Act, input: Input): RunRequest => ({
  kind: 'run',
  lab: turn.pack.id,
  act: actNumber(turn.pack, act),
  instrument: act.instrument.id,
  input,
});

export const runChoices = (turn: Turn, act: Act, inputs: readonly Input[]): Choice[] =>
  inputs.map((input) => ({
    label: `Run ${act.instrument.short(input)}`,
    request: runRequest(turn, act, input),
  }));

/** A button that selects the context an act is about, where another is selected. */
export function contextChoice(turn: Turn, act: Act): Choice[] {
  const { pack, progress } = turn;
  return act.about !== undefined && act.about !== progress.context
    ? [
        {
          label: `Switch to ${act.about}`,
          request: { kind: 'context', context: act.about, lab: pack.id },
        },
      ]
    : [];
}

/** True when this run is the student's answer already, and was computed as it would be now. */
export function isStanding({ progress, setting }: Turn, { id, instrument }: Act, input: Input): boolean {
  const stands = progress.committed[id];
  const where = ({ context, edition, prior }: Setting): string => JSON.stringify([context, edition, prior]);
  return (
    stands !== undefined &&
    where(stands) === where(setting) &&
    instrument.design(stands.input) === instrument.design(input)
  );
}

/** True when the ledger takes no further answer in this act. */
export const isCommitFull = ({ record }: Turn, act: Act): boolean =>
  record.decisions.filter(
    ({ decision }) => decision.kind === 'committed' && 'act' in decision && decision.act === act.id,
  ).length >= COMMITS_KEPT;

/** The button that makes a run the student's answer, where it may be one and is not yet. */
export function commitChoice(turn: Turn, act: Act, input: Input): Choice[] {
  const { instrument, decision } = act;
  if (!decision || isCommitFull(turn, act)) return [];
  const run = evaluated(instrument, input, turn.setting);
  if (commitRefusal(act, run, turn.setting) !== undefined) return [];
  if (isStanding(turn, act, run.input)) return [];
  return [
    {
      label: `Commit ${instrument.design(run.input)}`,
      request: { ...runRequest(turn, act, typedInput(instrument, run.input, turn.setting)), commit: true },
      emphasis: 'primary',
    },
  ];
}

/** The same button twice in one message says nothing more; what asks for the same is called the same. */
function withoutRepeats(part: Part & { kind: 'choices' }): Part {
  const labels = new Set(part.choices.map(({ label }) => label));
  if (labels.size === part.choices.length) return part;
  return { ...part, choices: part.choices.filter(({ label }) => labels.delete(label)) };
}

/** The one step that moves the student on, with `extra` buttons after it. */
export const next = (turn: Turn, extra: readonly Choice[] = []): Part => withoutRepeats(step(turn, extra));

const choicesPart = (prompt: RichText, choices: readonly Choice[]): Part & { kind: 'choices' } => ({
  kind: 'choices',
  prompt,
  choices,
});

function complete({ pack }: Turn, extra: readonly Choice[]): Part & { kind: 'choices' } {
  return choicesPart(say`${strong('The lab is complete.')} Take your ledger with you, or keep exploring.`, [
    {
      label: 'Export ledger',
      request: { kind: 'ledger', what: 'export', lab: pack.id },
      emphasis: 'primary',
    },
    { label: 'Show ledger', request: { kind: 'ledger', what: 'show', lab: pack.id } },
    { label: 'Takeaways', request: { kind: 'start', lab: pack.id } },
    ...extra,
  ]);
}

/** Commit the last run where it may be committed; otherwise run another. */
function decide(turn: Turn, act: Act, extra: readonly Choice[]): Part & { kind: 'choices' } {
  const { instrument, decision, stakeholder } = act;
  const last = turn.progress.runs[act.id]?.last;
  const commit = last ? commitChoice(turn, act, last.input) : [];
  return choicesPart(
    say`${strong(`Next: your answer to the ${stakeholder.name}.`)} ${decision?.prompt(turn.progress) ?? ''} Run what you would stand for, then commit it: press its button, or add ${code('commit')} to the run.`,
    [...commit, ...(commit.length > 0 ? [] : runChoices(turn, act, instrument.opening)), ...extra],
  );
}

function step(turn: Turn, extra: readonly Choice[]): Part & { kind: 'choices' } {
  const { pack, progress } = turn;
  if (isComplete(pack, progress)) return complete(turn, extra);
  const act = turn.currentAct;
  const number = actNumber(pack, act);
  const name = actName(pack, act);
  switch (stageOf(act, progress)) {
    case 'predict':
      return choicesPart(say`${strong('Next:')} ${name}, your prediction.`, [
        {
          label: number === 1 ? `${name}: the question` : `Next: ${name}`,
          request: { kind: 'predict', lab: pack.id, act: number },
          emphasis: 'primary',
        },
        ...extra,
      ]);
    case 'run':
      return choicesPart(
        say`${strong('Next:')} run the simulator and see how far off you were. Any number you like, or one of these:`,
        [...runChoices(turn, act, act.instrument.opening), ...extra],
      );
    case 'decide':
      return decide(turn, act, extra);
    default:
      return choicesPart(
        say`${strong('Next:')} run it again as often as you like, then reflect${act.decision ? '' : ` to finish ${name}`}.`,
        [
          {
            label: `Reflect on ${name}`,
            request: { kind: 'reflect', lab: pack.id, act: number },
            emphasis: 'primary',
          },
          ...extra,
        ],
      );
  }
}
