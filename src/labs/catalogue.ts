/** The labs of the course, in the order in which they are listed. A new lab is a folder here and a line in this list. */

import type { LabPack } from './lab.ts';
import { QUADRATIC_WALL } from './quadratic-wall/index.ts';
import { TAIL_LATENCY_TRAP } from './tail-latency-trap/index.ts';

export const PACKS: readonly LabPack[] = [QUADRATIC_WALL, TAIL_LATENCY_TRAP];

/** The lab of everything that names none: buttons of version 1 were made when there was no other. */
export const FIRST_LAB = QUADRATIC_WALL.id;
