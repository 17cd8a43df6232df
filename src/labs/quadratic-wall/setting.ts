/** The lab's own device and edition, out of the plain strings that ledgers and platforms carry. */

import type { Setting } from '../lab.ts';
import { DEVICE_IDS, type DeviceId, EDITION_IDS, type Edition } from './physics/hardware.ts';

export interface WallSetting {
  readonly device: DeviceId;
  readonly edition: Edition;
}

/** @throws {RangeError} when a stored setting names a device or edition that this lab never had */
export function wallSetting(setting: Setting): WallSetting {
  const device = DEVICE_IDS.find((id) => id === setting.device);
  const edition = EDITION_IDS.find((id) => id === setting.edition);
  if (!device || !edition) throw new RangeError(`unknown setting ${setting.device}/${setting.edition}`);
  return { device, edition };
}

export const otherDevice = (device: DeviceId): DeviceId => (device === 'cloud' ? 'edge' : 'cloud');
