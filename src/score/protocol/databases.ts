import { byteAt, isNear, le16, le32, type Protocol, printableAt, toDetail, u16, u32 } from './protocol.ts';

const redisWords =
  /^(?:info|ping|config|client|command|keys|dbsize|slaveof|replicaof|module|eval|save|flushall|flushdb|auth|set|get|select|quit|hello|cluster|lastsave|monitor|role|script|exists|type)\b/i;
const mongoKinds = [1, 2001, 2002, 2004, 2005, 2010, 2012, 2013];
const le24 = (wire: string, at: number): number =>
  le16(wire, at) < 0 || byteAt(wire, at + 2) < 0 ? -1 : le16(wire, at) + byteAt(wire, at + 2) * 65_536;

/** UTF-16 little endian as text. */
const narrow = (wire: string): string => wire.replaceAll('\0', '');

export const databases: readonly Protocol[] = [
  {
    name: 'redis',
    isBinary: false,
    first: '*',
    recognise(wire) {
      const command = /^\*\d{1,6}\r?\n\$\d{1,9}\r?\n(\w{1,20})/.exec(wire);
      if (command === null) return null;
      const detail = toDetail(command[1]!.toUpperCase());
      return { what: 'A command was sent to a Redis server.', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'redis',
    isBinary: false,
    first: null,
    recognise: (wire, hint) =>
      isNear(hint, /^redis/i, [6379, 6380]) && redisWords.test(wire)
        ? { what: 'A command was sent to a Redis server.', detail: /^\w+/.exec(wire)![0].toUpperCase() }
        : null,
  },
  {
    name: 'memcached',
    isBinary: false,
    first: 'svgfd',
    recognise: (wire, hint) =>
      /^(?:stats(?: (?:items|slabs|cachedump[ \d]{0,12}))?|version|flush_all)\r?\n/.test(wire) ||
      (isNear(hint, /^memcache/i, [11211]) && /^(?:gets?|set|delete|stats|version)\b/.test(wire))
        ? { what: 'A memory cache was queried (Memcached).', detail: /^\w+/.exec(wire)![0] }
        : null,
  },
  {
    name: 'memcached',
    isBinary: true,
    first: '\x80\0',
    recognise: (wire, _, length) =>
      (byteAt(wire, 0) === 0x80 && length === 24 && byteAt(wire, 1) <= 0x21 && u16(wire, 2) === 0) ||
      /^\0.\0\0\0\x01\0\0(?:stats|gets? |version|set )/s.test(wire)
        ? { what: 'A memory cache was queried (Memcached).' }
        : null,
  },
  {
    name: 'mongodb',
    isBinary: true,
    first: null,
    recognise(wire, _, length) {
      const size = le32(wire, 0);
      if (size < 16 || size > length + 65_536 || !mongoKinds.includes(le32(wire, 12))) return null;
      const detail = toDetail(printableAt(wire, 20));
      return { what: 'A MongoDB server was addressed.', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'mysql',
    isBinary: true,
    first: null,
    recognise(wire, hint, length) {
      if (le24(wire, 0) !== length - 4) return null;
      const turn = byteAt(wire, 3);
      // A sign-in: the flags of protocol 4.1, and 23 zeroes before the name.
      if (turn === 1 && (le32(wire, 4) & 0x200) !== 0 && /^\0{23}/.test(wire.slice(13, 36))) {
        const detail = toDetail(printableAt(wire, 36));
        return { what: 'A sign-in to MySQL was tried.', ...(detail === undefined ? {} : { detail }) };
      }
      if (turn === 0 && byteAt(wire, 4) === 3)
        return { what: 'A query was sent to MySQL.', text: wire.slice(5) };
      return turn <= 3 && isNear(hint, /^(?:mysql|mariadb)/i, [3306])
        ? { what: 'A MySQL server was addressed.' }
        : null;
    },
  },
  {
    name: 'postgresql',
    isBinary: true,
    first: '\0Qp',
    recognise(wire, _, length) {
      if (byteAt(wire, 0) === 0x51)
        return u32(wire, 1) === length - 1 && length > 6
          ? { what: 'A query was sent to PostgreSQL.', text: wire.slice(5) }
          : null;
      const code = u32(wire, 4);
      if (u32(wire, 0) === 8 && code >= 80_877_102 && code <= 80_877_104)
        return { what: 'A PostgreSQL server was asked for an encrypted connection.' };
      if (code !== 196_608) return null;
      const user = wire.indexOf('user\0');
      const detail = user < 0 ? undefined : toDetail(printableAt(wire, user + 5));
      return { what: 'A sign-in to PostgreSQL was started.', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'mssql',
    isBinary: true,
    first: '\x01\x10\x12',
    recognise(wire, _, length) {
      const kind = byteAt(wire, 0);
      if (byteAt(wire, 1) > 9 || u16(wire, 2) !== Math.min(length, 65_535) || length < 9) return null;
      if (kind === 0x12)
        return byteAt(wire, 8) === 0 ? { what: 'A Microsoft SQL Server was addressed (TDS).' } : null;
      if (kind === 0x10) return { what: 'A sign-in to Microsoft SQL Server was tried.' };
      return { what: 'A query was sent to Microsoft SQL Server.', text: narrow(wire.slice(8)) };
    },
  },
  {
    name: 'oracle',
    isBinary: true,
    first: null,
    recognise(wire) {
      if (byteAt(wire, 4) !== 1 || u16(wire, 2) !== 0) return null;
      const version = u16(wire, 8);
      if (version < 0x012c || version > 0x0140) return null;
      const at = wire.indexOf('(');
      const detail = at < 0 ? undefined : toDetail(printableAt(wire, at));
      return { what: 'An Oracle database was addressed (TNS).', ...(detail === undefined ? {} : { detail }) };
    },
  },
  {
    name: 'oracle',
    isBinary: true,
    first: '(',
    recognise: (wire) =>
      /^\((?:DESCRIPTION|CONNECT_DATA)=/i.test(wire)
        ? { what: 'An Oracle database was addressed (TNS).', detail: printableAt(wire, 0) }
        : null,
  },
  {
    name: 'cassandra',
    isBinary: true,
    first: '\x03\x04\x05',
    recognise: (wire, _, length) =>
      length >= 9 &&
      byteAt(wire, 1) === 0 &&
      [1, 5, 7].includes(byteAt(wire, 4)) &&
      u32(wire, 5) === length - 9
        ? { what: 'A Cassandra database was addressed.' }
        : null,
  },
];
