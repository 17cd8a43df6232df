/** An instructor's decision about a ledger that does not hold, written: all of it, or nothing. */

import type { LabPack } from '../labs/lab.ts';
import { progressKey, quarantineKey, recordKey, studentKey, troubleKey } from '../ledger/keys.ts';
import { begunAnew, keptFrom, type Mending, type Proven, provenIn } from '../ledger/mend.ts';
import type { StudentRecord } from '../ledger/record.ts';
import { recordText } from '../ledger/record-json.ts';
import { touchedText } from '../ledger/record-store.ts';
import { summaryOf, summaryText } from '../ledger/summary.ts';
import type { Trouble } from '../ledger/trouble.ts';
import type { AuditRow } from './audit-row.ts';
import type { CourseStore } from './course-store.ts';
import { ledgerIn, ledgerKeys, readerOf } from './ledgers.ts';

/** `newer` waits for the program, not for a decision. */
export const isDecidable = ({ kind }: Trouble): boolean => kind !== 'newer';

/** What an instructor may keep; undefined where nothing is proven. */
export const keepable = (
  store: CourseStore,
  { trouble, text }: { readonly trouble: Trouble; readonly text: string | undefined },
  of: { readonly lab: string; readonly student: string },
): Proven | undefined => (text === undefined ? undefined : provenIn(trouble, text, of, store.key));

export interface MendAsked {
  readonly student: string;
  readonly pack: LabPack;
  /** Keep what is proven, or begin anew. */
  readonly keep: boolean;
  readonly now: Date;
  /** 32 hexadecimal digits, of a record that is begun anew. */
  readonly seed: string;
  /** The line of the audit, of what there was and what there is. */
  readonly audit: (before: string, after: StudentRecord) => AuditRow;
}

function goneOn(
  { student, pack, seed, keep, now }: MendAsked,
  trouble: Trouble,
  text: string | undefined,
  proven?: Proven,
) {
  const { id: lab, editions } = pack;
  const copy = text === undefined ? undefined : quarantineKey(lab, student, text);
  const mending: Mending = {
    reason: trouble.reason,
    setAside: [
      ...(trouble.record?.setAside ?? []),
      ...(copy === undefined ? [] : [{ key: copy, at: now.toISOString(), reason: trouble.reason }]),
    ],
    edition: proven?.decisions.at(-1)?.edition ?? editions[0].id,
    now,
  };
  const record = keep && proven ? keptFrom(proven, mending) : begunAnew({ lab, student, seed }, mending);
  return { copy, record };
}

/**
 * The row that does not hold is copied, sign for sign, before another takes its place. Held as all rows of the student are,
 * and whoever keeps something of them at hand forgets it.
 * @returns the record that is there now; undefined where there was nothing to decide, or nothing to keep
 * @throws {NotSavedError} or UnreadableError
 */
export function mendLedger(
  store: CourseStore,
  packs: readonly LabPack[],
  asked: MendAsked,
): Promise<StudentRecord | undefined> {
  const { student, pack, keep, audit } = asked;
  const { id: lab } = pack;
  const reader = readerOf(store, packs);
  return store.backend.hold(studentKey(student), async (rows) => {
    const stored = new Map<string, string>();
    for (const key of ledgerKeys(student, lab)) {
      const text = await rows.get(key);
      if (text !== undefined) stored.set(key, text);
    }
    const ledger = await ledgerIn(stored, student, lab, reader);
    if (!ledger || 'record' in ledger || !isDecidable(ledger.trouble)) return undefined;
    const { trouble, text } = ledger;
    const proven = keepable(store, ledger, { lab, student });
    if (keep && !proven) return undefined;
    const { copy, record } = goneOn(asked, trouble, text, proven);
    const summaryKey = progressKey(lab, student);
    const [auditKey, line] = audit(trouble.reason, record);
    try {
      await rows.write(
        new Map<string, string | null>([
          [recordKey(lab, student), recordText(record, store.key)],
          [summaryKey, summaryText(summaryOf(record, pack), summaryKey, store.key)],
          ...(copy !== undefined && text !== undefined ? [[copy, text] as const] : []),
          [troubleKey(lab, student), null],
          [studentKey(student), touchedText(lab)],
          [auditKey, line],
        ]),
      );
    } finally {
      store.forget(student);
    }
    return record;
  });
}
