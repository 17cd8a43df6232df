/** Lab 06, The Quadratic Wall. */

import type { LabPack } from '../lab.ts';
import { ACT1 } from './act1.ts';
import { ACT2 } from './act2.ts';
import { designRecord } from './design-record.ts';
import { HARDWARE } from './physics/hardware.ts';
import { ID, wallSetting } from './setting.ts';
import { DESCRIPTION, deviceCard, LAB_TITLE, takeaways, WELCOME } from './words/frame.ts';

export const QUADRATIC_WALL: LabPack = {
  id: ID,
  volume: 1,
  chapter: 6,
  title: LAB_TITLE,
  description: DESCRIPTION,
  welcome: WELCOME,
  contextNoun: 'device',
  contexts: [
    { id: 'cloud', name: HARDWARE.notebook.cloud.name, card: deviceCard('cloud') },
    { id: 'edge', name: HARDWARE.notebook.edge.name, card: deviceCard('edge') },
  ],
  editions: [
    { id: 'notebook', description: 'the published lab’s numbers' },
    {
      id: 'datasheet',
      description: 'dense FP16 peaks, and the assumed dispatch of the course’s hardware registry',
    },
  ],
  reads: [],
  acts: [ACT1, ACT2],
  takeaways: (progress) => takeaways(wallSetting(progress).edition),
  statusMetrics: ({ runs }) => [
    {
      label: 'The wall',
      value: runs[ACT1.id]?.wallHit ? 'found' : 'not found yet',
      note: 'finding it is the task',
    },
  ],
  record: designRecord,
};
