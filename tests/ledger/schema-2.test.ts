/** Rows of schema 2 from before the class was there, made by that version: they go on, and are summed up for the class. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUTTON_VERSION } from '../../commands/button.ts';
import { doneSteps } from '../../src/course/steps.ts';
import { PACKS } from '../../src/labs/catalogue.ts';
import { receipt, verify } from '../../src/ledger/chain.ts';
import { progressKey, recordKey, studentKey } from '../../src/ledger/keys.ts';
import { RecordStore } from '../../src/ledger/record-store.ts';
import { readSummary, summaryOf } from '../../src/ledger/summary.ts';
import { keyvBackend } from '../../src/store/keyv.ts';
import { TEST_KEY } from '../support/key.ts';
import { actorNamed, openTestLab } from '../support/lab.ts';

interface Old {
  readonly stage: string;
  readonly lab: string;
  readonly user: string;
  readonly receipt: string;
  readonly row: {
    readonly student: string;
    readonly decisions: readonly unknown[];
    readonly runs: readonly unknown[];
  };
  readonly touched: unknown;
  readonly buttons: readonly { readonly label: string; readonly line: string; readonly field?: true }[];
}

const OLD = JSON.parse(readFileSync('tests/fixtures/schema-2.json', 'utf8')) as readonly Old[];

async function upgraded({ lab: id, row, touched }: Old) {
  const rows = new Map([
    [recordKey(id, row.student), JSON.stringify(row)],
    [studentKey(row.student), JSON.stringify(touched)],
  ]);
  return {
    rows,
    lab: await openTestLab({ store: new RecordStore(keyvBackend(rows), PACKS, { key: TEST_KEY }) }),
  };
}

describe.each(OLD.map((old) => [old.stage, old] as const))('after %s', (_, old) => {
  const pack = PACKS.find(({ id }) => id === old.lab) as (typeof PACKS)[number];

  it('reads as it was written: same decisions, runs and receipt, and an intact chain', async () => {
    const { lab } = await upgraded(old);
    const record = await lab.record(old.user, old.lab);
    expect(record.decisions).toEqual(old.row.decisions);
    expect(record.runs).toEqual(old.row.runs);
    expect(receipt(record)).toBe(old.receipt);
    expect(verify(record)).toEqual({ intact: true });
  });

  it('is summed up with every step that was taken, and when', async () => {
    const { lab } = await upgraded(old);
    const summary = summaryOf(await lab.record(old.user, old.lab), pack);
    const kinds = new Set(
      old.row.decisions.map((entry) =>
        JSON.stringify((entry as { decision: { kind: string; question?: string; act?: string } }).decision),
      ),
    );
    const count = (kind: string): number =>
      [...kinds].filter((each) => each.includes(`"kind":"${kind}"`)).length;
    const ran = summary.acts.filter(({ run }) => run).length;
    expect(doneSteps(pack, summary)).toBe(
      count('locked') + count('reflected') + ran + summary.acts.filter(({ decide }) => decide).length,
    );
    for (const { lock, run } of summary.acts) {
      if (lock && run) expect(run.firstAt >= lock.at).toBe(true);
    }
  });

  it('goes on by the buttons that it was shown', async () => {
    for (const { label, line, field } of old.buttons) {
      const { lab, rows } = await upgraded(old);
      const pressed = await lab.assistant.press(
        { actor: actorNamed(old.user) },
        { version: BUTTON_VERSION, line, ...(field && { entered: '12' }) },
      );
      expect(lab.words(pressed), `${label}: ${line}`).not.toMatch(
        /Nothing was recorded|no command|set aside/,
      );
      const record = await lab.record(old.user, old.lab);
      expect(record.decisions.slice(0, old.row.decisions.length)).toMatchObject(old.row.decisions);
      const summary = rows.get(progressKey(old.lab, old.row.student));
      if (summary !== undefined)
        expect(readSummary(summary, progressKey(old.lab, old.row.student), TEST_KEY)).toEqual(
          summaryOf(record, pack),
        );
    }
  });
});
