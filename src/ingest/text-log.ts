/**
 * Logs of lines that are not JSON: servers' own sign-ins, CEF and LEEF, what honeypots write for people, JSON within a
 * text, and tables (CSV). Every line comes out as an event, as skipped, or as invalid with a reason.
 */
import { parse } from 'csv-parse/sync';
import { AppError } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { toRaw } from '../core/raw-record.ts';
import { toText } from './framing/decode.ts';
import { maxRecordBytes } from './framing/framer.ts';
import { criPartOf, linePrefixOf } from './framing/line-prefixes.ts';
import { parseHoneypotLine } from './honeypot-line.ts';
import { lineTimeOf } from './line-time.ts';
import { noRecordReason, readLogLine } from './log-line.ts';
import { hasSource } from './other-sensor.ts';
import { readSensorValues } from './read-values.ts';
import { createRepeatNamer, recordId } from './record-id.ts';
import { skippedReason } from './record-reader.ts';
import { parseSyslog, withoutEnd } from './syslog-message.ts';

/** One line, or one of several events that it tells of. */
export type LineEntry =
  | { line: number; status: 'draft'; draft: DraftEvent; unknown: string | null }
  | { line: number; status: 'skipped' | 'invalid'; reason: string };

/** Lines of other programs in a log that many write to. */
export const otherLineReason = 'is a line about something else';
/** A sign-in that succeeded, or one that another line tells of. */
export const knownReason = 'is no attempt, or told of in another line';

