/**
 * The data that comes with the product (`places.bin`, described by `places.json`; made by `npm run geo:build`). It stays
 * on disk: an answer reads three blocks of it, found by an index of which each address family has its own, read when it
 * is first asked for.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Words } from '../lib/address-words.ts';
import { type Bytes, DamagedError, readPackedFile } from './packed-file.ts';
import { type Owner, openOwners } from './packed-owners.ts';
import { openRanges, type RangeTable } from './packed-ranges.ts';

export interface Attribution {
  /** Shown as it stands, linked to `url`: the licences ask for it. */
  text: string;
  url: string;
  licence: string;
}
export interface Manifest {
  file: string;
  sha256: string;
  /** Day the sources were made, `YYYY-MM-DD`. */
  dataDate: string;
  notice: string;
  attributions: Attribution[];
}
export interface BuiltIn {
  /** ISO 3166-1 alpha-2, or null where nothing is known. Throws DamagedError, each time, where the file is no good. */
  country(address: number | Words): string | null;
  /** The network's owner; throws likewise. */
  owner(address: number | Words): Owner | null;
  /** Throws where the manifest is not readable. */
  manifest(): Manifest;
  /** What was not read before can no longer be asked for. */
  close(): void;
}

export const manifestPath = join(import.meta.dirname, 'places.json');

/** Runs once; a failure is kept and thrown again, so that damage costs one reading. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | { error: unknown } | null = null;
  return () => {
    if (!made) {
      try {
        made = { value: make() };
      } catch (error) {
        made = { error };
      }
    }
    if ('error' in made) throw made.error;
    return made.value;
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

function toManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DamagedError('the manifest is not readable');
  }
  const { file, sha256, dataDate, notice, attributions } = (value ?? {}) as Record<string, unknown>;
  if (![file, sha256, dataDate, notice].every(isText) || !Array.isArray(attributions))
    throw new DamagedError('the manifest lacks a field');
  return value as Manifest;
}

interface OpenFile extends Bytes {
  close(): void;
}

/** Read in place, a few hundred bytes at a time: what is asked for often is in the system's page cache. */
function openFile(path: string): OpenFile {
  const file = openSync(path, 'r');
  return {
    size: fstatSync(file).size,
    read(from, length) {
      const bytes = Buffer.allocUnsafe(length);
      if (readSync(file, bytes, 0, length, from) !== length) throw new DamagedError('the file is cut off');
      return bytes;
    },
    close: () => closeSync(file),
  };
}

/** `path` names the manifest; the data file is the one it names, beside it, and is held open from the first question on. */
export function openBuiltIn(path: string = manifestPath): BuiltIn {
  let opened: OpenFile | null = null;
  let isClosed = false;
  const manifest = once(() => toManifest(readFileSync(path, 'utf8')));
  const file = once(() => {
    if (isClosed) throw new Error('the data on places is closed');
    opened = openFile(join(dirname(path), manifest().file));
    return readPackedFile(opened);
  });
  const countries = once(() => file().whole('countries').toString('latin1').split(' '));
  const owners = once(() => openOwners(file().whole('owners-index'), file().part('owners')));
  const ranges = (name: string, width: 1 | 4, limit: () => number): (() => RangeTable) =>
    once(() => openRanges(file().whole(`${name}-index`), width, limit(), file().part(name)));
  const tables = {
    country4: ranges('country-4', 1, () => countries().length),
    country6: ranges('country-6', 4, () => countries().length),
    owner4: ranges('owner-4', 1, () => owners().limit),
    owner6: ranges('owner-6', 4, () => owners().limit),
  };
  const indexAt = (kind: 'country' | 'owner', address: number | Words): number =>
    typeof address === 'number'
      ? tables[`${kind}4`]().valueAt([address])
      : tables[`${kind}6`]().valueAt(address);
  return {
    manifest,
    country(address) {
      const value = indexAt('country', address);
      return value === 0 ? null : countries()[value - 1]!;
    },
    owner(address) {
      const value = indexAt('owner', address);
      return value === 0 ? null : owners().at(value - 1);
    },
    close() {
      isClosed = true;
      opened?.close();
      opened = null;
    },
  };
}
