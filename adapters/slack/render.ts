/** A reply as a Slack message or as App Home: the parts in their order, in the fullest form that Slack takes. */

import type { Reply } from '../../src/messages/reply.ts';
import { FORMS, type Form, partBlocks, type RenderContext } from './blocks.ts';
import { fallback } from './fallback.ts';
import { homeProblems, problemsOf } from './limits.ts';
import type { Block, HomeView, SlackMessage } from './message.ts';

function blocksIn(form: Form, { parts }: Reply, context: RenderContext): Block[] {
  const blocks: Block[] = [];
  let buttonCount = 0;
  for (const part of parts) {
    blocks.push(...partBlocks(part, form, context, buttonCount));
    if (part.kind === 'choices') buttonCount += part.choices.length;
  }
  return blocks;
}

/** @throws {RangeError} when not even the shortest form is taken, which no reply of a lab comes near */
function fullest<T>(inForm: (form: Form) => T, problemsIn: (made: T) => readonly string[]): T {
  let problems: readonly string[] = [];
  for (const form of FORMS) {
    const made = inForm(form);
    problems = problemsIn(made);
    if (problems.length === 0) return made;
  }
  throw new RangeError(`no form of this reply is within Slack's limits: ${problems.join('; ')}`);
}

/** @throws {RangeError} when no form of it is within Slack's limits */
export function render(reply: Reply, context: RenderContext): SlackMessage {
  const text = fallback(reply, context.commands);
  return fullest((form) => ({ text, blocks: blocksIn(form, reply, context) }), problemsOf);
}

/**
 * @param after what stands under the reply
 * @throws {RangeError} when no form of it is within Slack's limits
 */
export const renderHome = (reply: Reply, context: RenderContext, after: readonly Block[]): HomeView =>
  fullest((form) => ({ type: 'home', blocks: [...blocksIn(form, reply, context), ...after] }), homeProblems);
