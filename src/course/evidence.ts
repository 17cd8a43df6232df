/** The evidence file of a student’s record: with their name, and its place in the course’s checkpoints. */

import { evidenceText, fileName } from '../evidence/evidence.ts';
import type { LabPack } from '../labs/lab.ts';
import type { LedgerKey } from '../ledger/ledger-key.ts';
import type { StudentRecord } from '../ledger/record.ts';
import { courseOf } from '../messages/actor.ts';
import { inclusionsFor } from './checkpoints.ts';
import type { CourseStore } from './course-store.ts';

/** @param key what it is signed with */
export const evidenceOver =
  (store: CourseStore, key: LedgerKey, now: () => Date) =>
  async (
    record: StudentRecord,
    pack: LabPack,
  ): Promise<{ readonly name: string; readonly content: string }> => {
    const { student } = record;
    const course = courseOf(student);
    const [person, inclusions] = await Promise.all([
      store.person(student),
      inclusionsFor(store, course, student, pack.id),
    ]);
    const name = person?.name;
    return {
      name: fileName(pack),
      content: evidenceText({
        record,
        pack,
        course,
        inclusions,
        at: now(),
        key,
        ...(name !== undefined && { name }),
      }),
    };
  };
