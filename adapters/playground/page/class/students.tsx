/** Every student: filtered by where they stand and by name, in the order of any column; a name opens who it is. */

import type { Ref } from 'preact';
import { useState } from 'preact/hooks';
import type { WireChoice, WireStudent } from '../../wire.ts';
import { Time } from '../time.tsx';
import {
  type Column,
  type Filter,
  filtersOf,
  filterWords,
  found,
  type Order,
  ordered,
  STANDING_WORDS,
} from './filter.ts';

interface StudentsProps {
  readonly students: readonly WireStudent[];
  /** All the points that can be had. */
  readonly points: string;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly ask: (choice: WireChoice) => void;
  readonly heading: Ref<HTMLHeadingElement>;
}

/** More rows make a page slow, and nobody reads them: the search finds the rest. */
const MOST_ROWS = 200;

const HEADS: readonly { readonly by: Column; readonly name: string; readonly down: boolean }[] = [
  { by: 'name', name: 'Student', down: false },
  { by: 'standing', name: 'Where', down: false },
  { by: 'done', name: 'Steps', down: true },
  { by: 'lastAt', name: 'Last heard of', down: true },
  { by: 'minutes', name: 'Minutes', down: true },
  { by: 'runs', name: 'Runs', down: true },
  { by: 'points', name: 'Points', down: true },
];

function Head({ order, onOrder }: { order: Order; onOrder: (order: Order) => void }) {
  return (
    <thead>
      <tr>
        {HEADS.map(({ by, name, down }) => {
          const isIt = order.by === by;
          return (
            <th key={by} scope="col" {...(isIt && { 'aria-sort': order.down ? 'descending' : 'ascending' })}>
              <button type="button" onClick={() => onOrder({ by, down: isIt ? !order.down : down })}>
                {name}
                <span class="arrow" aria-hidden="true">
                  {isIt ? (order.down ? '↓' : '↑') : ''}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function Steps({ done, steps }: Pick<WireStudent, 'done' | 'steps'>) {
  return (
    <span class="steps-done">
      <svg viewBox={`0 0 ${steps * 10} 10`} width={steps * 9} height="9" aria-hidden="true">
        {Array.from({ length: steps }, (_, at) => (
          <rect
            key={at}
            class={at < done ? 'done' : 'open'}
            x={at * 10 + 1}
            y="1"
            width="8"
            height="8"
            rx="1.5"
          />
        ))}
      </svg>
      {done} of {steps}
    </span>
  );
}

function Row({ student, points, ask }: { student: WireStudent } & Pick<StudentsProps, 'points' | 'ask'>) {
  const { name, standing, circling, next, lastAt, due } = student;
  return (
    <tr>
      <th scope="row">
        <button type="button" class="who" dir="auto" onClick={() => ask({ ...student.look, label: name })}>
          {name}
        </button>
      </th>
      <td>
        <span class="chip">
          <i class={`dot at-${standing.replace(' ', '-')}`} aria-hidden="true" />
          {STANDING_WORDS[standing].name}
        </span>
        {circling && <span class="chip">circling</span>}
        {due !== undefined && (
          <small>
            own deadline <Time time={due} style="short" />
          </small>
        )}
      </td>
      <td class="stage">
        <Steps {...student} />
        {next !== undefined && student.done > 0 && <small>next {next}</small>}
      </td>
      <td>{lastAt === undefined ? '' : <Time time={lastAt} style="relative" />}</td>
      <td class="figure" data-unit="min">
        {student.minutes > 0 ? student.minutes : ''}
      </td>
      <td class="figure" data-unit={student.runs === 1 ? 'run' : 'runs'}>
        {student.runs > 0 ? student.runs : ''}
      </td>
      <td class="figure" data-unit={student.points === undefined ? '' : 'points'}>
        {student.points === undefined ? 'excused' : `${student.points} of ${points}`}
      </td>
    </tr>
  );
}

export function Students({ students, points, filter, onFilter, ask, heading }: StudentsProps) {
  const [words, setWords] = useState('');
  const [order, setOrder] = useState<Order>({ by: 'name', down: false });
  const listed = ordered(found(students, filter, words), order);
  return (
    <section class="students" aria-labelledby="students">
      <h3 id="students" ref={heading} tabIndex={-1}>
        Students
      </h3>
      <div class="finding-them">
        <input
          type="search"
          placeholder="Find a name"
          aria-label="Find a name"
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <fieldset>
          <legend class="unseen">Where they stand</legend>
          {filtersOf(students).map((each) => (
            <label key={each}>
              <input type="radio" name="standing" checked={filter === each} onChange={() => onFilter(each)} />
              {filterWords(each)}
            </label>
          ))}
        </fieldset>
        <p role="status">
          {listed.length > MOST_ROWS
            ? `${MOST_ROWS} of ${listed.length} are shown: find the others by name.`
            : `${listed.length} of ${students.length}`}
        </p>
      </div>
      <div class="table">
        <table>
          <Head order={order} onOrder={setOrder} />
          <tbody>
            {listed.slice(0, MOST_ROWS).map((student) => (
              <Row key={student.look.line} student={student} points={points} ask={ask} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
