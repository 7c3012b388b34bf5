/**
 * The data that comes with the product (`places.bin`, described by `places.json`; made by `npm run geo:build`). Nothing
 * is read before the first question, and of the two address families only the one that was asked for.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Words } from '../lib/address-words.ts';
import { type Bytes, readPackedFile } from './packed-file.ts';
import { DamagedError, unpackRanges } from './packed-ranges.ts';
import { type Ranges, valueAt32, valueAt128 } from './ranges.ts';

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
export interface Owner {
  asn: number;
  name: string;
}
export interface BuiltIn {
  /** ISO 3166-1 alpha-2, or null where nothing is known. Throws DamagedError, each time, where the file is no good. */
  country(address: number | Words): string | null;
  /** The network's owner; throws likewise. */
  owner(address: number | Words): Owner | null;
  /** Throws where the manifest is not readable. */
  manifest(): Manifest;
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

/** Opened for each part, so that nothing of the file stays in memory and none is held open. */
const bytesOf = (path: string): Bytes => ({
  size: statSync(path).size,
  read(from, length) {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafeSlow(length);
      if (readSync(file, bytes, 0, length, from) !== length) throw new DamagedError('the file is cut off');
      return bytes;
    } finally {
      closeSync(file);
    }
  },
});

/** Holds no file open. `path` names the manifest; the data file is the one it names, beside it. */
export function createBuiltIn(path: string = manifestPath): BuiltIn {
  const manifest = once(() => toManifest(readFileSync(path, 'utf8')));
  const section = once(() => readPackedFile(bytesOf(join(dirname(path), manifest().file))));
  const countries = once(() => section()('countries').toString('latin1').split(' '));
  const numbers = once(() => {
    const bytes = section()('owner-numbers');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length - (bytes.length % 4));
    return Uint32Array.from({ length: view.byteLength / 4 }, (_, n) => view.getUint32(4 * n, true));
  });
  const names = once(() => {
    const bytes = section()('owner-names');
    const lengths = section()('owner-name-sizes');
    const ends = new Uint32Array(lengths.length);
    let end = 0;
    for (let n = 0; n < ends.length; n += 1) {
      end += lengths[n]!;
      ends[n] = end;
    }
    if (ends.length !== numbers().length || end !== bytes.length)
      throw new DamagedError('names of owners are missing');
    return { bytes, ends };
  });
  const ranges = (name: string, width: 1 | 4, count: () => number): (() => Ranges) =>
    once(() => unpackRanges(section()(name), width, count()));
  const tables = {
    country4: ranges('country-4', 1, () => countries().length),
    country6: ranges('country-6', 4, () => countries().length),
    owner4: ranges('owner-4', 1, () => numbers().length),
    owner6: ranges('owner-6', 4, () => numbers().length),
  };
  const indexAt = (kind: 'country' | 'owner', address: number | Words): number =>
    typeof address === 'number'
      ? valueAt32(tables[`${kind}4`](), address)
      : valueAt128(tables[`${kind}6`](), address);
  return {
    manifest,
    country(address) {
      const value = indexAt('country', address);
      return value === 0 ? null : countries()[value - 1]!;
    },
    owner(address) {
      const value = indexAt('owner', address);
      if (value === 0) return null;
      const { bytes, ends } = names();
      const from = value === 1 ? 0 : ends[value - 2]!;
      return { asn: numbers()[value - 1]!, name: bytes.toString('utf8', from, ends[value - 1]!) };
    },
  };
}
