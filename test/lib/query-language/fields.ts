/** A table of fields with one of every kind, records of them, and queries about them. */
import fc from 'fast-check';
import type { Field, QueryRecord } from '../../../src/lib/query-language/index.ts';

export const fields: Field[] = [
  {
    name: 'service',
    type: 'enum',
    values: ['ssh', 'http', 'FTP', 'my-sql'],
    help: 'What was touched.',
    aliases: ['svc'],
  },
  { name: 'user', type: 'text', help: 'User name that was tried.', values: ['root', 'admin'] },
  { name: 'payload', type: 'text', match: 'inside', isSearched: true },
  { name: 'note', type: 'text', match: 'inside', isSearched: true },
  { name: 'path', type: 'text' },
  { name: 'risk', type: 'number' },
  { name: 'time', type: 'time' },
  { name: 'after', type: 'time', short: { of: 'time', operator: '>=' } },
  { name: 'before', type: 'time', short: { of: 'time', operator: '<' } },
  { name: 'silent', type: 'duration' },
  { name: 'source', type: 'address', hasHostNames: true, isBareAddress: true },
  { name: 'open', type: 'boolean' },
  { name: 'tags', type: 'text' },
  { name: 'ports', type: 'number' },
];

export const nowMs = Date.UTC(2026, 10, 15, 12);

const letters = fc.constantFrom(
  ...[
    'r',
    'R',
    'o',
    't',
    'ü',
    'Ü',
    'ß',
    'İ',
    'K',
    'σ',
    'Σ',
    'ς',
    '𐐨',
    '𐐀',
    '%',
    '_',
    '*',
    '?',
    '[',
    ']',
    '\\',
  ],
  ...[
    '"',
    "'",
    '(',
    ')',
    ',',
    ':',
    '.',
    '$',
    '^',
    '|',
    '+',
    '{',
    '}',
    '-',
    ' ',
    '\n',
    '=',
    '>',
    '<',
    '/',
    '🦊',
  ],
);
export const words = fc.string({ unit: letters, maxLength: 6 });
/** Records hold NULs too: attackers send them. */
const stored = fc.string({
  unit: fc.oneof({ weight: 20, arbitrary: letters }, fc.constant('\0')),
  maxLength: 12,
});
const addresses = fc.oneof(
  fc.constantFrom('10.0.0.1', '10.0.0.255', '10.0.1.0', '203.0.113.9', '2001:db8::1', '2001:db9::', '::1'),
  fc.ipV4(),
);
const times = fc.integer({ min: nowMs - 40 * 86_400_000, max: nowMs });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 6 });

export const records: fc.Arbitrary<QueryRecord> = fc.record({
  service: orNull(fc.constantFrom('ssh', 'http', 'FTP', 'my-sql')),
  user: orNull(fc.oneof(stored, fc.constantFrom('root', 'ROOT', 'admin'))),
  payload: orNull(stored),
  note: orNull(stored),
  path: orNull(fc.oneof(stored, fc.constantFrom('/etc/passwd', 'C:\\Windows'))),
  risk: orNull(fc.integer({ min: 0, max: 10 }).map((n) => n)),
  time: orNull(times.map((ms) => new Date(ms).toISOString())),
  silent: orNull(fc.integer({ min: 0, max: 30 }).map((n) => n * 3_600_000)),
  source: orNull(fc.oneof(addresses, fc.constantFrom('web-01', 'WEB-02.lan'))),
  open: orNull(fc.boolean()),
  tags: fc.array(fc.oneof(stored, fc.constantFrom('root', 'rot')), { maxLength: 3 }),
  ports: fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 3 }),
});

const quoted = words.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`);
/** A value of text: in quotes, plain, or with wildcards. */
const textValues = fc.oneof(
  quoted,
  fc.constantFrom('root', 'r*', '*t', '*o*', 'r*t', 'R*Ü*', '/etc/*', 'C:\\Windows', '*', '""*', 'ü', 'ΣΣ'),
  fc.array(quoted, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('*')),
  fc.array(quoted, { minLength: 1, maxLength: 3 }).map((pieces) => `*${pieces.join('*')}*`),
);
const numbers = fc.integer({ min: 0, max: 10 }).map(String);
const durations = fc
  .tuple(fc.nat({ max: 40 }), fc.constantFrom('h', 'd', 'm'))
  .map(([n, unit]) => `${n}${unit}`);
const moments = fc.oneof(
  durations,
  times.map((ms) => new Date(ms).toISOString()),
  times.map((ms) => new Date(ms).toISOString().slice(0, 10)),
  fc.constantFrom('2026-11', '2026', '2026-11-10T10', '2026-11-10T10:30+01:00', '"2026-11-10 10:30:05"'),
);
const networks = fc.oneof(
  addresses,
  fc.constantFrom(
    '10.0.0.0/24',
    '10.0.0.*',
    '2001:db8::/32',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.1..10.0.0.255',
    'web-01',
    'WEB*',
    '::ffff:10.0.0.1',
    'fe80::1%eth0',
  ),
);
const compared = (name: string, values: fc.Arbitrary<string>) =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom(':', '>', '>=', '<', '<=', '!=', ':>'), values)
      .map(([sign, value]) => name + sign + value),
    fc.tuple(values, values).map(([from, until]) => `${name}:${from}..${until}`),
    values.map((value) => `${name}:..${value}`),
    values.map((value) => `${name}:${value}..`),
    fc.array(values, { minLength: 1, maxLength: 3 }).map((list) => `${name}:(${list.join(', ')})`),
    fc.constant(`${name}:*`),
  );
const unquotedMoments = moments.filter((text) => !text.startsWith('"'));
const listed = (name: string, values: fc.Arbitrary<string>) =>
  fc.oneof(
    values.map((value) => `${name}:${value}`),
    fc.array(values, { minLength: 1, maxLength: 3 }).map((list) => `${name}:(${list.join(' OR ')})`),
  );
const present = (text: string): boolean => !/^[*"\s]*$/.test(text);

export const terms: fc.Arbitrary<string> = fc.oneof(
  listed('user', textValues),
  listed('path', textValues),
  listed('tags', textValues),
  listed('payload', textValues.filter(present)),
  listed('service', fc.constantFrom('ssh', 'SSH', 'ftp', 'My-Sql', 'h*', '*', '*s*')),
  textValues.filter(present).filter((text) => text.startsWith('"')),
  compared('risk', numbers),
  compared('ports', numbers),
  compared('silent', durations),
  compared('time', unquotedMoments),
  moments.map((text) => `after:${text}`),
  moments.map((text) => `before:${text}`),
  listed('source', networks),
  addresses,
  fc.constantFrom('open:yes', 'open:no', 'open:*', 'open:(yes, no)'),
);

/** Text of queries, nested. */
export const queries: fc.Arbitrary<string> = fc.letrec<{ query: string; one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'query' },
    terms,
    tie('one').map((one) => `NOT ${one}`),
    terms.map((one) => `-${one}`),
    tie('query').map((query) => `(${query})`),
  ),
  query: fc
    .tuple(
      fc.array(tie('one'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(' ', ' AND ', ' OR ', ' or '),
    )
    .map(([parts, join]) => parts.join(join)),
})).query;
