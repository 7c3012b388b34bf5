/** From the bytes of one file to events: framed, read by the format, each with an id that it has whenever it is read. */
import type { DraftEvent } from '../../core/event.ts';
import { toRaw } from '../../core/raw-record.ts';
import { FoundPart } from '../../ingest/any-sensor.ts';
import { createFramer } from '../../ingest/framing/framer.ts';
import { recordId } from '../../ingest/record-id.ts';
import { type BatchRules, createRecordReader } from '../../ingest/record-reader.ts';

export interface Found {
  drafts: DraftEvent[];
  /** The line of each draft, from 1. */
  lines: number[];
  records: number;
  skipped: number;
  problems: { line: number; reason: string }[];
  /** Types of records that are not known, in a few words. */
  unknown: string[];
}

export interface LogLines {
  /** Bytes in order; a line may come in several pieces. */
  push(bytes: Uint8Array): Found;
  /** What is left is all that will ever come. */
  end(): Found;
  /** Whether nothing is held, so that another could go on here. */
  isIdle(): boolean;
}

/**
 * Sensors whose times are as coarse as a second write equal records of two events; the place in the file tells them
 * apart, and it is the same after a rotation.
 */
const needsPlace = (format: string | null): boolean => format === null || format === 'native';

/** `format` as it was named, or null where the rules find it; `firstLine` = the lines before the first byte. */
export function createLogLines(rules: BatchRules, format: string | null, firstLine: number): LogLines {
  const framer = createFramer();
  const reader = createRecordReader(rules);
  let lastLine = 0;
  let ordinal = 0;

  const toFound = (entries: ReturnType<typeof reader.read>): Found => {
    const found: Found = { drafts: [], lines: [], records: 0, skipped: 0, problems: [], unknown: [] };
    for (const entry of entries) {
      const line = firstLine + (entry.line ?? 0);
      ordinal = line === lastLine ? ordinal + 1 : 0;
      lastLine = line;
      found.records += 1;
      if (entry.status === 'skipped') found.skipped += 1;
      else if (entry.status === 'invalid') found.problems.push({ line, reason: entry.reason });
      else {
        const { record } = entry;
        const isFound = record instanceof FoundPart;
        const part = isFound ? record.part : record;
        if (isFound && record.unknown !== null) found.unknown.push(record.unknown);
        const placed = needsPlace(isFound ? record.format : format);
        entry.draft.event_id ??= recordId(placed ? { part, line, ordinal } : part);
        if ((isFound ? record.format : format) !== 'native') entry.draft.raw ??= toRaw(entry.text);
        found.drafts.push(entry.draft);
        found.lines.push(line);
      }
    }
    return found;
  };

  return {
    push: (bytes) => toFound(framer.push(bytes).flatMap((one) => reader.read(one, one.line))),
    end: () => toFound([...framer.end().flatMap((one) => reader.read(one, one.line)), ...reader.end()]),
    isIdle: () => framer.isIdle() && reader.isIdle(),
  };
}
