/** Tables for people. */
import { printable } from './terminal.ts';

const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** Columns as wide as what stands in them, none wider than `widest`; the last as it comes, cut to 80. */
export function tableOf(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  widest = 24,
): string[] {
  const last = heads.length - 1;
  const cells = [heads, ...rows].map((row) =>
    row.map((cell, at) => clip(printable(cell), at === last ? 80 : widest)),
  );
  const widths = heads.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, at) => (at === last ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** `2026-11-01 10:00:02`. */
export const timeCell = (iso: string): string => iso.replace('T', ' ').replace(/\.\d+Z$/, '');
