/** The pinned npm packages the data is made of: fetched, checked against their integrity, and read row by row. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface Package {
  name: string;
  version: string;
  /** Subresource integrity of the tarball, as the registry gives it. */
  integrity: string;
}
const version = '2.3.2026061719';
export const packages = {
  country: {
    name: '@ip-location-db/geo-whois-asn-country',
    version,
    integrity:
      'sha512-9MQ3r2q+GDLwW+Mye5duWnHe3n1qB1ZcNUcM9P58CpdW86Gt44AgfIrem6Pcy/tbCHhQ70RJCLngQQyYnaEjbw==',
  },
  owner: {
    name: '@ip-location-db/asn',
    version,
    integrity:
      'sha512-PpqYi7wyEyWwunXBtl+y3Vi403SvNywotWwvmiYCOUtE0SVol/Sf492Ee+eErEznmGapxEQB2SAfrpXuZ9a+vQ==',
  },
  /** Only to compare with: another file made by the same people of the same data. */
  mmdb: {
    name: '@ip-location-db/geo-whois-asn-country-mmdb',
    version,
    integrity:
      'sha512-xemBDNQl4mCYDuVbqe3jKGKsVDykZGkfvebhtOh/3VGLadq8vsp7t7ontpMUt3hH7sAGT0eLDyJ99SV+0waxZg==',
  },
} as const satisfies Record<string, Package>;

/** The day in the version. */
export const dataDate = version.replace(/^.*\.(\d{4})(\d{2})(\d{2})\d+$/, '$1-$2-$3');

/** Fetches a package into `folder` with the npm client and returns the folder it was unpacked to. */
export function fetchPackage({ name, version, integrity }: Package, folder: string): string {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: folder,
    }),
  ) as { filename: string }[];
  const file = join(folder, packed!.filename);
  const digest = createHash('sha512').update(readFileSync(file)).digest('base64');
  if (`sha512-${digest}` !== integrity) throw new Error(`${name}@${version} is not the file that was pinned`);
  const into = join(folder, name.replace(/\W+/g, '-'));
  mkdirSync(into, { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', into]);
  return join(into, 'package');
}

export interface Row {
  first: bigint;
  last: bigint;
  /** Country code, or the AS number. */
  value: string;
  /** Name of the network's owner; empty for countries. */
  name: string;
}

/** Rows of a `-num.csv` file, as they stand. Throws where one is no range. */
export function readRows(file: string, most: bigint): Row[] {
  const records = parse(readFileSync(file), { relax_column_count: true }) as string[][];
  return records.map(([from = '', to = '', value = '', name = ''], at) => {
    if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) throw new Error(`${file}:${at + 1}: no range`);
    const row = { first: BigInt(from), last: BigInt(to), value, name };
    if (row.first > row.last || row.last > most) throw new Error(`${file}:${at + 1}: no range`);
    return row;
  });
}
