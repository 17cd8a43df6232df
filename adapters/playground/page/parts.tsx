/** One renderer for each kind of part. */

import { Fragment } from 'preact';
import type { Metric, Tone } from '../../../src/messages/reply.ts';
import type { WirePart } from '../wire.ts';
import { BarChart } from './bar-chart.tsx';
import { ChartPicture } from './chart-picture.tsx';
import { Choices, type Pressing } from './choices.tsx';
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
  const [, name, rest] = /^([a-z][a-z0-9]*(?: [a-z]+)*) {2,}(.*)$/i.exec(line) ?? [
    undefined,
    undefined,
    line,
  ];
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

export function Table({ columns, rows }: WirePart & { kind: 'table' }) {
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
                <Rich text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
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
    case 'bars':
      return <BarChart chart={part} />;
    case 'choices':
      return <Choices {...part} {...pressing} />;
    case 'file':
      return <FileCard {...part} />;
  }
}
