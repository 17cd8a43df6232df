/** Lab 06, The Quadratic Wall. */

import type { Lab } from '../lab.ts';
import { ACT1, SEQ } from './act1.ts';
import { ACT2, DEPTH } from './act2.ts';
import { chosenShape, designRecord } from './design-record.ts';
import { integer } from './format.ts';
import { EDITION_IDS, HARDWARE } from './physics/hardware.ts';
import { wallSetting } from './setting.ts';
import { deviceCard, LAB_TITLE, takeaways, WELCOME } from './words/frame.ts';

export const QUADRATIC_WALL: Lab = {
  id: 'quadratic-wall',
  chapter: 6,
  title: LAB_TITLE,
  acts: [ACT1, ACT2],
  devices: [
    { id: 'cloud', name: HARDWARE.notebook.cloud.name, card: deviceCard('cloud') },
    { id: 'edge', name: HARDWARE.notebook.edge.name, card: deviceCard('edge') },
  ],
  editions: EDITION_IDS,
  welcome: WELCOME,
  takeaways: (progress) => takeaways(wallSetting(progress).edition),
  hud(progress) {
    const seq = progress.runs[SEQ.id];
    const design = chosenShape(progress);
    return [
      {
        label: 'Chosen N',
        value: seq?.last.input.tokens === undefined ? '—' : integer(seq.last.input.tokens),
        note: 'tokens, last run',
      },
      { label: 'The wall', value: seq?.wallHit ? 'found' : 'not found yet', note: 'finding it is the task' },
      {
        label: 'Design',
        value: design && DEPTH.design ? DEPTH.design(design.input) : '—',
        note: progress.committed[DEPTH.id] ? 'committed' : 'layers × width, last run',
      },
    ];
  },
  designRecord,
};
