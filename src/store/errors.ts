/** How a store can fail, by who can mend it: the student tries again, the operator configures. */

/** A write that did not happen, or whose outcome is unknown. Nothing may be revealed on the strength of it. */
export class NotSavedError extends Error {
  override readonly name = 'NotSavedError';
}

/** The store could not be read, or a row could not be had alone in time. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** The store can't be used; the message is for the operator and says what to do. */
export class StoreStartError extends Error {
  override readonly name = 'StoreStartError';
  /** True where starting again in a while may help. */
  readonly retryable: boolean;

  constructor(message: string, retryable = false) {
    super(message);
    this.retryable = retryable;
  }
}

export interface Advice {
  /** True where ledgers can be lost as things are; otherwise it is only not known. */
  readonly urgent: boolean;
  /** A sentence that says what to do. */
  readonly message: string;
}
