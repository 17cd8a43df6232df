/** What the program is called where it shows itself: pages, manifests, greetings. */

import type { LabPack } from './labs/lab.ts';

export const PRODUCT_NAME = 'Lab assistant';

/** One line, at most 140 characters, which is what a Slack app's description may have. */
export function productDescription(packs: readonly LabPack[]): string {
  const start = 'Predict, lock, run, reflect: interactive labs of your course';
  const all = `${start} (${packs.map(({ title }) => title).join('; ')}).`;
  return all.length <= 140 ? all : `${start}.`;
}
