/** Directories, tickets, names, time and management: LDAP, Kerberos, DNS, NTP, SNMP, SunRPC. */
import { byteAt, type Hint, isNear, type Protocol, printableAt, toDetail, u16, u32 } from './protocol.ts';

/** Where the content of a BER element that begins at `at` begins; -1 where its length is cut off or absurd. */
function contentOf(wire: string, at: number): number {
  const size = byteAt(wire, at + 1);
  if (size < 0) return -1;
  if (size < 0x80) return at + 2;
  return size > 0x84 || size === 0x80 ? -1 : at + 2 + (size & 0x7f);
}

/** The name in a question that begins at `at`, or null where the bytes are none. */
function questionOf(wire: string, at: number): string | null {
  const labels: string[] = [];
  let from = at;
  for (let step = 0; step < 40; step += 1) {
    const size = byteAt(wire, from);
    if (size < 0 || size > 63) return null;
    if (size === 0) {
      const kind = u16(wire, from + 3);
      return kind === 1 || kind === 3 || kind === 255 || kind === 0x8001 ? labels.join('.') : null;
    }
    labels.push(wire.slice(from + 1, from + 1 + size));
    from += 1 + size;
  }
  return null;
}

function dnsAt(wire: string, at: number, hint: Hint): string | null {
  const flags = u16(wire, at + 2);
  const questions = u16(wire, at + 4);
  if (flags < 0 || (flags & 0xf870) !== 0 || u16(wire, at + 6) !== 0 || u16(wire, at + 8) > 1) return null;
  if (questions === 0) return flags === 0x1000 || isNear(hint, /^dns/i, [53]) ? '' : null;
  return questions === 1 ? questionOf(wire, at + 12) : null;
}

const ntpFirst = new Set([0x0b, 0x13, 0x1b, 0x23, 0xd3, 0xdb, 0xe3]);

export const directories: readonly Protocol[] = [
  {
    name: 'snmp',
    isBinary: true,
    first: '0',
    recognise(wire) {
      const at = contentOf(wire, 0);
      if (at < 0 || byteAt(wire, at) !== 2 || byteAt(wire, at + 1) !== 1) return null;
      const version = byteAt(wire, at + 2);
      if (version === 3 && byteAt(wire, at + 3) === 0x30)
        return { what: 'A device’s management interface was queried (SNMP 3).' };
      if (version > 1 || byteAt(wire, at + 3) !== 4) return null;
      const size = byteAt(wire, at + 4);
      if (!((byteAt(wire, at + 5 + size) & 0xf8) === 0xa0)) return null;
      const detail = toDetail(wire.slice(at + 5, at + 5 + size));
      return {
        what: 'A device’s management interface was queried (SNMP).',
        ...(detail === undefined ? {} : { detail }),
      };
    },
  },
  {
    name: 'ldap',
    isBinary: true,
    first: '0',
    recognise(wire) {
      const at = contentOf(wire, 0);
      if (at < 0 || byteAt(wire, at) !== 2) return null;
      const size = byteAt(wire, at + 1);
      if (size < 1 || size > 4) return null;
      const call = byteAt(wire, at + 2 + size);
      if (![0x42, 0x4a, 0x50, 0x60, 0x63, 0x66, 0x68, 0x77].includes(call)) return null;
      const what =
        call === 0x60
          ? 'A sign-in to a directory was tried (LDAP).'
          : call === 0x63
            ? 'A directory was searched (LDAP).'
            : 'A directory was addressed (LDAP).';
      return { what };
    },
  },
  {
    name: 'kerberos',
    isBinary: true,
    first: '\0\x6a\x6c',
    recognise(wire) {
      const from = byteAt(wire, 0) === 0 ? 4 : 0;
      const kind = byteAt(wire, from);
      const at = contentOf(wire, from);
      if ((kind !== 0x6a && kind !== 0x6c) || at < 0 || byteAt(wire, at) !== 0x30) return null;
      if (!wire.slice(at, at + 12).includes('\xa1\x03\x02\x01\x05')) return null;
      return {
        what: 'A ticket was requested (Kerberos).',
        ...(wire.includes('\x1b\x02NM') ? { probe: 'Nmap' } : {}),
      };
    },
  },
  {
    name: 'netbios-names',
    isBinary: true,
    first: null,
    recognise: (wire) =>
      u16(wire, 4) === 1 && byteAt(wire, 12) === 0x20 && /^[A-P]{32}\0/.test(wire.slice(13, 46))
        ? { what: 'A machine’s NetBIOS names were requested.' }
        : null,
  },
  {
    name: 'dns',
    isBinary: true,
    first: null,
    recognise(wire, hint, length) {
      const isStream = u16(wire, 0) === length - 2;
      const name = (isStream ? dnsAt(wire, 2, hint) : null) ?? dnsAt(wire, 0, hint);
      if (name === null) return null;
      const detail = toDetail(name);
      return { what: 'A name was looked up (DNS).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'ntp',
    isBinary: true,
    first: null,
    recognise(wire, hint, length) {
      const first = byteAt(wire, 0);
      if (/^[\x17\x27]\0\x03[\x2a\x00]/.test(wire))
        return { what: 'A time server was asked for its list of clients (NTP monlist).', detail: 'monlist' };
      if (length === 48 && ntpFirst.has(first) && byteAt(wire, 1) <= 16)
        return { what: 'The time was requested (NTP).' };
      return /^[\x16\x1e\x26][\x01\x02]\0/.test(wire) && length <= 24 && isNear(hint, /^ntp/i, [123])
        ? { what: 'A time server’s state was requested (NTP).' }
        : null;
    },
  },
  {
    name: 'sun-rpc',
    isBinary: true,
    first: null,
    recognise(wire) {
      const at = byteAt(wire, 0) === 0x80 ? 4 : 0;
      return u32(wire, at + 4) === 0 &&
        u32(wire, at + 8) === 2 &&
        u16(wire, at + 12) === 1 &&
        u32(wire, at + 12) >= 100_000
        ? { what: 'A list of RPC services was requested (Sun RPC).' }
        : null;
    },
  },
  {
    name: 'ssdp',
    isBinary: false,
    first: 'MN',
    recognise: (wire) =>
      /^(?:M-SEARCH|NOTIFY) \* HTTP\/1\.[01]/.test(wire)
        ? { what: 'Devices on the network were looked for (SSDP).' }
        : null,
  },
  {
    name: 'ipmi',
    isBinary: true,
    first: '\x06',
    recognise: (wire) =>
      wire.startsWith('\x06\0\xff') && [6, 7].includes(byteAt(wire, 3))
        ? { what: 'A server’s management board was addressed (IPMI).' }
        : null,
  },
  {
    name: 'finger',
    isBinary: false,
    first: null,
    recognise: (wire, hint) =>
      isNear(hint, /^finger/i, [79])
        ? {
            what: 'User information was requested (finger).',
            detail: toDetail(printableAt(wire, 0)) ?? 'all',
          }
        : null,
  },
];
