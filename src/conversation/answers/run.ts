/** The instruments: a run, closed until its act's prediction is locked. */

import { contextName } from '../../labs/find.ts';
import { commitRefusal, evaluated, verdictOf } from '../../labs/instrument.ts';
import type { Act, Evaluated, Verdict } from '../../labs/lab.ts';
import { chartOf } from '../../labs/sweep.ts';
import type { Part } from '../../messages/reply.ts';
import type { RunRequest } from '../../messages/request.ts';
import { say, strong } from '../../messages/rich-text.ts';
import { commitChoice, next, runChoices } from '../next.ts';
import { overlay } from '../overlay.ts';
import type { Stage } from '../stage.ts';
import { stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { commit } from './commit.ts';
import { lockedInstrument } from './predict.ts';

/** A commit is offered once the reflection is answered; before, it would be an answer without the thought. */
const OFFERS_COMMIT: readonly Stage[] = ['decide', 'done'];

function result(turn: Turn, act: Act, run: Evaluated, verdict: Verdict): readonly Part[] {
  const { instrument } = act;
  const { setting, pack } = turn;
  return [
    {
      kind: 'text',
      text: say`${strong(instrument.echo(run.input))} · ${pack.contextNoun}: ${contextName(pack, setting.context)}.`,
    },
    ...instrument.readout(run.metrics, run.input, setting),
    {
      kind: 'callout',
      tone: verdict.tone,
      title: verdict.title(run.metrics, run.input, setting),
      text: verdict.message(run.metrics, run.input, setting),
    },
    { kind: 'chart', chart: chartOf(instrument, run, setting) },
  ];
}

const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

export function run(turn: Turn, request: RunRequest): readonly Part[] {
  const act = turn.actOfRun(request.instrument, request.act);
  const locked = turn.answer(act.prediction);
  if (!locked) return lockedInstrument(turn, act);
  const { instrument } = act;
  const { setting } = turn;
  const made = evaluated(instrument, request.input, setting);
  const verdict = verdictOf(instrument, made, setting);
  const before = turn.progress.runs[act.id]?.last;
  // To commit what was just run is no second run of it.
  const again =
    request.commit &&
    before &&
    before.context === setting.context &&
    before.edition === setting.edition &&
    isSame(before.input, made.input);
  if (!again) turn.keepRun(act, made, verdict);
  const ran = turn.progress.runs[act.id];
  // Counted after the fact, so that a first run delivered twice reveals twice.
  const isFirst = ran?.count === 1 && !again;
  const shown = [
    ...(isFirst || !request.commit ? result(turn, act, made, verdict) : []),
    ...(isFirst ? overlay(act, locked, ran.last) : []),
    ...(request.commit ? commit(turn, act, made) : []),
  ];
  const suggested = runChoices(turn, act, instrument.suggestions?.(made.metrics, made.input, setting) ?? []);
  const offers = OFFERS_COMMIT.includes(stageOf(act, turn.progress))
    ? commitChoice(turn, act, made.input)
    : [];
  // Whoever has just answered goes on; more runs are for who still looks for one.
  const answered = request.commit && commitRefusal(act, made, setting) === undefined;
  return [...shown, next(turn, answered ? [] : [...offers, ...suggested])];
}
