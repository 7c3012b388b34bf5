/** Holds the packed file against its sources: it must say of every address tried what a plain scan of all rows says. */
import { type CountryResponse, Reader } from 'mmdb-lib';
import type { BuiltIn } from '../../src/geo/built-in.ts';
import { specialV4, specialV6 } from '../../src/geo/special-ranges.ts';
import { toAddressText, type Words } from '../../src/lib/address-words.ts';
import { createRandom } from '../shell/random.ts';
import { scanNaively } from './flatten.ts';
import type { Row } from './source.ts';

export type Rows = Record<'country-4' | 'country-6' | 'owner-4' | 'owner-6', readonly Row[]>;

const toWords = (address: bigint): Words => {
  const word = (at: bigint): number => Number((address >> (32n * at)) & 0xffffffffn);
  return [word(3n), word(2n), word(1n), word(0n)];
};
const toV4Words = (address: bigint): Words => [0, 0, 0xffff, Number(address)];
const isSpecial = (address: bigint, family: 4 | 6): boolean =>
  family === 4 ? specialV4(Number(address)) !== null : specialV6(toWords(address)) !== null;

/** Addresses to try, ascending: anywhere, and at and beside the edges of rows, where errors would be. */
function addressesOf(rows: readonly Row[], family: 4 | 6, count: number, seed: number): bigint[] {
  const random = createRandom(seed);
  const most = family === 4 ? 2n ** 32n - 1n : 2n ** 128n - 1n;
  const draw = (below: number): number => Math.floor(random() * below);
  const word = (): bigint => BigInt(draw(4_294_967_296));
  const addresses: bigint[] = [0n, most];
  while (addresses.length < count) {
    const row = rows[draw(rows.length)]!;
    const inside = row.first + (((word() << 64n) | word()) % (row.last - row.first + 1n));
    for (const address of [
      row.first,
      row.last,
      row.first - 1n,
      row.last + 1n,
      inside,
      family === 4 ? word() : (2n << 124n) | (word() << 93n),
    ])
      if (address >= 0n && address <= most) addresses.push(address);
  }
  return addresses.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const told = (built: BuiltIn, name: keyof Rows, address: bigint): string => {
  const at = name.endsWith('4') ? Number(address) : toWords(address);
  return name.startsWith('country') ? (built.country(at) ?? '') : String(built.owner(at)?.asn ?? '');
};

/** Throws at the first address on which they differ. */
export function checkAgainstRows(built: BuiltIn, rows: Rows, count: number): string[] {
  return (['country-4', 'country-6', 'owner-4', 'owner-6'] as const).map((name, seed) => {
    const addresses = addressesOf(rows[name], name.endsWith('4') ? 4 : 6, count, seed + 1);
    const expected = scanNaively(rows[name], addresses);
    for (const [n, address] of addresses.entries())
      if (told(built, name, address) !== expected[n])
        throw new Error(`${name} ${address}: ${told(built, name, address)}, the rows say ${expected[n]}`);
    return `${name}: ${addresses.length} addresses as the rows say`;
  });
}

/**
 * How often another file of the same data agrees on public addresses, half of them anywhere and half inside rows;
 * throws where that is less than 99 of 100.
 */
export function checkAgainstMmdb(built: BuiltIn, file: Buffer, rows: Rows, count: number): string[] {
  const reader = new Reader<CountryResponse>(file);
  return ([4, 6] as const).map((family) => {
    const random = createRandom(77);
    const word = (): number => Math.floor(random() * 4_294_967_296);
    const source = rows[`country-${family}`];
    const draw = (): Words => {
      if (random() < 0.5) {
        const { first, last } = source[Math.floor(random() * source.length)]!;
        const offset = ((BigInt(word()) << 64n) | BigInt(word())) % (last - first + 1n);
        return family === 4 ? toV4Words(first + offset) : toWords(first + offset);
      }
      return family === 4 ? [0, 0, 0xffff, word()] : [0x20000000 + (word() >>> 4), word(), word(), word()];
    };
    let same = 0;
    let tried = 0;
    let known = 0;
    const differing: string[] = [];
    while (tried < count) {
      const words = draw();
      const address = family === 4 ? words[3] : words;
      if (typeof address === 'number' ? specialV4(address) : specialV6(address)) continue;
      tried += 1;
      const text = toAddressText(words);
      // This file writes the code plainly, not as GeoLite2 does.
      const record: unknown = reader.get(text);
      const theirs = (record as { country_code?: string } | null)?.country_code ?? null;
      const ours = built.country(address);
      if (ours !== null) known += 1;
      if (theirs === ours) same += 1;
      else if (differing.length < 3) differing.push(`${text} ${ours} / ${theirs}`);
    }
    if (same < 0.99 * count) throw new Error(`only ${same} of ${count} as the mmdb file says: ${differing}`);
    return `IPv${family}: ${same} of ${count} addresses (${known} with a country) as the mmdb file says ${differing.join(', ')}`;
  });
}

/** Lines `address,country,AS number` for the test of the file that is in the repository. */
export function sampleOf(rows: Rows, count: number): string {
  const lines = ([4, 6] as const).flatMap((family) => {
    const addresses = addressesOf(rows[`owner-${family}`], family, count, 40 + family).filter(
      (address) => !isSpecial(address, family),
    );
    const countries = scanNaively(rows[`country-${family}`], addresses);
    const owners = scanNaively(rows[`owner-${family}`], addresses);
    return addresses.map((address, n) => {
      const words = family === 4 ? toV4Words(address) : toWords(address);
      return `${toAddressText(words)},${countries[n]},${owners[n]}\n`;
    });
  });
  return lines.join('');
}