/** Lines that decide what a file is. */
const headLines = 50;
const startsJson = (line: string): boolean => {
  const prefix = linePrefixOf(line);
  const text = criPartOf(line)?.text ?? (prefix === null ? line : line.slice(prefix.length));
  return /^\ufeff?\s*(?:\{\s*(?:$|["}])|\[\s*(?:$|[[{])|\u001e)/.test(text);
};

/** The columns of a table of visits, or null where the line names none. */
export function columnsOf(line: string): string[] | null {
  if (!line.includes(',') || line.length > 2000) return null;
  const names = line
    .replace(/^\ufeff/, '')
    .split(',')
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  const isNamed = names.every((name) => /^[\w.@ -]{1,60}$/.test(name) && !/^\d/.test(name));
  return isNamed && hasSource(Object.fromEntries(names.map((name) => [name, 'x']))) ? names : null;
}

/**
 * Whether a file is one of lines, by its beginning (`isWhole`: by all of it). A first line that is text does not make it
 * one: sensors' logs of JSON begin with messages of their own.
 */
export function isTextLog(head: string, isWhole: boolean): boolean {
  const all = head.split(/[\n\0]/);
  if (!isWhole) all.pop();
  const lines = all.map(withoutEnd).filter((line) => line !== '');
  if (lines.length === 0) return false;
  // Datagrams one behind the other, each ended by a NUL.
  if (/\0<\d{1,3}>/.test(head)) return true;
  return !lines.slice(0, headLines).some(startsJson);
}

const cefOrLeef = /(?:^|\s)(?:CEF:\d|LEEF:\d)/;
/** `message repeated 2 times: [ … ]`: how often, and what. */
const repeated = /^message repeated (\d{1,5}) times: \[ ?(.*)\]$/s;
const mostRepeats = 100;

export interface TextLog {
  push(bytes: Uint8Array): LineEntry[];
  end(): LineEntry[];
}

/** `latestIso`: about when the last line was written; the time of lines before the first that has one. */
export function createTextLog(latestIso: string): TextLog {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let number = 0;
  let columns: string[] | null = null;
  let lastTime = latestIso;
  let hasTimes = false;
  /** Equal lines of the same second are as many events. */
  const nameRepeat = createRepeatNamer('native');

  const invalid = (reason: string): LineEntry => ({ line: number, status: 'invalid', reason });
  const fromRead = (read: ReturnType<typeof readLogLine>, text: string): LineEntry[] => {
    const unknown = read.problems.find(({ kind }) => kind === 'unknown_record')?.reason ?? null;
    const isJson = startsJson(text);
    const out: LineEntry[] = read.drafts.map((draft) => ({
      line: number,
      status: 'draft',
      draft: {
        ...draft,
        event_id: isJson ? draft.event_id : nameRepeat(draft.event_id ?? recordId(text)),
        raw: toRaw(text),
      },
      unknown,
    }));
    for (let skipped = 0; skipped < read.skipped; skipped++)
      out.push({ line: number, status: 'skipped', reason: isJson ? skippedReason : knownReason });
    for (const { kind, reason } of read.problems)
      if (kind === 'rejected')
        out.push(
          isLineOfAnother(text, reason)
            ? { line: number, status: 'skipped', reason: otherLineReason }
            : invalid(reason),
        );
    return out;
  };
  /** In a log of many programs, of which sign-ins alone matter; lines without a time go on from the one before. */
  const isLineOfAnother = (text: string, reason: string): boolean =>
    reason === noRecordReason && (parseSyslog(text).app !== '' || (hasTimes && !startsJson(text)));

  const readRow = (line: string): LineEntry[] => {
    const [cells = []] = parse(line, {
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: maxRecordBytes,
    }) as string[][];
    const names = columns ?? [];
    if (cells.length !== names.length)
      return [invalid(`has ${cells.length} columns instead of ${names.length}`)];
    const row: JsonObject = Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
    return fromRead(readSensorValues([row], lastTime), line);
  };

  const readLine = (text: string): LineEntry[] => {
    const time = lineTimeOf(text, latestIso);
    lastTime = time ?? lastTime;
    hasTimes ||= time !== null;
    const honeypot = parseHoneypotLine(text, lastTime);
    if (honeypot === null) return [{ line: number, status: 'skipped', reason: skippedReason }];
    if (honeypot !== undefined) {
      const draft = { ...honeypot, event_id: nameRepeat(recordId({ text, lastTime })), raw: toRaw(text) };
      return [{ line: number, status: 'draft', draft, unknown: null }];
    }
    if (text.startsWith('"')) {
      const inner: unknown = JSON.parse(text);
      return fromRead(readSensorValues([inner], lastTime), text);
    }
    const parsed = parseSyslog(text);
    // A name with a colon behind a time could be a program's, and is CEF's or LEEF's own.
    const message = cefOrLeef.test(text.slice(0, 200)) ? { ...parsed, message: text } : parsed;
    const repeat = repeated.exec(message.message);
    if (repeat === null) return fromRead(readLogLine(message, lastTime), text);
    const once = fromRead(readLogLine({ ...message, message: repeat[2] ?? '' }, lastTime), text);
    const times = Math.min(mostRepeats, Number(repeat[1]));
    return Array.from({ length: times }, (_, at) =>
      once.map((entry) =>
        entry.status === 'draft'
          ? { ...entry, draft: { ...entry.draft, event_id: recordId({ text, lastTime, at }) } }
          : entry,
      ),
    ).flat();
  };

  const take = (bytes: Uint8Array): LineEntry[] => {
    number += 1;
    if (bytes.length > maxRecordBytes) return [invalid(`is longer than ${maxRecordBytes} bytes`)];
    const text = withoutEnd(toText(bytes)).replace(/^\ufeff/, '');
    if (text === '') return [];
    if (number === 1) {
      columns = columnsOf(text);
      if (columns !== null) return [{ line: 1, status: 'skipped', reason: 'names the columns' }];
    }
    try {
      return columns === null ? readLine(text) : readRow(text);
    } catch (error) {
      if (error instanceof AppError) return [invalid(error.detail)];
      if (error instanceof SyntaxError) return [invalid('is not valid JSON')];
      if ((error as { code?: unknown }).code !== undefined) return [invalid('is no row of a table')];
      throw error;
    }
  };

  /** A line that never ends is dropped but for its size. */
  const hold = (bytes: Uint8Array): void => {
    if (heldBytes <= maxRecordBytes) held.push(bytes.slice());
    heldBytes += bytes.length;
  };
  const takeHeld = (): LineEntry[] => {
    const bytes = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return take(bytes);
  };

  /**
   * A NUL ends a datagram, which begins with its priority, and is nothing where a line has not begun (a log cut while it was
   * written). Anywhere else it is part of the line: a visitor must not hide what follows it.
   */
  const nulEnds = (bytes: Uint8Array, from: number, at: number): boolean =>
    heldBytes > 0 ? held[0]?.[0] === 60 : at === from || bytes[from] === 60;

  return {
    push(bytes) {
      const out: LineEntry[] = [];
      let from = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at];
        if (byte !== 10 && !(byte === 0 && nulEnds(bytes, from, at))) continue;
        if (heldBytes > 0) {
          hold(bytes.subarray(from, at));
          out.push(...takeHeld());
        } else out.push(...take(bytes.subarray(from, at)));
        // A NUL behind a line's end is no line of its own.
        if (byte === 0 && at === from) number -= 1;
        from = at + 1;
      }
      if (from < bytes.length) hold(bytes.subarray(from));
      return out;
    },
    end: () => (heldBytes > 0 ? takeHeld() : []),
  };
}
