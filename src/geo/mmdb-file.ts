/** A MaxMind-format file of the user's own, read again when it changes; one that is damaged changes nothing. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CountryResponse, Reader } from 'mmdb-lib';
import type { Owner } from './packed-owners.ts';

/** GeoLite2-City is 60 MB, the largest paid editions some 400. */
const mostBytes = 768 * 1024 * 1024;

interface Loaded {
  reader: Reader<CountryResponse>;
  builtAt: string | null;
  type: string;
}
export interface MmdbFile {
  /** The record of an address (canonical text), or null. What the file cannot answer is null too, and `problem` says so. */
  find(address: string, family: 4 | 6): unknown;
  /** Whether there is one to ask. */
  isLoaded(): boolean;
  state(): { file: string; type: string | null; builtAt: string | null; problem: string | null };
  /** Looks whether the file changed, and reads it. Rejects never. */
  refresh(): Promise<void>;
}

/** Addresses in every part of the tree: a file that cannot answer them is not taken. */
const probes = [
  ...Array.from({ length: 224 }, (_, n) => `${n}.${(n * 37) % 256}.${(n * 101) % 256}.1`),
  ...Array.from({ length: 64 }, (_, n) => `${(0x2000 + n * 0x40).toString(16)}:${(n * 977).toString(16)}::1`),
];

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/** Throws, with a sentence for people, where these bytes are no MaxMind-format file that answers. */
async function load(bytes: Buffer): Promise<Loaded> {
  const { Reader } = await import('mmdb-lib');
  let reader: Reader<CountryResponse>;
  try {
    reader = new Reader<CountryResponse>(bytes);
  } catch (cause) {
    throw new Error('it is not a MaxMind-format file, or is cut off', { cause });
  }
  const { metadata } = reader;
  if (metadata.searchTreeSize + 16 > bytes.length) throw new Error('it is cut off');
  let answered = 0;
  try {
    for (const probe of probes)
      if ((metadata.ipVersion === 6 || !probe.includes(':')) && reader.get(probe) !== null) answered += 1;
  } catch (cause) {
    throw new Error('it is damaged', { cause });
  }
  if (answered === 0) throw new Error('it knows no address of those that were tried');
  const builtAt = metadata.buildEpoch instanceof Date ? metadata.buildEpoch.getTime() : Number.NaN;
  return {
    reader,
    builtAt: Number.isFinite(builtAt) ? new Date(builtAt).toISOString() : null,
    type: String(metadata.databaseType).slice(0, 100),
  };
}

/**
 * `onWarning` gets one sentence for each edition of the file that is not taken, and one when answers fail. Nothing is
 * read before the first `refresh`.
 */
export function createMmdbFile(path: string, onWarning: (message: string) => void): MmdbFile {
  const file = basename(path);
  let loaded: Loaded | null = null;
  let seen = '';
  let problem: string | null = null;
  const refuse = (why: string, keeps = loaded !== null): void => {
    problem = `${file}: ${why}`;
    onWarning(`${problem}; ${keeps ? 'the one read before' : 'the built-in data'} is used`);
  };
  const read = async (): Promise<void> => {
    let edition = 'missing';
    try {
      const before = await stat(path);
      edition = `${before.mtimeMs} ${before.size} ${before.ino}`;
      if (edition === seen) return;
      if (!before.isFile()) throw new Error('it is not a file');
      if (before.size > mostBytes) throw new Error(`it is larger than ${mostBytes / 1024 / 1024} MB`);
      const bytes = await readFile(path);
      const after = await stat(path);
      // Somebody is writing it: the next look finds it whole.
      if (after.mtimeMs !== before.mtimeMs || after.size !== before.size || bytes.length !== before.size)
        return;
      loaded = await load(bytes);
      problem = null;
    } catch (error) {
      if (edition === seen) return;
      refuse(
        isMissing(error) ? 'it is not there' : error instanceof Error ? error.message : 'it is not readable',
      );
    }
    seen = edition;
  };
  let reading: Promise<void> | null = null;
  return {
    find(address, family) {
      if (!loaded || (family === 6 && loaded.reader.metadata.ipVersion !== 6)) return null;
      try {
        return loaded.reader.get(address);
      } catch {
        if (!problem) refuse('it is damaged: some addresses cannot be looked up in it');
        return null;
      }
    },
    isLoaded: () => loaded !== null,
    state: () => ({ file, type: loaded?.type ?? null, builtAt: loaded?.builtAt ?? null, problem }),
    async refresh() {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    },
  };
}

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

const codeOf = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Z]{2}$/.test(value) ? value : null;

/** The country in a record of GeoLite2, GeoIP2, DB-IP, IPinfo or ip-location-db; null where it names none. */
export const toCountry = (record: unknown): string | null =>
  codeOf(part(part(record, 'country'), 'iso_code')) ??
  codeOf(part(record, 'country_code')) ??
  codeOf(part(record, 'country')) ??
  codeOf(part(part(record, 'registered_country'), 'iso_code'));

/** The network's owner in a record of the same makers. */
export function toOwner(record: unknown): Owner | null {
  const told = part(record, 'autonomous_system_number') ?? part(record, 'asn');
  const asn = typeof told === 'string' && /^AS\d{1,10}$/.test(told) ? Number(told.slice(2)) : told;
  if (typeof asn !== 'number' || !Number.isInteger(asn) || asn < 0 || asn > 4_294_967_295) return null;
  const name =
    part(record, 'autonomous_system_organization') ?? part(record, 'as_name') ?? part(record, 'name');
  return {
    asn,
    name: typeof name === 'string' ? name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 200) : '',
  };
}
