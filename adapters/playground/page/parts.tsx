/** One renderer for each kind of part. */

import { Fragment } from 'preact';
import { useId } from 'preact/hooks';
import type { Metric, Tone } from '../../../src/messages/reply.ts';
import type { WireChoice, WirePart } from '../wire.ts';
import { ChartPicture } from './chart-picture.tsx';
import { FileCard } from './file-card.tsx';
import { ToneSign } from './icons.tsx';
import { Rich } from './rich-text.tsx';

/** A tone is a sign and a word as well as a colour. */
const TONE_WORDS: Readonly<Record<Tone, string>> = {
  info: 'Note',
  success: 'Good',
  warning: 'Careful',
  danger: 'Problem',
  quote: 'Message from',
};

function Callout({ tone, title, text }: WirePart & { kind: 'callout' }) {
  return (
    <section class={`callout ${tone}`}>
      <p class="tone">
        <ToneSign tone={tone} />
        {TONE_WORDS[tone]}
      </p>
      {title !== undefined && <h3>{title}</h3>}
      <p>
        <Rich text={text} />
      </p>
    </section>
  );
}

/** A line such as `one layer   N² · H` has a name before its runs of spaces; other lines are set as they are. */
function FormulaLine({ line }: { line: string }) {
  const [, name, rest] = /^([a-z]+(?: [a-z]+)*) {2,}(.*)$/i.exec(line) ?? [undefined, undefined, line];
  const steps = (rest ?? line).split(/ (?=[=⇒] )/);
  return (
    <div class="formula-line">
      {name !== undefined && <span class="name">{name} </span>}
      <span class="steps">
        {steps.map((step, index) => (
          <Fragment key={index}>
            <span>{step.trim()}</span>{' '}
          </Fragment>
        ))}
      </span>
    </div>
  );
}

function Metrics({ items }: { items: readonly Metric[] }) {
  return (
    <dl class="metrics">
      {items.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="value">{value}</dd>
          {note !== undefined && note !== '' && <dd class="note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

function Table({ columns, rows }: WirePart & { kind: 'table' }) {
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={columns[column]} data-column={columns[column]}>
                {cell.startsWith('/') ? <code>{cell}</code> : cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What buttons do, and the line that this answer was answered with, whose button shows it. */
interface Pressing {
  readonly press: (choice: WireChoice) => void;
  readonly pressed: string | undefined;
}

function ChoiceButton({
  choice,
  press,
  pressed,
  describedBy,
}: Pressing & { choice: WireChoice; describedBy?: string }) {
  const chosen = pressed === choice.shown.toLowerCase();
  return (
    <button
      type="button"
      class={[choice.primary && !chosen ? 'primary' : '', chosen ? 'pressed' : ''].join(' ').trim()}
      {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
      onClick={() => press(choice)}
    >
      {choice.label}
      {chosen && <span class="unseen"> (pressed)</span>}
    </button>
  );
}

/** An option's wording stands beside its button: a lock is final, so only the button itself is pressed. */
function Option({ choice, ...pressing }: Pressing & { choice: WireChoice }) {
  const id = useId();
  return (
    <li>
      <ChoiceButton choice={choice} describedBy={id} {...pressing} />
      <span id={id}>
        <Rich text={choice.detail ?? ''} />
      </span>
    </li>
  );
}

function Choices({ prompt, choices, ...pressing }: WirePart & { kind: 'choices' } & Pressing) {
  const detailed = choices.filter(({ detail }) => detail !== undefined);
  const short = choices.filter(({ detail }) => detail === undefined);
  return (
    <div class="choices">
      {prompt !== undefined && (
        <p>
          <Rich text={prompt} />
        </p>
      )}
      {detailed.length > 0 && (
        <ul class="options">
          {detailed.map((choice) => (
            <Option key={choice.line} choice={choice} {...pressing} />
          ))}
        </ul>
      )}
      {short.length > 0 && (
        <div class="buttons">
          {short.map((choice) => (
            <ChoiceButton key={choice.line} choice={choice} {...pressing} />
          ))}
        </div>
      )}
    </div>
  );
}

export function PartView({ part, ...pressing }: Pressing & { part: WirePart }) {
  switch (part.kind) {
    case 'heading':
      return <h2>{part.text}</h2>;
    case 'text':
      return (
        <p>
          <Rich text={part.text} />
        </p>
      );
    case 'callout':
      return <Callout {...part} />;
    case 'formula':
      return (
        <div class="formula">
          {part.lines.map((line) => (
            <FormulaLine key={line} line={line} />
          ))}
        </div>
      );
    case 'metrics':
      return <Metrics items={part.items} />;
    case 'table':
      return <Table {...part} />;
    case 'chart':
      return <ChartPicture {...part} />;
    case 'choices':
      return <Choices {...part} press={pressing.press} pressed={pressing.pressed} />;
    case 'file':
      return <FileCard {...part} />;
  }
}
