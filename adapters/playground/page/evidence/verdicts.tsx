/** What was found of each file, those that do not fit first: a sign and a word each, and never a colour alone. */

import type { Told } from '../../../../src/evidence/verify.ts';
import type { WireVerdict, WireVerification } from '../../wire.ts';
import { ToneSign } from '../icons.tsx';
import { Time } from '../time.tsx';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const isGenuine = ({ findings }: WireVerdict): boolean => findings.length === 0;

/** `28 files: 27 genuine, 1 does not fit.` */
export function summaryWords({ verdicts, skipped }: WireVerification, others: number): string {
  const wrong = verdicts.filter((verdict) => !isGenuine(verdict)).length;
  const passed = skipped + others;
  return `${plural(verdicts.length, 'file')}: ${verdicts.length - wrong} genuine, ${wrong} ${wrong === 1 ? 'does' : 'do'} not fit.${
    passed > 0 ? ` ${plural(passed, 'other file')} passed over.` : ''
  }`;
}

function Details({ told }: { told: Told }) {
  const { lab, completedAt, decisions, runs, checkpoint, keyId } = told;
  return (
    <p class="details">
      {lab} ·{' '}
      {completedAt === undefined ? (
        'not complete'
      ) : (
        <>
          complete <Time time={completedAt} style="full" />
        </>
      )}{' '}
      · {plural(decisions, 'decision')}, {plural(runs, 'run')} ·{' '}
      {checkpoint ? `checkpoint ${checkpoint.number}` : 'no checkpoint'} · key <code>{keyId}</code>
    </p>
  );
}

function Verdict({ verdict }: { verdict: WireVerdict }) {
  const { file, told, findings, notes } = verdict;
  const tone = isGenuine(verdict) ? 'success' : 'danger';
  return (
    <li class={tone}>
      <p class="tone">
        <ToneSign tone={tone} />
        {isGenuine(verdict) ? 'Genuine' : 'Does not fit'}
      </p>
      <h4 dir="auto">{told?.name ?? told?.student ?? file}</h4>
      {told && <p class="file-name">{file}</p>}
      {isGenuine(verdict) && told && (
        <p>
          Unchanged up to receipt <code>{told.receipt}</code>.
        </p>
      )}
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      {told && <Details told={told} />}
      {notes.map((note) => (
        <p key={note} class="details">
          {note}
        </p>
      ))}
    </li>
  );
}

export function Verdicts({ found, isKeyGiven }: { found: WireVerification; isKeyGiven: boolean }) {
  const { verdicts, notes } = found;
  const inOrder = verdicts.toSorted((a, b) => Number(isGenuine(a)) - Number(isGenuine(b)));
  const keys = new Set(verdicts.filter(isGenuine).map(({ told }) => told?.keyId));
  return (
    <section aria-labelledby="verdicts">
      <h3 id="verdicts">Files</h3>
      {!isKeyGiven && keys.size > 0 && (
        <p class="aside">
          No key was given, so each file was held to the key that it names itself: {[...keys].join(', ')}.
          Compare it with the one in the bot’s posts in the course’s channel.
        </p>
      )}
      {notes.map((note) => (
        <p key={note} class="aside">
          {note}
        </p>
      ))}
      <ul class="verdicts">
        {inOrder.map((verdict, index) => (
          <Verdict key={index} verdict={verdict} />
        ))}
      </ul>
    </section>
  );
}
