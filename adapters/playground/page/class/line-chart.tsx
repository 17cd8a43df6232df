/** A chart of lines, drawn in the page's own colours; what it shows stands beside it in words. */

import type { LinesChart } from '../../../../src/charts/chart.ts';
import { useWidth } from '../bar-chart.tsx';
import { linesDrawing } from './lines.ts';

export function LineChart({ chart }: { chart: LinesChart }) {
  const { box, width } = useWidth();
  const { height, area, x, y, lines } = linesDrawing(chart, width);
  const { left, right, foot } = area;
  const classOf = (index: number): string => {
    const { colour, style } = chart.lines[index] ?? { colour: 'main', style: 'solid' };
    return `line ${colour} ${style}`;
  };
  return (
    <figure class="bars lines">
      <p class="axis">{chart.y.label}</p>
      <div ref={box}>
        <svg aria-hidden="true" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          {y.map(({ at, text }) => (
            <g key={text}>
              <line class="grid" x1={left} y1={at} x2={right} y2={at} />
              <text x={left - 8} y={at + 4} text-anchor="end">
                {text}
              </text>
            </g>
          ))}
          {x.map(({ at, text }) => (
            <g key={text}>
              <line class="base" x1={at} y1={foot} x2={at} y2={foot + 5} />
              <text x={at} y={foot + 20} text-anchor="middle">
                {text}
              </text>
            </g>
          ))}
          <line class="base" x1={left} y1={foot} x2={right} y2={foot} />
          {lines.map((points, index) => (
            <polyline key={index} class={classOf(index)} points={points} />
          ))}
        </svg>
      </div>
      <p class="axis across">{chart.x.label}</p>
      <ul class="key">
        {chart.lines.map(({ label }, index) => (
          <li key={label}>
            <svg class="swatch wide" viewBox="0 0 28 14" aria-hidden="true" focusable="false">
              <polyline class={classOf(index)} points="0,7 28,7" />
            </svg>
            {label}
          </li>
        ))}
      </ul>
    </figure>
  );
}
