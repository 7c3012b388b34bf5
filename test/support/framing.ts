/** Reads whole inputs through the one reader, as a file and as a request, and shows what became of each record. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { EventFormat } from '../../src/core/format.ts';
import { findFormat } from '../../src/ingest/index.ts';
import { type BatchEntry, readBatches } from '../../src/ingest/read-batch.ts';

const folder = join(import.meta.dirname, '../ingest/inputs');

export const inputOf = (name: string): Buffer => readFileSync(join(folder, name));

export const formatOf = (name: string): EventFormat => findFormat(name) ?? assert.fail(name);

/** The entries of an input, cut into chunks of `size` bytes. */
export async function entriesOf(
  format: string,
  input: string | Buffer,
  size = 1 << 20,
): Promise<BatchEntry[]> {
  const bytes = Buffer.from(input);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  const out: BatchEntry[] = [];
  for await (const entries of readBatches(Readable.from(chunks, { objectMode: true }), formatOf(format)))
    out.push(...entries);
  return out;
}

/** One line an entry: where it is, and the event's payload or the reason. */
export const shown = (entries: readonly BatchEntry[]): string[] =>
  entries.map((entry) =>
    entry.status === 'draft'
      ? `${entry.line}: ${entry.draft.payload}`
      : `${entry.line}: ${entry.status}: ${entry.reason}`,
  );

/** The same, read in one piece and in small ones: the answer must not depend on it. */
export async function read(format: string, input: string | Buffer): Promise<string[]> {
  const whole = shown(await entriesOf(format, input));
  for (const size of [1, 7, 61])
    assert.deepEqual(shown(await entriesOf(format, input, size)), whole, `in pieces of ${size} bytes`);
  return whole;
}

let microsecond = 0;
/** A record of Cowrie whose draft has the payload `user:secret`. */
export function login(user: string, more: object = {}): string {
  microsecond += 1;
  return JSON.stringify({
    eventid: 'cowrie.login.failed',
    timestamp: `2026-11-20T10:00:00.${String(microsecond).padStart(6, '0')}Z`,
    src_ip: '203.0.113.41',
    session: 'c0ffee',
    username: user,
    password: 'secret',
    ...more,
  });
}
