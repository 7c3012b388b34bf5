/** What a framer finds: a parsed record, or the reason why a part of the input is none. */

export interface Framed {
  /** The line that it begins on, from 1. */
  line: number;
  /** Null where there is a problem. */
  record: unknown;
  /** What it was read from, as it came; empty where there is a problem. */
  text: string;
  /** Why it could not be read; null if it was. */
  problem: string | null;
  /** What was mended before it could be read as JSON (nearly-json.ts). */
  mended: readonly string[];
  /** What stood before it on its line and was taken off (line-prefixes.ts); null if nothing did. */
  prefix: LinePrefix | null;
}

export interface LinePrefix {
  /** Of the program that writes it: `CRI`, `syslog`, … */
  name: string;
  /** In UTF-16 units, with the blanks behind it. */
  length: number;
}

const nothing: readonly string[] = [];

export const framed = (
  line: number,
  record: unknown,
  text: string,
  mended = nothing,
  prefix: LinePrefix | null = null,
): Framed => ({ line, record, text, problem: null, mended, prefix });

export const unframed = (line: number, problem: string): Framed => ({
  line,
  record: null,
  text: '',
  problem,
  mended: nothing,
  prefix: null,
});

export const isTooLong = (problem: string): boolean => problem.startsWith('is longer than ');

export const problems = {
  tooLong: (maxBytes: number, sizeBytes: number): string => `is longer than ${maxBytes} bytes (${sizeBytes})`,
  truncated: 'is truncated',
  noRecord: 'is not valid JSON',
  after: 'is text after a record',
  empty: 'is an array without records',
} as const;
