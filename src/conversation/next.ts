/** What to do next, and the buttons for it: every reply ends with this. */

import type { Act } from '../labs/lab.ts';
import type { Choice, Part } from '../messages/reply.ts';
import { say, strong } from '../messages/rich-text.ts';
import { actName, currentAct, isComplete, stageOf } from './standing.ts';
import type { Turn } from './turn.ts';

/** The runs that open an instrument. */
export const runChoices = (
  act: Act,
  runs: readonly { readonly label: string; readonly input: Readonly<Record<string, number>> }[],
): Choice[] =>
  runs.map(({ label, input }) => ({ label, request: { kind: 'run', instrument: act.instrument.id, input } }));

/** A button that selects the context an act is about, where another is selected. */
export const deviceChoice = (act: Act, turn: Turn): Choice[] =>
  act.device !== undefined && act.device !== turn.progress.device
    ? [{ label: `Switch to the ${act.device}`, request: { kind: 'context', device: act.device } }]
    : [];

/** The same button twice in one message says nothing more; what asks for the same is called the same. */
function withoutRepeats(part: Part & { kind: 'choices' }): Part {
  const labels = new Set(part.choices.map(({ label }) => label));
  if (labels.size === part.choices.length) return part;
  return { ...part, choices: part.choices.filter(({ label }) => labels.delete(label)) };
}

/** The one step that moves the student on, with `extra` buttons after it. */
export const next = (turn: Turn, extra: readonly Choice[] = []): Part => withoutRepeats(step(turn, extra));

function step(turn: Turn, extra: readonly Choice[]): Part & { kind: 'choices' } {
  if (isComplete(turn.lab, turn.progress)) {
    return {
      kind: 'choices',
      prompt: say`${strong('The lab is complete.')} Take your ledger with you, or keep exploring.`,
      choices: [
        { label: 'Export ledger', request: { kind: 'ledger', what: 'export' }, emphasis: 'primary' },
        { label: 'Show ledger', request: { kind: 'ledger', what: 'show' } },
        { label: 'Takeaways', request: { kind: 'start' } },
        ...extra,
      ],
    };
  }
  const act = currentAct(turn.lab, turn.progress);
  switch (stageOf(act, turn.progress)) {
    case 'predict':
      return {
        kind: 'choices',
        prompt: say`${strong('Next:')} ${actName(act)}, your prediction.`,
        choices: [
          {
            label: act.number === 1 ? `${actName(act)}: the question` : `Next: ${actName(act)}`,
            request: { kind: 'predict', act: act.number },
            emphasis: 'primary',
          },
          ...extra,
        ],
      };
    case 'explore':
      return {
        kind: 'choices',
        prompt: say`${strong('Next:')} run the simulator and see how far off you were. Any number you like, or one of these:`,
        choices: [...runChoices(act, act.instrument.opening), ...extra],
      };
    default:
      return {
        kind: 'choices',
        prompt: say`${strong('Next:')} run it again as often as you like, then reflect to finish ${actName(act)}.`,
        choices: [
          {
            label: `Reflect on ${actName(act)}`,
            request: { kind: 'reflect', act: act.number },
            emphasis: 'primary',
          },
          ...extra,
        ],
      };
  }
}
