/**
 * IP addresses and networks as four unsigned 32-bit words, so that "lies in" is a comparison of numbers. An IPv4
 * address is held as its mapped form (`::ffff:a.b.c.d`): one order over both families. All reading and writing of
 * addresses is done here; address.ts and network.ts show the same as numbers. Runs in a browser too.
 */

export type Words = readonly [number, number, number, number];

export interface Address {
  family: 4 | 6;
  words: Words;
  /** `eth0` of `fe80::1%eth0`; null where there is none. */
  zone: string | null;
}
export interface Network {
  family: 4 | 6;
  /** 0–32 or 0–128. */
  bits: number;
  first: Words;
  last: Words;
}

const mapped = 0xffff;
const zoneForm = /^[\w.:-]{1,32}$/;

/**
 * The number of a dotted IPv4 address in `text` from `from` up to `to`, or -1: four decimal parts without leading zeros.
 */
export function parseV4(text: string, from = 0, to = text.length): number {
  if (to - from < 7 || to - from > 15) return -1;
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit === -2) {
      if (part < 0 || dots === 3) return -1;
      value = value * 256 + part;
      part = -1;
      dots += 1;
    } else if (digit >= 0 && digit <= 9) {
      if (part === 0) return -1;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return -1;
    } else return -1;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : -1;
}

/** Scratch space of parseV6, filled anew by each call. */
const groups = new Uint16Array(8);

/** Reads the groups of `text` from `from` up to `to` into `groups` from `at` on; how many there were, or -1. */
function readGroups(text: string, from: number, to: number, at: number): number {
  if (from === to) return 0;
  let count = 0;
  for (let start = from; ; ) {
    let value = 0;
    let end = start;
    for (; end < to; end += 1) {
      const code = text.charCodeAt(end);
      const digit =
        code >= 48 && code <= 57
          ? code - 48
          : code >= 97 && code <= 102
            ? code - 87
            : code >= 65 && code <= 70
              ? code - 55
              : -1;
      if (digit < 0) break;
      value = value * 16 + digit;
      if (end - start > 3) return -1;
    }
    if (end < to && text.charCodeAt(end) === 46) {
      // An IPv4 address in dots, which can only be the last.
      const v4 = parseV4(text, start, to);
      if (v4 < 0 || at + count > 6) return -1;
      groups[at + count] = v4 >>> 16;
      groups[at + count + 1] = v4 & 0xffff;
      return count + 2;
    }
    if (end === start || at + count > 7) return -1;
    groups[at + count] = value;
    count += 1;
    if (end === to) return count;
    if (text.charCodeAt(end) !== 58) return -1;
    start = end + 1;
  }
}

/** The words of an IPv6 address without zone, a mapped one included; null where it is none. */
export function parseV6(text: string): Words | null {
  if (text.length < 2 || text.length > 45) return null;
  const gap = text.indexOf('::');
  const head = readGroups(text, 0, gap < 0 ? text.length : gap, 0);
  if (head < 0) return null;
  if (gap < 0) {
    if (head !== 8) return null;
  } else {
    // A dotted part may only end the address.
    if (text.lastIndexOf('.', gap) >= 0) return null;
    const tail = readGroups(text, gap + 2, text.length, head);
    if (tail < 0 || head + tail > 7) return null;
    groups.copyWithin(8 - tail, head, head + tail);
    groups.fill(0, head, 8 - tail);
  }
  const word = (at: number): number => groups[at]! * 65_536 + groups[at + 1]!;
  return [word(0), word(2), word(4), word(6)];
}

export const isMapped = ([a, b, c]: Words): boolean => a === 0 && b === 0 && c === mapped;

/** An address in any usual writing, its zone set apart; a mapped one (`::ffff:…`) is the IPv4 address in it. Null where it is none. */
export function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 >= 0) return { family: 4, words: [0, 0, mapped, v4], zone: null };
  if (!text.includes(':') || text.length > 80) return null;
  const percent = text.indexOf('%');
  const zone = percent < 0 ? null : text.slice(percent + 1);
  if (zone !== null && !zoneForm.test(zone)) return null;
  const words = parseV6(percent < 0 ? text : text.slice(0, percent));
  if (!words) return null;
  return { family: isMapped(words) ? 4 : 6, words, zone };
}

/** The first or last address that shares the first `bits` (of 128) with `words`. */
function edge(words: Words, bits: number, isLast: boolean): Words {
  const cut = (word: number, at: number): number => {
    const kept = Math.min(32, Math.max(0, bits - 32 * at));
    const rest = 2 ** (32 - kept);
    const low = word - (word % rest);
    return isLast ? low + rest - 1 : low;
  };
  return [cut(words[0], 0), cut(words[1], 1), cut(words[2], 2), cut(words[3], 3)];
}

/**
 * A CIDR network (`10.0.0.0/8`, `2001:db8::/32`), or an address, which is a network of one. Bits below the prefix are
 * cut off. Null where it is none: no zones, no masks in dots.
 */
export function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address || address.zone !== null) return null;
  const { family, words } = address;
  const isDotted = family === 4 && !text.includes(':');
  const most = isDotted ? 32 : 128;
  const prefix = slash < 0 ? String(most) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > most) return null;
  const whole = Number(prefix) + (isDotted ? 96 : 0);
  // A network wider than the mapped range is one of IPv6, whatever address it was written with.
  const kind = family === 4 && whole >= 96 ? 4 : 6;
  return {
    family: kind,
    bits: kind === 4 ? whole - 96 : whole,
    first: edge(words, whole, false),
    last: edge(words, whole, true),
  };
}

/** Less than, equal to, or greater than 0, as `a` lies before, at, or after `b`. */
export function compareWords(a: Words, b: Words): number {
  for (let at = 0; at < 4; at += 1) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return 0;
}

export const holds = ({ first, last }: Pick<Network, 'first' | 'last'>, words: Words): boolean =>
  compareWords(first, words) <= 0 && compareWords(words, last) <= 0;

export const toV4Text = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

/** The one way to write it (RFC 5952): lower case, the longest run of zeros left out, IPv4 in dots. */
export function toAddressText(words: Words): string {
  if (isMapped(words)) return toV4Text(words[3]);
  const group = (at: number): number => (at % 2 === 0 ? words[at >> 1]! >>> 16 : words[at >> 1]! & 0xffff);
  let start = -1;
  let length = 1;
  for (let at = 0; at < 8; ) {
    let end = at;
    while (end < 8 && group(end) === 0) end += 1;
    if (end - at > length) {
      start = at;
      length = end - at;
    }
    at = end + 1;
  }
  let text = '';
  for (let at = 0; at < 8; at += 1) {
    if (at === start) {
      text += '::';
      at += length - 1;
    } else text += `${at === 0 || text.endsWith(':') ? '' : ':'}${group(at).toString(16)}`;
  }
  return text;
}

/** `203.0.113.9` for a network of one, else `203.0.113.0/24`. */
export const toNetworkText = ({ family, bits, first }: Network): string =>
  bits === (family === 4 ? 32 : 128) ? toAddressText(first) : `${toAddressText(first)}/${bits}`;

/** 32 lower-case hexadecimal digits: keys of addresses sort as the addresses do, IPv4 among `::ffff:…`. */
export const toAddressKey = (words: Words): string =>
  words.map((word) => word.toString(16).padStart(8, '0')).join('');

/** The same as 16 bytes. */
export function toAddressBytes(words: Words): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (const [at, word] of words.entries()) view.setUint32(4 * at, word);
  return bytes;
}
