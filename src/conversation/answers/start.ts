/** `/lab`: the welcome, or where the student left off. */

import type { Part } from '../../messages/reply.ts';
import { say, strong } from '../../messages/rich-text.ts';
import { next } from '../next.ts';
import { actName, currentAct, isComplete, stageOf } from '../standing.ts';
import type { Turn } from '../turn.ts';
import { showPrediction } from './predict.ts';

const WELCOME = 'welcome';
const HELP = { label: 'All commands', request: { kind: 'help' } } as const;

export function start(turn: Turn): readonly Part[] {
  const act = currentAct(turn.lab, turn.progress);
  if (!turn.wasShown(WELCOME) && turn.record.decisions.length === 0) {
    turn.show(WELCOME);
    return [...turn.lab.welcome, next(turn, [HELP])];
  }
  const device = turn.lab.devices.find(({ id }) => id === turn.progress.device);
  const back: Part[] = [
    { kind: 'heading', text: turn.lab.title },
    {
      kind: 'text',
      text: say`${strong('Welcome back.')} Your device: ${device?.name ?? turn.progress.device}.`,
    },
  ];
  if (isComplete(turn.lab, turn.progress)) {
    return [...back, ...turn.lab.takeaways(turn.progress), next(turn, [HELP])];
  }
  if (stageOf(act, turn.progress) === 'predict') return [...back, ...showPrediction(turn, act)];
  const locked = turn.answer(act.prediction);
  const explored = turn.progress.runs[act.instrument.id];
  return [
    ...back,
    { kind: 'text', text: `You are in ${actName(act)}, ${act.title}.` },
    ...(locked && explored ? act.reveal(locked.option.id, explored.last) : []),
    next(turn, [HELP]),
  ];
}
