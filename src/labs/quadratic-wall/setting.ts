/** The lab's own device and edition, out of the plain strings that ledgers and platforms carry; and its runs as commands. */

import type { Input, RunRequest } from '../../messages/request.ts';
import { command, type Span } from '../../messages/rich-text.ts';
import type { Setting } from '../lab.ts';
import { DEVICE_IDS, type DeviceId, EDITION_IDS, type Edition } from './physics/hardware.ts';

export const ID = 'quadratic-wall';

export interface WallSetting {
  readonly device: DeviceId;
  readonly edition: Edition;
}

/** @throws {RangeError} when a stored setting names a device or edition that this lab never had */
export function wallSetting(setting: Pick<Setting, 'context' | 'edition'>): WallSetting {
  const device = DEVICE_IDS.find((id) => id === setting.context);
  const edition = EDITION_IDS.find((id) => id === setting.edition);
  if (!device || !edition) throw new RangeError(`unknown setting ${setting.context}/${setting.edition}`);
  return { device, edition };
}

/** What a person would type to run this. */
export const runOf = (instrument: RunRequest['instrument'], input: Input): Span =>
  command({ kind: 'run', lab: ID, instrument, input });
