/** One picture of the class: what it shows in words, drawn, and as a table of the same numbers. */

import { useId } from 'preact/hooks';
import type { WirePanel } from '../../wire.ts';
import { BarChart } from '../bar-chart.tsx';
import { Table } from '../parts.tsx';
import { Rich } from '../rich-text.tsx';
import { LineChart } from './line-chart.tsx';

export function Panel({ panel }: { panel: WirePanel }) {
  const id = useId();
  const { title, chart, table, words } = panel;
  return (
    <section class={`panel ${panel.id}`} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {chart && <p class="finding">{chart.finding}</p>}
      {chart?.kind === 'bars' && <BarChart chart={chart} bare />}
      {chart?.kind === 'lines' && <LineChart chart={chart} />}
      {words.map((each, index) => (
        <p key={index} class="aside">
          <Rich text={each} />
        </p>
      ))}
      {table && (
        <details>
          <summary>
            As a table<span class="unseen">: {title}</span>
          </summary>
          <div class="twin">
            <Table {...table} />
          </div>
        </details>
      )}
    </section>
  );
}
