/** A lab's welcome, or where the student left off in it. */

import { actName, contextName } from '../../labs/find.ts';
import type { Part } from '../../messages/reply.ts';
import { say, strong } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { overlay } from '../overlay.ts';
import { isComplete, stageOf } from '../stage.ts';
import type { Turn } from '../turn.ts';
import { showPrediction } from './predict.ts';

const WELCOME = 'welcome';
const HELP = { label: 'All commands', request: { kind: 'help' } } as const;

export function start(turn: Turn): readonly Part[] {
  const { pack, progress } = turn;
  const heading: Part = { kind: 'heading', text: pack.title };
  if (!turn.wasShownBefore(WELCOME) && turn.record.decisions.length === 0) {
    turn.show(WELCOME);
    return [heading, ...pack.welcome, next(turn, [HELP])];
  }
  const back: Part[] = [
    heading,
    {
      kind: 'text',
      text: say`${strong('Welcome back.')} Your ${pack.contextNoun}: ${contextName(pack, progress.context)}.`,
    },
  ];
  if (isComplete(pack, progress)) return [...back, ...pack.takeaways(progress), next(turn, [HELP])];
  const act = turn.currentAct;
  if (stageOf(act, progress) === 'predict') return [...back, ...showPrediction(turn, act)];
  const locked = turn.answer(act.prediction);
  const ran = progress.runs[act.id];
  return [
    ...back,
    { kind: 'text', text: `You are in ${actName(pack, act)}, ${act.title}.` },
    ...(locked && ran ? overlay(act, locked, ran.last) : []),
    next(turn, [HELP]),
  ];
}
