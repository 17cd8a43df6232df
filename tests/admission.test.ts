/** How much of one person's may be under way: no more than so much, whoever they are, and told where it is more. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMISSION, Admission } from '../src/admission.ts';

const { underWay: MOST, refusals: REFUSALS } = ADMISSION;

const rounds = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
};

/** Work that ends when it is told to. */
function held(): { readonly work: () => Promise<string>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended.then(() => 'answered'), end };
}

const refuse = async (count: number): Promise<string> => `refused beside ${count}`;

describe('admission', () => {
  it('works for each person on so much at the most, does each thing once or says that it did not, and forgets them', async () => {
    const arrival = fc.record({
      person: fc.constantFrom('ada', 'ben', 'cem'),
      pause: fc.nat(2),
      takes: fc.nat(6),
      fails: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 60 }), async (arrivals) => {
        const admission = new Admission();
        const now = new Map<string, number>();
        const all: Promise<string | undefined>[] = [];
        for (const [n, { person, pause, takes, fails }] of arrivals.entries()) {
          await rounds(pause);
          const before = now.get(person) ?? 0;
          const answer = admission.run(
            person,
            String(n),
            async () => {
              expect(before).toBeLessThan(MOST);
              now.set(person, (now.get(person) ?? 0) + 1);
              await rounds(takes);
              now.set(person, (now.get(person) ?? 0) - 1);
              if (fails) throw new RangeError('failed');
              return 'answered';
            },
            async (count) => {
              expect(before).toBe(MOST);
              return refuse(count);
            },
          );
          all.push(
            answer.catch((error: unknown) => (error instanceof RangeError ? 'failed' : String(error))),
          );
        }
        const said = await Promise.all(all);
        const known = ['answered', 'failed', `refused beside ${MOST}`, undefined];
        expect(said.filter((each) => !known.includes(each))).toEqual([]);
        for (const person of ['ada', 'ben', 'cem'])
          for (let n = 0; n < MOST; n++)
            expect(await admission.run(person, `later ${n}`, async () => 'answered', refuse)).toBe(
              'answered',
            );
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('counts another delivery of the same once, and does not take up what it refused', async () => {
    const admission = new Admission();
    const { work, end } = held();
    const first = Array.from({ length: MOST - 1 }, (_, n) => admission.run('ada', `${n}`, work, refuse));
    const again = admission.run('ada', '0', async () => 'delivered again', refuse);
    expect(await again).toBe('delivered again');
    const last = admission.run('ada', 'last', work, refuse);
    expect(await admission.run('ada', 'one more', work, refuse)).toBe(`refused beside ${MOST}`);
    expect(await admission.run('ben', 'one more', async () => 'answered', refuse)).toBe('answered');
    end();
    expect(new Set(await Promise.all([...first, last]))).toEqual(new Set(['answered']));
    expect(await admission.run('ada', 'one more', work, refuse)).toBeUndefined();
    expect(await admission.run('ada', 'sent again', work, refuse)).toBe('answered');
  });

  it('says refusals one after another, and no more than so many', async () => {
    const admission = new Admission();
    const { work, end } = held();
    const first = Array.from({ length: MOST }, (_, n) => admission.run('ada', `${n}`, work, refuse));
    let saying = 0;
    let most = 0;
    const slowly = async (): Promise<string> => {
      saying += 1;
      most = Math.max(most, saying);
      await rounds(2);
      saying -= 1;
      return 'refused';
    };
    const burst = await Promise.all(
      Array.from({ length: 3_000 }, (_, n) => admission.run('ada', `burst ${n}`, work, slowly)),
    );
    expect(burst.filter((said) => said === 'refused').length).toBe(REFUSALS);
    expect(burst.filter((said) => said === undefined).length).toBe(3_000 - REFUSALS);
    expect(most).toBe(1);
    end();
    await Promise.all(first);
  });
});
