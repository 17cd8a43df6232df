/** `/ledger verify`: the check of the chain, and of a receipt that was noted down. */

import { head, receipt, receiptWords } from '../../ledger/chain.ts';
import { pointName, pointOf, receiptTyped } from '../../ledger/receipts.ts';
import { RUNS_KEPT } from '../../ledger/record.ts';
import type { Part } from '../../messages/reply.ts';
import { code, command, type RichText, say, time } from '../../messages/rich-text.ts';
import { shortened } from '../../messages/shortened.ts';
import { UserError } from '../../messages/user-error.ts';
import { next } from '../next.ts';
import type { Turn } from '../turn.ts';
import { ledgerChoice } from './export.ts';

/** The record was checked when it was read: one that does not hold never gets here. */
function intact({ record }: Turn): Part {
  const count = record.decisions.length;
  return {
    kind: 'callout',
    tone: 'success',
    title: 'The chain is intact',
    text: say`${count === 0 ? 'No decision is recorded yet, and nothing else was changed' : `${count === 1 ? 'The one decision' : `All ${count} decisions`} recomputed, each over the one before, with the runs beside: every hash is the one that was written`}. Receipt: ${code(receipt(record))}. All of it: ${code(head(record))}`,
  };
}

function found(turn: Turn, digits: string): Part {
  const { record } = turn;
  const point = pointOf(record, digits);
  if (!point) {
    return {
      kind: 'callout',
      tone: 'warning',
      title: 'Not a receipt of this ledger',
      text: say`No decision of yours in ${turn.pack.title} has ${code(digits)}, and none of your newest ${RUNS_KEPT} runs. Your chain itself is intact, and its receipt now is ${code(receipt(record))}. If you noted that receipt here, in this lab, the ledger is not the one you had then: show it to your instructor.`,
    };
  }
  const since = record.decisions.length - point.decisions;
  const more: RichText =
    since === 0
      ? 'No decision came after it.'
      : `${since === 1 ? 'One decision' : `${since} decisions`} came after it.`;
  return {
    kind: 'callout',
    tone: 'success',
    title: 'The receipt is genuine',
    text: say`${code(receiptWords(digits))} is the receipt of ${pointName(point)}, ${time(point.at, 'full')}: intact since. ${more}`,
  };
}

/** @param typed the receipt that is asked about */
export function verified(turn: Turn, typed: string | undefined): readonly Part[] {
  const digits = typed === undefined ? undefined : receiptTyped(typed);
  if (typed !== undefined && digits === undefined) {
    throw new UserError(
      say`${code(shortened(typed))} is no receipt: one has 16 digits, 0 to 9 and a to f, in fours or not. Yours now: ${command({ kind: 'ledger', what: 'verify', receipt: receipt(turn.record) })}.`,
    );
  }
  return [
    digits === undefined ? intact(turn) : found(turn, digits),
    next(turn, [ledgerChoice(turn, 'show')]),
  ];
}
