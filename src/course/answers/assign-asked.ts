/** What was typed after `/assign` while a question about it is open: in the question's buttons, or in a row where they are too short. */

import { randomBytes } from 'node:crypto';
import { studentId } from '../../messages/actor.ts';
import { type AssignRequest, TO_BE_ENTERED } from '../../messages/request.ts';
import { command, say } from '../../messages/rich-text.ts';
import { UserError } from '../../messages/user-error.ts';
import type { AskedFor } from '../rows.ts';
import type { Visit } from '../visit.ts';

const DRAFT_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Short enough for a button, and not to be guessed by a press of an older one. */
export const newId = (): string =>
  [...randomBytes(6)].map((byte) => DRAFT_LETTERS[byte % DRAFT_LETTERS.length]).join('');

/** Discord’s buttons carry 100 characters, of which a version and the server of a direct message take 24. */
const MOST_LETTERS = 76;

/** As the button's line spells it; the command's own options are in the order of the request's. */
const lineOf = ({ kind, ...values }: AssignRequest): string =>
  [
    `/${kind}`,
    ...Object.entries(values).map(([name, value]) => (value === true ? name : `${name} ${value}`)),
  ].join(' ');

/**
 * The request again for each answer to a question about it.
 * @param answers what each of the question's buttons adds
 * @returns in their order
 */
export async function again<T extends Partial<AssignRequest>>(
  { store, actor }: Visit,
  request: AssignRequest,
  answers: readonly T[],
): Promise<readonly AssignRequest[]> {
  const whole = answers.map((answer) => ({ ...request, ...answer }));
  const { kind, step, draft, points, ...typed } = request;
  if (step !== undefined || whole.every((each) => lineOf(each).length <= MOST_LETTERS)) return whole;
  const asked: AskedFor = {
    schema: 1,
    id: newId(),
    asked: { ...typed, ...(points !== undefined && points !== TO_BE_ENTERED && { points }) },
  };
  await store.keepDraft(studentId(actor), asked);
  return answers.map((answer) => ({ kind, ...answer, draft: asked.id }));
}

/**
 * What was asked before the question whose answer this is; the request itself where it is no such answer.
 * @throws {UserError} where something else was typed since
 */
export async function withAsked({ store, actor }: Visit, request: AssignRequest): Promise<AssignRequest> {
  const { draft, ...answer } = request;
  if (draft === undefined || request.step !== undefined) return request;
  const kept = await store.askedFor(studentId(actor));
  if (kept?.id === draft) return { ...kept.asked, ...answer };
  throw new UserError(
    say`That question was about something that you typed before, so nothing was changed. Type it again: ${command({ kind: 'assign', due: 'Fri 23:59' })}.`,
  );
}
