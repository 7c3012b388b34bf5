/** Hashed features of a session's statements, each with its context. No text is joined: atoms are hashed once and mixed. */
import { type SessionSummary, tactics } from './classify.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './split.ts';

export const tableBits = 15;
export const tableSize = 1 << tableBits;
/** Changes whenever the features do: a model is read only by the features it was trained on. */
export const featureSet = 'shell-2';

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash;
}

/** One feature of up to three atoms; `kind` keeps kinds apart. */
export function mix(kind: number, a: number, b = 0): number {
  let hash = Math.imul(kind ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(a, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.imul(b, 0x27d4eb2f), 0x165667b1);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}

const separators: Record<string, number> = { '': 1, ';': 2, '|': 3, '||': 4, '&&': 5 };
const purposes: readonly SessionSummary['purpose'][] = [
  'run',
  'destroy',
  'leave',
  'account',
  'fetch',
  'receive',
  'write',
  'look',
  'say',
];
const edge = 77;

/** Atoms that a statement is asked for again and again. */
export interface Atoms {
  command: number;
  words: number[];
  reading: Reading;
}

export const toAtoms = (reading: Reading): Atoms => ({
  command: hashOf(reading.command),
  words: reading.words.map(hashOf),
  reading,
});

const sizeOf = (count: number): number => (count <= 3 ? count : count <= 6 ? 4 : count <= 15 ? 5 : 6);

/** Places in the table of statement `at`'s features. */
export function featurePlaces(
  all: readonly Atoms[],
  statements: readonly Statement[],
  summary: SessionSummary,
  at: number,
): number[] {
  const { command, words, reading } = all[at]!;
  const { classes, marks } = reading;
  const found: number[] = [];
  const add = (kind: number, a: number, b = 0): void => {
    found.push(mix(kind, a, b) & (tableSize - 1));
  };
  add(1, 0);
  add(2, command);
  add(3, command, words[0] ?? edge);
  for (const number of classes) add(4, number);
  for (const mark of marks) {
    add(5, mark);
    add(6, command, mark);
    for (const number of classes) add(7, number, mark);
  }
  for (const word of words) add(8, word);
  const before = separators[statements[at]!.before] ?? 0;
  const after = at + 1 < statements.length ? (separators[statements[at + 1]!.before] ?? 0) : 0;
  add(9, before);
  add(10, after);
  add(11, before, command);
  add(12, after, command);
  for (const offset of [-1, 1]) {
    const kind = offset < 0 ? 20 : 30;
    const other = all[at + offset];
    if (!other) {
      add(kind, edge);
      add(kind + 1, edge, command);
      continue;
    }
    add(kind, other.command);
    add(kind + 1, other.command, command);
    for (const number of other.reading.classes) {
      add(kind + 2, number);
      for (const mine of classes) add(kind + 3, number, mine);
    }
    for (const mark of other.reading.marks) add(kind + 4, mark);
  }
  const size = sizeOf(summary.count);
  const flags =
    (summary.runs ? 1 : 0) + (summary.fetches ? 2 : 0) + (summary.accounts ? 4 : 0) + (summary.keys ? 8 : 0);
  const purpose = purposes.indexOf(summary.purpose);
  add(40, size);
  add(41, flags);
  add(42, size, command);
  add(43, flags, command);
  const sinceRun = summary.runAt < 0 ? 0 : at > summary.runAt ? 1 : 2;
  for (const number of classes) {
    add(44, size, number);
    add(45, flags, number);
    add(46, sinceRun, number);
    add(47, purpose, number);
  }
  add(48, sinceRun);
  add(49, summary.fetchAt < 0 ? 0 : at < summary.fetchAt ? 1 : 2);
  add(50, (summary.looks ? 1 : 0) + (summary.modes ? 2 : 0));
  const guess = tactics.indexOf(summary.guesses[at]!);
  const last = at > 0 ? tactics.indexOf(summary.guesses[at - 1]!) : edge;
  const next = at + 1 < all.length ? tactics.indexOf(summary.guesses[at + 1]!) : edge;
  add(60, guess);
  add(61, guess, summary.kind);
  add(62, summary.kind);
  add(63, guess, size);
  add(64, guess, command);
  add(65, guess, last);
  add(66, guess, next + 200);
  add(67, purpose);
  add(68, guess, purpose);
  add(69, purpose, command);
  if (at === 0) add(70, command);
  if (at === summary.count - 1) add(71, command);
  return found;
}
