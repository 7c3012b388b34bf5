/** Counts over time as stacked areas (uPlot), and the same numbers as a table for whoever cannot or does not want to see them. */
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { usePreferences } from '../data/preferences.ts';
import { useFormat } from '../texts/format.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';

export interface Series {
  label: string;
  /** One value a time; at most five series. */
  values: readonly number[];
}

export interface TimeSeriesProps {
  label: string;
  /** Epoch ms, ascending, evenly spaced. */
  times: readonly number[];
  series: readonly Series[];
  heightPx?: number;
}

const colourOf = (at: number): string =>
  getComputedStyle(document.documentElement)
    .getPropertyValue(`--series-${at + 1}`)
    .trim();
const ofTheme = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Each area stands on those before it. */
const stack = (series: readonly Series[]): number[][] => {
  const sums: number[] = [];
  return series.map(({ values }) =>
    values.map((value, at) => {
      sums[at] = (sums[at] ?? 0) + value;
      return sums[at];
    }),
  );
};

export function TimeSeries({ label, times, series, heightPx = 200 }: TimeSeriesProps) {
  const t = useTexts(partsTexts);
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const [isTable, setTable] = useState(false);
  const { theme } = usePreferences();
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 36 * 3600_000;

  useEffect(() => {
    const parent = box.current;
    if (parent === null || isTable || theme === undefined) return;
    const grid = ofTheme('--line');
    const axis: uPlot.Axis = {
      stroke: ofTheme('--muted'),
      font: '11px "Geist Variable", system-ui',
      grid: { stroke: grid, width: 1 },
      ticks: { show: false },
    };
    // The greatest sum is drawn first, so that the ones below lie over it.
    // The last interval is as wide as the others: its value holds until its end.
    const stacked = stack(series)
      .reverse()
      .map((values) => [...values, values.at(-1) ?? 0]);
    const endMs = (times.at(-1) ?? 0) + (times[1] ?? 0) - (times[0] ?? 0);
    const chart = new uPlot(
      {
        width: parent.clientWidth,
        height: heightPx,
        legend: { show: false },
        cursor: { y: false, points: { show: false } },
        scales: { y: { range: (_chart, _low, high) => [0, Math.max(4, high * 1.08)] } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 30,
            space: 70,
            values: (_chart, ticks) => ticks.map((seconds) => format.short(seconds * 1000, isLong)),
          },
          {
            ...axis,
            size: 44,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000, 1e6],
            values: (_chart, ticks) => ticks.map((tick) => format.count(tick)),
          },
        ],
        series: [
          {},
          ...stacked.map((_values, at) => {
            const colour = colourOf(series.length - 1 - at);
            return {
              stroke: colour,
              fill: ofTheme('--surface') && `color-mix(in oklch, ${colour} 28%, ${ofTheme('--surface')})`,
              width: 1.5,
              points: { show: false },
              paths: uPlot.paths.stepped?.({ align: 1 }),
            };
          }),
        ],
      },
      [[...times, endMs].map((ms) => ms / 1000), ...stacked],
      parent,
    );
    const observer = new ResizeObserver(() => chart.setSize({ width: parent.clientWidth, height: heightPx }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [times, series, heightPx, isTable, theme, format, isLong]);

  return (
    <figure className="m-0 flex flex-col gap-3">
      <figcaption className="sr-only">{label}</figcaption>
      {isTable ? (
        <div className="max-h-64 overflow-auto" role="region" aria-label={label} tabIndex={0}>
          <SeriesTable times={times} series={series} />
        </div>
      ) : (
        <>
          <div ref={box} aria-hidden className="min-w-0" style={{ height: heightPx }} />
          <div className="sr-only">
            <SeriesTable times={times} series={series} />
          </div>
        </>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        {series.map((one, at) => (
          <span key={one.label} className="inline-flex items-center gap-1.5">
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" style={{ fill: `var(--series-${at + 1})` }} />
            </svg>
            {one.label}
            <span className="num text-muted">
              {format.count(one.values.reduce((sum, value) => sum + value, 0))}
            </span>
          </span>
        ))}
        <span className="flex-1" />
        <Button look="quiet" className="no-print h-7! text-xs!" onPress={() => setTable(!isTable)}>
          {isTable ? t.asChart : t.asTable}
        </Button>
      </div>
    </figure>
  );
}

function SeriesTable({ times, series }: Pick<TimeSeriesProps, 'times' | 'series'>) {
  const t = useTexts(partsTexts);
  const format = useFormat();
  return (
    <table className="num w-full text-xs">
      <thead>
        <tr>
          <th className="py-1 text-left font-medium">{t.timeColumn}</th>
          {series.map(({ label }) => (
            <th key={label} className="py-1 text-right font-medium">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {times.map((ms, at) => (
          <tr key={ms} className="border-t border-line">
            <td className="py-1">{format.short(ms, true)}</td>
            {series.map(({ label, values }) => (
              <td key={label} className="py-1 text-right">
                {format.count(values[at] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
