/** What of the chain in a file does not hold, and where: asked once it is known that it does not. */

import { genesis, head, link, receiptWords, verify } from '../ledger/chain.ts';
import { areEqual, countOf, replayed } from '../ledger/runs.ts';
import { type Evidence, recordIn } from './evidence.ts';
import { decisionNamed, moment, shown } from './words.ts';

type Hashes = ReadonlyMap<number, string>;

function decisionFindings(evidence: Evidence, hashes: Hashes): readonly string[] {
  const findings: string[] = [];
  let previous = genesis({ ...evidence, lab: evidence.lab.id });
  for (const [index, entry] of evidence.decisions.entries()) {
    const { at, ran, hash } = entry;
    const before = evidence.decisions[index - 1];
    const named = decisionNamed(index, entry);
    if (link(previous, entry) !== hash) {
      findings.push(
        index === 0
          ? `${named} is not what was written; or the student, the lab, the seed or the time of the beginning is not.`
          : `${named} is not what was written; or one before it was taken out, put in or moved.`,
      );
    }
    if (ran && before && at < before.at)
      findings.push(`${named} is earlier than decision ${index}, which came before it.`);
    if (ran && before?.ran && ran.count < before.ran.count)
      findings.push(
        `${named} counts ${ran.count} runs by then, and decision ${index} before it ${before.ran.count}.`,
      );
    const known = ran && hashes.get(ran.count);
    if (known !== undefined && known !== ran?.hash)
      findings.push(`${named} was made after other runs than those that are in the file.`);
    previous = hash;
  }
  return findings;
}

/** Between which runs something was changed: decisions say the hash by then. */
function runsBetween({ decisions, ran, tallies, runs }: Evidence, hashes: Hashes): string {
  const first = Math.min(...hashes.keys());
  const pins = [...decisions.flatMap((entry) => entry.ran ?? []), { count: countOf(tallies), hash: ran }];
  const known = pins.filter(({ count }) => hashes.has(count));
  const wrong = known.filter(({ count, hash }) => hashes.get(count) !== hash).map(({ count }) => count);
  const until = Math.min(first + runs.length, ...wrong);
  const good = known.filter(({ count, hash }) => count < until && hashes.get(count) === hash);
  const from = Math.max(first, ...good.map(({ count }) => count)) + 1;
  if (good.length === 0) return `among runs ${from} to ${until}, or in what was counted before them,`;
  return from === until ? `at run ${from}` : `among runs ${from} to ${until}`;
}

function tallyFindings(evidence: Evidence, counted: Evidence['tallies']): readonly string[] {
  const acts = new Set([...Object.keys(evidence.tallies), ...Object.keys(counted)]);
  return [...acts].flatMap((act) => {
    const [said, come] = [evidence.tallies[act], counted[act]];
    if (areEqual({ ...(said && { act: said }) }, { ...(come && { act: come }) })) return [];
    return [
      said?.count === come?.count
        ? `What is kept of the runs of ${shown(act)} (the first, the newest, or whether a limit was met) is not what they come to.`
        : `The counts say ${said?.count ?? 0} runs of ${shown(act)}, and its runs come to ${come?.count ?? 0}.`,
    ];
  });
}

function runFindings(evidence: Evidence, hashes: Hashes, counted: Evidence['tallies']): readonly string[] {
  const { runs, tallies, ran, decisions } = evidence;
  const total = countOf(tallies);
  const ended = hashes.get(total);
  const first = countOf(evidence.earlier.tallies);
  const last = decisions.at(-1)?.ran;
  return [
    ...(ended !== undefined && ended !== ran
      ? [
          `The runs are not those that were made: ${runsBetween(evidence, hashes)} something was changed, taken out, put in or moved.`,
        ]
      : []),
    ...tallyFindings(evidence, counted),
    ...runs.flatMap(({ at, act, limitBroken }, index) => {
      const before = runs[index - 1];
      return before && limitBroken !== undefined && before.limitBroken !== undefined && at < before.at
        ? [`Run ${first + index + 1} (${shown(act)}, ${moment(at)}) is earlier than the run before it.`]
        : [];
    }),
    ...(last && last.count > total
      ? [`The last decision was made after ${last.count} runs, and only ${total} are counted.`]
      : []),
  ];
}

/** Empty where every decision, run and count is what the hashes say. */
export function chainFindings(evidence: Evidence): readonly string[] {
  const record = recordIn(evidence);
  if (verify(record).intact) return [];
  const { hashes, tallies } = replayed(record);
  const findings = [...decisionFindings(evidence, hashes), ...runFindings(evidence, hashes, tallies)];
  return findings.length > 0 ? findings : ['The chain of its hashes does not hold.'];
}

export function receiptFindings({ receipt, ...evidence }: Evidence): readonly string[] {
  const computed = head(recordIn({ receipt, ...evidence }));
  const isHead = evidence.head === computed;
  if (isHead && computed.startsWith(receipt)) return [];
  // The first digits of a head may stand while others were changed.
  const said = isHead || !evidence.head.startsWith(receipt) ? receipt : evidence.head;
  const [shows, comes] = computed.startsWith(receipt)
    ? [said, computed]
    : [receiptWords(said), receiptWords(computed)];
  return [
    `The receipt is not that of what is in the file: it says ${shows}, and its decisions and runs come to ${comes}. The end was cut off or changed.`,
  ];
}
