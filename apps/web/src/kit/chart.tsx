import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './chart.module.css';

export interface Series {
  readonly name: string;
  /** A token's name: `--state-completed`. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly fill?: boolean;
}

const HEIGHT = 150;

/**
 * Lines over time, drawn by uPlot; beside it the same figures in words for those who do not see it.
 *
 * @param at the points in time, Unix seconds
 */
export function Chart({ label, at, series, write, height = HEIGHT }: { label: string; at: readonly number[]; series: readonly Series[]; write: (value: number) => string; height?: number }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const shape = series.map(({ name, colour }) => `${name}${colour}`).join();
  const theme = document.documentElement.dataset.theme ?? '';

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const tokens = getComputedStyle(document.documentElement);
    const token = (name: string): string => tokens.getPropertyValue(name).trim();
    const axis: uPlot.Axis = { stroke: token('--ink-3'), grid: { stroke: token('--line'), width: 1 }, ticks: { show: false }, font: `11px ${token('--font')}` };
    const options: uPlot.Options = {
      width: Math.max(120, element.clientWidth),
      height,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 6 }, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 70, values: [[60, '{HH}:{mm}', null, null, null, null, null, null, 1]] },
        { ...axis, size: 56, space: 34, values: (_, ticks) => ticks.map((tick) => write(tick).split(' ').slice(0, 2).join(' ')) },
      ],
      series: [{}, ...series.map(({ name, colour, fill }): uPlot.Series => ({ label: name, stroke: token(colour), width: 1.5, spanGaps: true, points: { size: 5, show: (drawn, index) => isLone(drawn.data[index]) }, ...(fill === true && { fill: `${token(colour)}22` }) }))],
    };
    const drawn = new uPlot(options, dataOf(at, series), element);
    plot.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: Math.max(120, element.clientWidth), height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
     
  }, [shape, theme, height]);

  useEffect(() => plot.current?.setData(dataOf(at, series)), [at, series]);

  return (
    <figure className={styles.figure}>
      <figcaption className={styles.legend}>
        {series.map(({ name, colour, values }) => (
          <span key={name} style={{ '--colour': `var(${colour})` } as React.CSSProperties}>
            {name} <b>{lastOf(values) === null ? '–' : write(lastOf(values) ?? 0)}</b>
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={`${label}: ${series.map(({ name, values }) => `${name} now ${lastOf(values) === null ? 'unknown' : write(lastOf(values) ?? 0)}`).join(', ')}`} style={{ height }} />
    </figure>
  );
}

function dataOf(at: readonly number[], series: readonly Series[]): uPlot.AlignedData {
  return [[...at], ...series.map(({ values }) => [...values])];
}

function lastOf(values: readonly (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

/** A line needs two points; one alone is drawn as a dot. */
const isLone = (values: readonly (number | null | undefined)[] | uPlot.TypedArray | undefined): boolean => [...(values ?? [])].filter((value) => value !== null && value !== undefined).length === 1;
