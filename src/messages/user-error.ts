/** A mistake that the person who typed can mend. Its text is what they read; nothing was recorded. */

import { plain, type RichText } from './rich-text.ts';

export class UserError extends Error {
  override readonly name = 'UserError';
  /** What was wrong, what is allowed, and an example that works. */
  readonly sentence: RichText;

  constructor(sentence: RichText) {
    super(plain(sentence));
    this.sentence = sentence;
  }
}
