/** What this lab tells people to type. */

import { command, type Span } from '../../../messages/rich-text.ts';
import { typedFleet, typedLoad } from '../inputs.ts';
import type { Fleet } from '../physics/fleet.ts';
import type { Load } from '../physics/load.ts';

export const LAB_ID = 'tail-latency-trap';
export const LOAD_ID = 'load';
export const FLEET_ID = 'fleet';

export const runLoad = (load: Load): Span =>
  command({ kind: 'run', lab: LAB_ID, instrument: LOAD_ID, input: typedLoad(load) });

export const runFleet = (fleet: Fleet): Span =>
  command({ kind: 'run', lab: LAB_ID, instrument: FLEET_ID, input: typedFleet(fleet) });

export const select = (context: string): Span => command({ kind: 'context', lab: LAB_ID, context });
