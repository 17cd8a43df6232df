/** The class as a page, for assistants and instructors: drawn from what the server says, asked again while one looks. */

import { useCallback, useRef, useState } from 'preact/hooks';
import type { WireChoice, WireClassPage, WireCourse, WirePart } from '../../wire.ts';
import { PartView } from '../parts.tsx';
import { Rich, Write } from '../rich-text.tsx';
import { Time } from '../time.tsx';
import { Attention } from './attention.tsx';
import type { Filter } from './filter.ts';
import { Freshness } from './freshness.tsx';
import { Gradebook } from './gradebook.tsx';
import { Panel } from './panel.tsx';
import { type Asking, pressing, Sheet } from './sheet.tsx';
import { Standings } from './standings.tsx';
import { Students } from './students.tsx';
import { useClass } from './use-class.ts';

/** Scrolls what scrolls, and never the page around it. */
function show(heading: HTMLElement | null): void {
  const scroller = heading?.closest('.scroll');
  if (!heading || !scroller) return;
  const top = heading.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollBy({ top: top - 16, behavior: 'instant' });
  heading.focus({ preventScroll: true });
}

interface ClassViewProps {
  readonly persona: string;
  readonly sample: WireCourse['sample'];
  /** Puts a line into the composer of the conversation. */
  readonly write: (line: string) => void;
}

interface ShownProps {
  readonly page: WireClassPage;
  /** When it was read, in the browser's own time. */
  readonly at: number;
  readonly sample: WireCourse['sample'];
  readonly ask: (asking: Asking) => void;
  readonly onHomework: (assignment: string) => void;
}

function Heading({ page, at, onHomework }: Pick<ShownProps, 'page' | 'at' | 'onHomework'>) {
  const { title, due, points, homework, assignment } = page;
  return (
    <header class="class-head">
      <h2>{title}</h2>
      <p>
        Due <Time time={due} style="due" /> · {points} points
      </p>
      <Freshness key={assignment} page={page} at={at} />
      {homework.length > 1 && (
        <label>
          Homework{' '}
          <select value={assignment} onChange={(event) => onHomework(event.currentTarget.value)}>
            {homework.map((each) => (
              <option key={each.assignment} value={each.assignment}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
      )}
    </header>
  );
}

function Buttons({
  choices,
  press,
}: {
  readonly choices: readonly WireChoice[];
  readonly press: (choice: WireChoice) => void;
}) {
  if (choices.length === 0) return null;
  return (
    <div class="buttons">
      {choices.map((choice) => (
        <button key={choice.line} type="button" onClick={() => press(choice)}>
          {choice.label}
        </button>
      ))}
    </div>
  );
}

/** Above everything else: somebody can’t go on. */
function Ledgers({
  ledgers,
  press,
}: {
  readonly ledgers: NonNullable<WireClassPage['ledgers']>;
  readonly press: (choice: WireChoice) => void;
}) {
  const { title, text, choices } = ledgers;
  return (
    <>
      <PartView part={{ kind: 'callout', tone: 'danger', title, text }} press={press} pressed={undefined} />
      <Buttons choices={choices} press={press} />
    </>
  );
}

function Shown({ page, at, sample, ask, onHomework }: ShownProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const students = useRef<HTMLHeadingElement>(null);
  const press = useCallback((choice: WireChoice) => ask(pressing(choice)), [ask]);
  const list = useCallback((next: Filter) => {
    setFilter(next);
    show(students.current);
  }, []);
  const { standings, choices, words, panels, grades, ledgers } = page;
  return (
    <>
      <Heading page={page} at={at} onHomework={onHomework} />
      {ledgers && <Ledgers ledgers={ledgers} press={press} />}
      {page.students.length > 0 && <Standings standings={standings} filter={filter} onFilter={list} />}
      <div class="class-words">
        {words.map((each, index) => (
          <p key={index}>
            <Rich text={each} />
          </p>
        ))}
        {page.students.length === 0 && (
          <p>Nobody has pressed Start or begun the lab yet: there is nothing to draw.</p>
        )}
      </div>
      <Buttons choices={choices} press={press} />
      {page.students.length > 0 && <Attention students={page.students} onFilter={list} ask={press} />}
      <div class="panels">
        {panels.map((panel) => (
          <Panel key={panel.id} panel={panel} />
        ))}
        {grades && <Gradebook grades={grades} sample={sample} ask={ask} />}
      </div>
      {page.students.length > 0 && (
        <Students
          students={page.students}
          points={page.points}
          filter={filter}
          onFilter={setFilter}
          ask={press}
          heading={students}
        />
      )}
    </>
  );
}

function Said({ parts, ask }: { parts: readonly WirePart[]; ask: (asking: Asking) => void }) {
  return (
    <article class="answer latest">
      {parts.map((part, index) => (
        <PartView
          key={index}
          part={part}
          press={(...pressed) => ask(pressing(...pressed))}
          pressed={undefined}
        />
      ))}
    </article>
  );
}

export function ClassView({ persona, sample, write }: ClassViewProps) {
  const [homework, setHomework] = useState<string>();
  const { found, at = 0, fault, ask: refresh } = useClass(persona, homework);
  const [asking, setAsking] = useState<Asking>();
  return (
    <main class="class">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section class="scroll" tabIndex={0} aria-label="The class" aria-busy={!found}>
        <div class="wide">
          <p class="connection" role="status">
            {fault !== undefined && (
              <>
                <strong>{fault}</strong> {found && 'What stands here is as it was before.'}
              </>
            )}
          </p>
          <Write.Provider value={write}>
            {found && 'page' in found && (
              <Shown page={found.page} at={at} sample={sample} ask={setAsking} onHomework={setHomework} />
            )}
            {found && 'said' in found && <Said parts={found.said} ask={setAsking} />}
          </Write.Provider>
        </div>
      </section>
      {asking && (
        <Sheet
          persona={persona}
          asking={asking}
          onAsk={setAsking}
          onAnswer={refresh}
          onClose={() => setAsking(undefined)}
          write={write}
        />
      )}
    </main>
  );
}
