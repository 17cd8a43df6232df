/** A platform that is away, as opposed to a configuration that is wrong. */

/** Starting again in a while may help. The message is a line for the operator. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}
