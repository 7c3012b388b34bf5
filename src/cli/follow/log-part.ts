/** One open file of a log, read in order. The descriptor stays open, so that neither a new name nor its removal loses a byte. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { BatchRules } from '../../ingest/record-reader.ts';
import { createLogLines, type Found, type LogLines } from './log-lines.ts';
import { bytesAt, type Mark, markAt, matches, start } from './mark.ts';

const pieceBytes = 128 * 1024;
/** A record cannot be longer (ingest/framing/framer.ts), so that nothing waits for its end after this. */
const mostHeldBytes = 4 * 1024 * 1024;
/** Enough to tell two files apart that begin with the same heading. */
const beginBytes = 16 * 1024;
const lineEnd = 10;
/** One for all: what was read of one file is parsed before the next is read. */
const piece = Buffer.allocUnsafe(pieceBytes);

export interface PartParts {
  fd: number;
  ino: string;
  path: string;
  name: string;
  mark: Mark;
  rules: BatchRules;
  format: string | null;
}

export type Read =
  | { kind: 'found'; found: Found }
  /** All whole lines were read. */
  | { kind: 'end' }
  /** It is not the file any more that was read so far. */
  | { kind: 'changed' };

export class LogPart {
  readonly fd: number;
  ino: string;
  path: string;
  name: string;
  /** Up to here it was read; the lines of a record that has not ended included. */
  reached: Mark;
  /** Up to here nothing is held: from here another process can go on. */
  safe: Mark;
  /** Up to here the server has it. */
  stored: Mark;
  /** What was there before this size is backlog. */
  backlogBytes: number;
  #lines: LogLines;
  readonly #rules: BatchRules;
  readonly #format: string | null;

  constructor({ fd, ino, path, name, mark, rules, format }: PartParts) {
    this.fd = fd;
    this.ino = ino;
    this.path = path;
    this.name = name;
    this.reached = mark;
    this.safe = mark;
    this.stored = mark;
    this.backlogBytes = 0;
    this.#rules = rules;
    this.#format = format;
    this.#lines = createLogLines(rules, format, mark.line);
  }

  sizeBytes(): number {
    return fstatSync(this.fd).size;
  }

  isIntact(): boolean {
    return matches(this.fd, this.reached);
  }

  /**
   * What it begins with, while nothing of it was read; null later. A file that was read is known by its mark, but one that
   * was not could be copied, emptied and written again without a sign: who reads it looks for its copy in between.
   */
  beginning(): Buffer | null {
    return this.reached.offset > 0 ? null : bytesAt(this.fd, 0, beginBytes);
  }

  /**
   * The events of the next whole lines. Half a line is never read, but in pieces where it is longer than any buffer.
   * `beginning` = what it began with, where nothing was read yet.
   */
  read(beginning: Buffer | null): Read {
    const { offset, line } = this.reached;
    const count = readSync(this.fd, piece, 0, pieceBytes, offset);
    const isOther =
      beginning !== null && !piece.subarray(0, Math.min(count, beginning.length)).equals(beginning);
    if (isOther || !this.isIntact()) return { kind: 'changed' };
    if (count === 0) return { kind: 'end' };
    const end = piece.subarray(0, count).lastIndexOf(lineEnd) + 1;
    if (end === 0 && count < pieceBytes) return { kind: 'end' };
    const bytes = piece.subarray(0, end === 0 ? count : end);
    let lines = 0;
    for (let at = bytes.indexOf(lineEnd); at !== -1; at = bytes.indexOf(lineEnd, at + 1)) lines += 1;
    const reached = markAt(this.fd, offset + bytes.length, line + lines);
    // Between the two it may have been emptied and written again: then this was no mark of what was read.
    if (!this.isIntact()) return { kind: 'changed' };
    const found = this.#lines.push(Buffer.from(bytes));
    this.reached = reached;
    const isSafe = end > 0 && (this.#lines.isIdle() || reached.offset - this.safe.offset > mostHeldBytes);
    if (isSafe) this.safe = reached;
    return { kind: 'found', found };
  }

  /** The file is finished: its last line, too, where it has no end. */
  finish(): Found {
    const left = this.sizeBytes() - this.reached.offset;
    const count = left > 0 ? readSync(this.fd, piece, 0, Math.min(left, pieceBytes), this.reached.offset) : 0;
    const found = count > 0 ? this.#lines.push(Buffer.from(piece.subarray(0, count))) : null;
    const rest = this.#lines.end();
    this.reached = markAt(this.fd, this.reached.offset + count, this.reached.line + (count > 0 ? 1 : 0));
    this.safe = this.reached;
    return found === null ? rest : joined(found, rest);
  }

  /** Reads on from the beginning: the file was emptied. What was held comes back. */
  restart(): Found {
    const rest = this.#lines.end();
    this.reached = start;
    this.safe = start;
    this.stored = start;
    this.backlogBytes = 0;
    this.#lines = createLogLines(this.#rules, this.#format, 0);
    return rest;
  }

  /** `other` is a copy of what this file was: it goes on where this one stopped, and this one begins again. */
  continueIn(other: LogPart): void {
    other.reached = this.reached;
    other.safe = this.safe;
    other.stored = this.stored;
    other.#lines = this.#lines;
    this.#lines = createLogLines(this.#rules, this.#format, 0);
    this.restart();
  }

  close(): void {
    closeSync(this.fd);
  }
}

const joined = (one: Found, other: Found): Found => ({
  drafts: [...one.drafts, ...other.drafts],
  lines: [...one.lines, ...other.lines],
  records: one.records + other.records,
  skipped: one.skipped + other.skipped,
  problems: [...one.problems, ...other.problems],
  unknown: [...one.unknown, ...other.unknown],
});
