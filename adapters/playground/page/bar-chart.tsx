/** A chart of bars, drawn in the page's own colours and as wide as it is; its finding is what a screen reader reads. */

import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BarsChart } from '../../../src/charts/chart.ts';
import { type Bar, drawing, type Stroke } from './bars.ts';

/** Before the page has been measured, and where it can't be. */
const USUAL = 560;

/** The width of an element, followed. */
export function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(USUAL);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth || USUAL);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

const line = ({ x1, y1, x2, y2 }: Stroke) => ({ x1, y1, x2, y2 });

/** The right answer is hatched: the other fills are full, or light in a frame. */
function BarShape({ bar, colour, hatch }: { bar: Bar; colour: string; hatch: string }) {
  const { x, y, width, height, series, right } = bar;
  return (
    <rect
      class={`bar ${colour} ${series === 0 ? 'full' : 'light'}`}
      x={x}
      y={y}
      width={width}
      height={height}
      {...(right && { fill: `url(#${hatch})` })}
    />
  );
}

function Key({ chart }: { chart: BarsChart }) {
  const { series, mark, x, unit } = chart;
  return (
    <ul class="key">
      {series.length > 1 &&
        series.map(({ label, colour }, index) => (
          <li key={label}>
            <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
              <rect
                class={`bar ${colour} ${index === 0 ? 'full' : 'light'}`}
                x="1"
                y="1"
                width="12"
                height="12"
              />
            </svg>
            {label}
          </li>
        ))}
      {mark && (
        <li>
          <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
            <line class="mark-line" x1="0" y1="7" x2="14" y2="7" />
          </svg>
          {mark.label}
        </li>
      )}
      <li>{x === undefined ? unit : `${unit} by ${x}`}</li>
    </ul>
  );
}

/** @param bare without its title and finding, where both stand beside it as words */
export function BarChart({ chart, bare = false }: { chart: BarsChart; bare?: boolean }) {
  const { box, width } = useWidth();
  const id = useId();
  const { height, bars, words, base, mark } = drawing(chart, width);
  const colourOf = (index: number): string => chart.series[index]?.colour ?? 'main';
  return (
    <figure class="bars">
      {!bare && <figcaption>{chart.title}</figcaption>}
      <div ref={box}>
        <svg
          role="img"
          aria-label={chart.finding}
          aria-hidden={bare}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
        >
          <defs>
            {chart.series.map(({ colour }, index) => (
              <pattern
                key={colour}
                id={`${id}-${index}`}
                class={`hatch ${colour}`}
                width="7"
                height="7"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect class="ground" width="7" height="7" />
                <rect class="stripe" width="3.5" height="7" />
              </pattern>
            ))}
          </defs>
          {bars.map((bar, index) => (
            <BarShape key={index} bar={bar} colour={colourOf(bar.series)} hatch={`${id}-${bar.series}`} />
          ))}
          {base && <line class="base" {...line(base)} />}
          {mark && <line class="mark-ground" {...line(mark)} />}
          {mark && <line class="mark-line" {...line(mark)} />}
          {words.map(({ x, y, text, anchor, value }, index) => (
            <text key={index} class={value ? 'value' : ''} x={x} y={y} text-anchor={anchor}>
              {text}
            </text>
          ))}
        </svg>
      </div>
      <Key chart={chart} />
    </figure>
  );
}
