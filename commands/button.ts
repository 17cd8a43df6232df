/** What a button carries, whichever platform shows it: a version, and the line that it stands for. */

import type { Request } from '../src/messages/request.ts';
import type { CommandSet } from './command-set.ts';

export interface Button {
  /** Which version of the program made it. */
  readonly version: number;
  /** What it carries. */
  readonly line: string;
  /** What was entered into its field, where it has one. */
  readonly entered?: string;
}

/** Raised when the meaning of a line changes. 1: there was one lab, and no line named it. */
export const BUTTON_VERSION = 2;

export const isKnownVersion = (version: number): boolean => version >= 1 && version <= BUTTON_VERSION;

/** A request of version 1, with the lab that it was about. */
function inFirstLab(request: Request, lab: string): Request {
  switch (request.kind) {
    case 'labs':
    case 'start':
      return { kind: 'start', lab };
    case 'predict':
    case 'reflect':
    case 'run':
    case 'context':
    case 'math':
    case 'ledger':
      return { ...request, lab };
    default:
      return request;
  }
}

/** @throws {UserError} when what was entered can't be read, or the line, which no button's is */
export function requestOfButton(
  commands: CommandSet,
  { version, line, entered }: Button,
  firstLab: string | undefined,
): Request {
  const request = commands.parseLine(line);
  if (version === 1 && firstLab !== undefined) return inFirstLab(request, firstLab);
  return entered === undefined ? request : commands.filled(request, entered);
}
