/** A chart of lines and points as a Chart.js configuration. */

import type { Axis, Line, LineStyle, LinesChart, Marker } from './chart.ts';
import { CHART_SIZE, COLOURS, type Json } from './look.ts';

const DASHES: Readonly<Record<LineStyle, readonly number[]>> = {
  solid: [],
  dashed: [10, 6],
  dotted: [2, 4],
  dashdot: [12, 4, 2, 4],
};

const POINTS: Readonly<Record<Marker['shape'], string>> = {
  circle: 'circle',
  diamond: 'rectRot',
  cross: 'crossRot',
};

const MARKER_RADIUS: Readonly<Record<Marker['shape'], number>> = { circle: 5, diamond: 12, cross: 8 };

/** Token counts stay whole; more would not be seen in a picture of this size. */
const DIGITS = 6;
/** A height in a picture 420 pixels high: 4 digits are finer than its pixels. */
const HEIGHT_DIGITS = 4;
/** How far a point may lie off a straight line, as a share of the line's rise, to be left out: less than half a pixel. */
const STRAIGHT = 1e-3;

type Point = readonly [number, number];

const short = (value: number, digits = DIGITS): number =>
  Number.isInteger(value) && value < 10 ** digits ? value : Number(value.toPrecision(digits));
const place = ([x, y]: Point): Json => [short(x), short(y, HEIGHT_DIGITS)];

/** Leaves out the points that a straight line on these axes passes through anyway. */
function thin(points: readonly Point[], x: Axis['scale'], y: Axis['scale']): readonly Point[] {
  if (points.length <= 2) return points;
  const on = ([px, py]: Point): Point => [x === 'log' ? Math.log(px) : px, y === 'log' ? Math.log(py) : py];
  const all = points.map(on);
  const heights = all.map(([, py]) => py);
  const rise = Math.max(...heights) - Math.min(...heights) || 1;
  const kept: Point[] = [];
  let from = 0;
  points.forEach((point, index) => {
    if (index === 0 || index === points.length - 1) {
      kept.push(point);
      return;
    }
    const [x0, y0] = all[from] as Point;
    const [x1, y1] = all[index + 1] as Point;
    const straight = all
      .slice(from + 1, index + 1)
      .every(([px, py]) => Math.abs(y0 + ((y1 - y0) * (px - x0)) / (x1 - x0) - py) <= STRAIGHT * rise);
    if (straight) return;
    kept.push(point);
    from = index;
  });
  return kept;
}

const DASH_NAMES: Readonly<Record<LineStyle, string>> = {
  solid: 'solid',
  dashed: 'dashed',
  dotted: 'dotted',
  dashdot: 'dash-dot',
};

const lineDataset = (line: Line, chart: LinesChart): Json => ({
  // Chart.js legends show no dashes beside point symbols, so the label names them.
  label: chart.lines.length > 1 ? `${line.label} (${DASH_NAMES[line.style]})` : line.label,
  data: thin(line.points, chart.x.scale, chart.y.scale).map(place),
  borderColor: COLOURS[line.colour],
  ...(line.style !== 'solid' && { borderDash: DASHES[line.style] }),
});

const markerDataset = (marker: Marker): Json => ({
  label: marker.label,
  data: [place(marker.at)],
  borderColor: COLOURS[marker.colour],
  ...(marker.shape !== 'diamond' && { backgroundColor: COLOURS[marker.colour] }),
  pointStyle: POINTS[marker.shape],
  radius: MARKER_RADIUS[marker.shape],
});

const axis = ({ label, scale, min, max }: Axis, ticks: Readonly<Record<string, Json>> = {}): Json => ({
  type: scale === 'log' ? 'logarithmic' : 'linear',
  title: { display: true, text: label },
  ticks: {
    ...ticks,
    autoSkipPadding: 20,
    // Where a log axis goes below one, Chart.js would give every label its decimals.
    ...(scale === 'log' && min === undefined && { format: { maximumSignificantDigits: 2 } }),
  },
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});

export function linesConfiguration(chart: LinesChart): Json {
  const datasets = [
    ...chart.lines.map((line) => lineDataset(line, chart)),
    ...chart.markers.map(markerDataset),
  ];
  return {
    type: 'line',
    // The first dataset is drawn on top, so the list is turned round, and the legend turned back.
    data: { datasets: datasets.reverse() },
    options: {
      clip: false,
      font: { size: CHART_SIZE.fontSize },
      elements: { point: { radius: 0, pointStyle: 'line', backgroundColor: '#fff', borderWidth: 3 } },
      plugins: {
        title: { display: true, text: chart.title },
        legend: { reverse: true, labels: { usePointStyle: true, boxHeight: 11 } },
      },
      scales: { x: axis(chart.x, { maxRotation: 0 }), y: axis(chart.y) },
    },
  };
}
