/** `/lab`: the course's labs, and where the student stands in each. */

import { actName } from '../../labs/find.ts';
import type { LabPack, Progress } from '../../labs/lab.ts';
import type { Choice, Part } from '../../messages/reply.ts';
import { command, say, strong } from '../../messages/rich-text.ts';
import { currentAct, isComplete, type Stage, stageOf } from '../stage.ts';

/** A lab, and what the student has done in it; undefined where they have not begun. */
export interface Standing {
  readonly pack: LabPack;
  readonly progress: Progress | undefined;
}

const TO_DO: Readonly<Record<Stage, string>> = {
  predict: 'your prediction is next',
  run: 'locked; run the simulator',
  reflect: 'run; reflect next',
  decide: 'reflected; your answer is next',
  done: 'done',
};

function standingWords({ pack, progress }: Standing): string {
  if (!progress) return 'not started';
  if (isComplete(pack, progress)) return 'complete';
  const act = currentAct(pack, progress);
  return `${actName(pack, act)}: ${TO_DO[stageOf(act, progress)]}`;
}

function openChoice({ pack, progress }: Standing, isLast: boolean): Choice {
  const verb = !progress ? 'Start' : isComplete(pack, progress) ? 'Look at' : 'Continue';
  return {
    label: `${verb}: ${pack.title}`,
    request: { kind: 'start', lab: pack.id },
    ...(isLast && { emphasis: 'primary' }),
  };
}

/** @param last the lab touched last, whose button leads */
export function labs(standings: readonly Standing[], last: string | undefined): readonly Part[] {
  const [first] = standings;
  const leading = last ?? first?.pack.id;
  return [
    { kind: 'heading', text: 'Your labs' },
    {
      kind: 'table',
      columns: ['Lab', 'Where you stand', 'About'],
      rows: standings.map((standing) => [
        standing.pack.title,
        standingWords(standing),
        standing.pack.description,
      ]),
    },
    {
      kind: 'choices',
      prompt: first
        ? say`${strong('Next:')} open one, or type a part of its name, as in ${command({ kind: 'start', lab: first.pack.id })}.`
        : 'There is no lab here yet.',
      choices: [
        ...standings
          .toSorted((a, b) => Number(b.pack.id === leading) - Number(a.pack.id === leading))
          .map((standing) => openChoice(standing, standing.pack.id === leading)),
        { label: 'All commands', request: { kind: 'help' } },
      ],
    },
  ];
}
