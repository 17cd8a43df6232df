/** Whose ledgers of the class do not hold, by the names that staff know them by. */

import type { LabPack } from '../labs/lab.ts';
import type { CourseStore, CourseView } from './course-store.ts';
import type { TroubledName } from './insight/ledger.ts';
import { shownName } from './insight/words.ts';
import { troubledIn } from './ledgers.ts';
import { nameOf } from './members.ts';
import { isDecidable } from './mending.ts';

/** Those that an instructor decides about; one short list where there are none. */
export async function troubledNames(
  store: CourseStore,
  packs: readonly LabPack[],
  { id, course }: Pick<CourseView, 'id' | 'course'>,
): Promise<readonly TroubledName[]> {
  const found = (await troubledIn(store, packs, id)).filter(({ trouble }) => isDecidable(trouble));
  return Promise.all(
    found.flatMap(({ student, lab, trouble }) => {
      const pack = packs.find((each) => each.id === lab);
      if (!pack) return [];
      const named = async (): Promise<TroubledName> => {
        const name = nameOf(course, student, await store.person(student));
        return { student, lab, trouble, pack, name: shownName({ student, name }) };
      };
      return [named()];
    }),
  );
}
