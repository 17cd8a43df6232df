/** Who needs a look, by name: who has stopped and where, who circles, and who has not begun. */

import { useId } from 'preact/hooks';
import type { WireChoice, WireStudent } from '../../wire.ts';
import { Time } from '../time.tsx';
import { attentionOf, type Filter } from './filter.ts';

interface AttentionProps {
  readonly students: readonly WireStudent[];
  readonly onFilter: (filter: Filter) => void;
  readonly ask: (choice: WireChoice) => void;
}

/** More of them are in the list of everybody. */
const MOST_NAMES = 5;

function Reason({ filter, student }: { filter: Filter; student: WireStudent }) {
  const { next, lastAt, runs, points } = student;
  const since = lastAt !== undefined && <Time time={lastAt} style="relative" />;
  if (filter === 'stuck')
    return (
      <small>
        {next} · {since}
      </small>
    );
  if (filter === 'circling')
    return (
      <small>
        {runs} runs · {since}
      </small>
    );
  return points === undefined && <small>excused</small>;
}

function Names({
  title,
  note,
  filter,
  named,
  onFilter,
  ask,
}: {
  readonly title: string;
  readonly note: string;
  readonly filter: Filter;
  readonly named: readonly WireStudent[];
} & Pick<AttentionProps, 'onFilter' | 'ask'>) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h4 id={id}>
        {title} <span>{named.length}</span>
      </h4>
      <p>{named.length === 0 ? 'Nobody.' : note}</p>
      <ul>
        {named.slice(0, MOST_NAMES).map((student) => (
          <li key={student.look.line}>
            <button
              type="button"
              class="who"
              dir="auto"
              onClick={() => ask({ ...student.look, label: student.name })}
            >
              {student.name}
            </button>
            <Reason filter={filter} student={student} />
          </li>
        ))}
      </ul>
      {named.length > MOST_NAMES && (
        <button type="button" class="more" onClick={() => onFilter(filter)}>
          All {named.length} in the list
        </button>
      )}
    </section>
  );
}

export function Attention({ students, onFilter, ask }: AttentionProps) {
  const { stuck, circling, waiting } = attentionOf(students);
  const doing = { onFilter, ask };
  return (
    <section class="attention" aria-labelledby="attention">
      <h3 id="attention">Who needs a look</h3>
      <div>
        <Names
          title="Stuck"
          note="Begun, and quiet: what is next, and when last heard of."
          filter="stuck"
          named={stuck}
          {...doing}
        />
        <Names
          title="Circling"
          note="Many runs of an act, no reflection: when last heard of."
          filter="circling"
          named={circling}
          {...doing}
        />
        <Names
          title="Not started"
          note="Joined, and has not begun."
          filter="not started"
          named={waiting}
          {...doing}
        />
      </div>
    </section>
  );
}
