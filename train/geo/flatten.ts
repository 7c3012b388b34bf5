/** Rows that overlap become ranges that do not, and a slow, plain answer to hold the fast one against. */
import type { Row } from './source.ts';

export interface Flat {
  starts: bigint[];
  /** '' where no row says anything. */
  values: string[];
  /** Rows that begin inside an earlier one: the sources hold thousands, an error of theirs. */
  overlaps: number;
}

/**
 * Of the rows that hold an address the one that begins last speaks, of those the shortest, of those the last: a range
 * cut out of a wider one is the exception to it.
 */
export function flatten(rows: readonly Row[], most: bigint): Flat {
  const sorted = [...rows].sort((a, b) =>
    a.first !== b.first ? (a.first < b.first ? -1 : 1) : a.last === b.last ? 0 : a.last > b.last ? -1 : 1,
  );
  const starts: bigint[] = [];
  const values: string[] = [];
  const begin = (start: bigint, value: string): void => {
    if (start > most) return;
    if (starts.at(-1) === start) {
      starts.pop();
      values.pop();
    }
    if (values.at(-1) === value) return;
    starts.push(start);
    values.push(value);
  };
  const open: Row[] = [];
  const closeBefore = (address: bigint | null): void => {
    for (let top = open.at(-1); top && (address === null || top.last < address); top = open.at(-1)) {
      const next = top.last + 1n;
      while (open.length > 0 && open.at(-1)!.last < next) open.pop();
      begin(next, open.at(-1)?.value ?? '');
    }
  };
  let overlaps = 0;
  begin(0n, '');
  for (const row of sorted) {
    closeBefore(row.first);
    if (open.length > 0) overlaps += 1;
    open.push(row);
    begin(row.first, row.value);
  }
  closeBefore(null);
  return { starts, values, overlaps };
}

/** What the rows say about each address, by looking at every row: for checks only. Addresses ascend. */
export function scanNaively(rows: readonly Row[], addresses: readonly bigint[]): string[] {
  const best: (Row | null)[] = addresses.map(() => null);
  for (const row of rows) {
    // The addresses in this row: the first not below it, found by halving, and those after it.
    let low = 0;
    let high = addresses.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (addresses[mid]! < row.first) low = mid + 1;
      else high = mid;
    }
    for (let at = low; at < addresses.length && addresses[at]! <= row.last; at += 1) {
      const known = best[at];
      const isCloser =
        !known || row.first > known.first || (row.first === known.first && row.last <= known.last);
      if (isCloser) best[at] = row;
    }
  }
  return best.map((row) => row?.value ?? '');
}
