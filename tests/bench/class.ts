/** What staff wait for: the class as it is looked at, with its charts' addresses. */

import { chartUrl } from '../../src/charts/quickchart.ts';
import { overviewParts } from '../../src/course/insight/views.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { readSummary, summaryText } from '../../src/ledger/summary.ts';
import { randomClass } from '../support/class.ts';
import { TEST_KEY } from '../support/key.ts';
import { perSecond, type Row } from './row.ts';

const STUDENTS = 5_000;

export async function benchClass(): Promise<Row[]> {
  const classes = PACKS.map((pack) => randomClass(pack, STUDENTS));
  const rows = classes.map(({ members }) =>
    members.map(({ summary }) => (summary ? summaryText(summary, 'row', TEST_KEY) : undefined)),
  );
  let turn = 0;
  /** From the stored rows to the reply and its charts' addresses; each lab in its turn. */
  const view = (): number => {
    const at = turn++ % classes.length;
    const data = classes[at];
    if (!data) throw new RangeError('no class');
    const members = data.members.map((member, index) => {
      const text = rows[at]?.[index];
      return text === undefined ? member : { ...member, summary: readSummary(text, 'row', TEST_KEY) };
    });
    const parts = overviewParts({ data: { ...data, members }, role: 'instructor', reminders: [] });
    return parts.reduce((sum, part) => sum + (part.kind === 'chart' ? chartUrl(part.chart).length : 0), 0);
  };
  const result = await perSecond({ view }, 3_000);
  return [
    {
      name: 'class view with charts for 5,000 students',
      ours: 1000 / result.view,
      unit: 'ms',
      target: '< 1,000',
    },
  ];
}
