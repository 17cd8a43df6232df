/** The instruments: `/seq` and `/depth`. Closed until the act's prediction is locked. */

import type { Act } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import type { Request } from '../../messages/request.ts';
import { say, strong } from '../../messages/rich-text.ts';
import { next, runChoices } from '../next.ts';
import { actName } from '../standing.ts';
import type { Turn } from '../turn.ts';
import { lockedInstrument } from './predict.ts';

/** Records the design, once; says what stands. */
function commit(turn: Turn, act: Act, input: Readonly<Record<string, number>>): readonly Part[] {
  const { instrument } = act;
  if (!instrument.design) return [];
  const name = instrument.design(input);
  const before = turn.progress.committed[instrument.id];
  const same = before && instrument.design(before.input) === name && before.device === turn.progress.device;
  if (!same) turn.decide({ kind: 'committed', instrument: instrument.id, input });
  return [
    {
      kind: 'callout',
      tone: 'success',
      title: same ? `${name} is already your design` : `Committed: ${name}`,
      text: `Your design record for ${actName(act)} says ${name}. Committing another shape later replaces it there; the ledger keeps both.`,
    },
  ];
}

function commitChoice(turn: Turn, act: Act, input: Readonly<Record<string, number>>): Choice[] {
  const name = act.instrument.design?.(input);
  const stands = turn.progress.committed[act.instrument.id];
  if (name === undefined || (stands && act.instrument.design?.(stands.input) === name)) return [];
  return [
    { label: `Commit ${name}`, request: { kind: 'run', instrument: act.instrument.id, input, commit: true } },
  ];
}

export function run(turn: Turn, request: Request & { kind: 'run' }): readonly Part[] {
  const act = turn.lab.acts.find(({ instrument }) => instrument.id === request.instrument);
  if (!act) throw new RangeError(`no instrument ${request.instrument}`);
  const locked = turn.answer(act.prediction);
  if (!locked) return lockedInstrument(turn, act);
  const { instrument } = act;
  const input = instrument.complete(request.input);
  const setting = { device: turn.progress.device, edition: turn.progress.edition };
  const device = turn.lab.devices.find(({ id }) => id === setting.device);
  const outcome = instrument.run(input, setting);
  turn.explore(act, input, outcome);
  const committed = request.commit ? commit(turn, act, input) : [];
  const explored = turn.progress.runs[instrument.id];
  // Counted after the fact, so that a first run delivered twice reveals twice.
  const first = explored?.count === 1;
  return [
    {
      kind: 'text',
      text: say`${strong(instrument.echo(input))} on your device, the ${device?.name ?? setting.device}.`,
    },
    ...outcome.parts,
    ...committed,
    ...(first ? act.reveal(locked.option.id, explored.last) : []),
    next(turn, [
      ...runChoices(act, outcome.suggestions),
      ...(outcome.committable ? commitChoice(turn, act, input) : []),
    ]),
  ];
}
