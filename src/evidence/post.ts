/** Posts of checkpoints as somebody pasted them: one or several, among other words. */

import { keptIn } from './checkpoint-line.ts';
import type { Posted } from './trusted.ts';

/** Each begins with its number. Empty where there is none. */
export const readPosts = (pasted: string): readonly Posted[] =>
  pasted.split(/(?=\bcheckpoint[\s`*]+\d)/i).flatMap((part): Posted[] => {
    const { number, root, ...kept } = keptIn(part) ?? {};
    return number !== undefined && root !== undefined ? [{ number, root, ...kept }] : [];
  });
