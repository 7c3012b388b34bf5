/** A first mapping from a record, to be corrected: the names that sensors commonly use, wherever they stand in it. */
import { type EventKind, type MappedField, mappedFields } from '../../data/types.ts';
import {
  type Draft,
  emptyDraft,
  type FieldTexts,
  fromTest,
  type Line,
  noFields,
  toEvent,
  toLine,
} from './draft.ts';

/** Names without their `_`, `-` and case, best first. */
const names: Readonly<Record<MappedField, readonly string[]>> = {
  timestamp: ['timestamp', '@timestamp', 'time', 'datetime', 'at', 'ts', 'date', 'eventtime', 'starttime'],
  source_ip: [
    ...['srcip', 'sourceip', 'remoteip', 'clientip', 'peerip', 'attackerip', 'srchost', 'remoteaddr'],
    ...['remoteaddress', 'remotehost', 'peer', 'client', 'ip', 'addr', 'source', 'src'],
  ],
  source_port: ['srcport', 'sourceport', 'remoteport', 'peerport', 'clientport', 'sport'],
  destination_port: ['dstport', 'destport', 'destinationport', 'localport', 'dport', 'port'],
  service: ['service', 'protocol', 'proto', 'appproto'],
  activity: [],
  payload: [
    'command',
    'cmd',
    'input',
    'payload',
    'data',
    'request',
    'body',
    'query',
    'url',
    'path',
    'message',
  ],
  session: ['session', 'sessionid', 'conn', 'connectionid', 'connid', 'uid', 'flowid'],
  username: ['username', 'user', 'login', 'account'],
  password: ['password', 'pass', 'passwd', 'pwd'],
};
const products = [
  'product',
  'honeypot',
  'sensortype',
  'program',
  'app',
  'module',
  'vendor',
  'sensor',
  'type',
];
const types = ['eventid', 'eventtype', 'event', 'action', 'logtype', 'msgtype', 'kind', 'type'];
const commands = ['command', 'cmd', 'input'];

const mostLeaves = 200;
const deepest = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Leaf {
  path: string;
  /** Of the whole path, and of its last part: `peerport` and `port`. */
  names: readonly [string, string];
  value: string | number;
}

const toName = (text: string): string => text.toLowerCase().replace(/[_.-]/g, '');

function* leavesOf(record: Record<string, unknown>, before = '', depth = 0): Generator<Leaf> {
  for (const [key, value] of Object.entries(record)) {
    const path = `${before}${key}`;
    if (isObject(value) && depth < deepest) yield* leavesOf(value, `${path}.`, depth + 1);
    else if (typeof value === 'string' || typeof value === 'number')
      yield { path, names: [toName(path), toName(key)], value };
  }
}

/** A path with these signs could not stand in `{…}`. */
const isPlain = ({ path }: Leaf): boolean => path.length <= 200 && !/[{}:|]/.test(path);

export function parseRecord(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return isObject(first) ? first : null;
  } catch {
    return null;
  }
}

/** Null where the text is no record: only its beginning, say. */
export function suggestMapping(text: string): Draft | null {
  const record = parseRecord(text.trim()) ?? parseRecord(text.trim().split('\n')[0] ?? '');
  if (record === null) return null;
  const leaves: Leaf[] = [];
  for (const leaf of leavesOf(record)) {
    if (leaves.length >= mostLeaves) break;
    if (isPlain(leaf)) leaves.push(leaf);
  }
  const find = (among: readonly string[], but: readonly string[] = []) =>
    among
      .map((name) => leaves.find((leaf) => leaf.names.includes(name) && !but.includes(leaf.path)))
      .find((leaf) => leaf !== undefined);
  const isWord = (leaf: Leaf | undefined): leaf is Leaf =>
    leaf !== undefined && String(leaf.value).length <= 60 && String(leaf.value) !== '';

  const product = find(products);
  const type = find(types, product === undefined ? [] : [product.path]);
  const exact = (leaf: Leaf): Line => toLine(leaf.path, fromTest(leaf.value));
  const some = product ?? type ?? leaves[0];
  const when = isWord(product)
    ? [exact(product)]
    : some === undefined
      ? [toLine()]
      : [toLine(some.path, '*')];

  const fields: FieldTexts = noFields();
  const used: string[] = [];
  for (const field of mappedFields) {
    const leaf = find(names[field], used);
    if (leaf === undefined) continue;
    used.push(leaf.path);
    fields[field] = `{${leaf.path}}`;
  }
  const { username, password, payload, ...shared } = fields;
  const kind: EventKind =
    username !== '' || password !== ''
      ? 'login.failed'
      : find(commands) !== undefined
        ? 'command.run'
        : payload !== ''
          ? 'payload.received'
          : 'connection.opened';
  const own = kind === 'login.failed' ? { username, password } : { payload };
  const name = isWord(product) && typeof product.value === 'string' ? product.value.slice(0, 50) : '';
  return {
    ...emptyDraft(),
    name,
    when,
    fields: { ...noFields(), ...shared },
    events: [toEvent(kind, isWord(type) ? [exact(type)] : [], own)],
  };
}
