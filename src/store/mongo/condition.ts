/**
 * A condition on events, asked of documents: the same events as the matcher of suppression rules finds. The server
 * narrows by what it can compare exactly; letters' case and networks are compared here.
 */
import { BlockList, isIP } from 'node:net';
import type { Document, Filter } from 'mongodb';
import type { EventCondition } from '../../core/query.ts';
import { createHoursTest } from '../../core/week-hours.ts';
import type { Stored } from './connection/connection.ts';

export interface Matcher {
  narrowing: Filter<Stored>[];
  projection: Document;
  matches(document: Document): boolean;
}
type Test = (document: Document) => boolean;

function toNetworkTest(networks: readonly string[]): Test {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address);
    if (family === 0) continue;
    const most = family === 4 ? 32 : 128;
    const bits = Number(prefix ?? most);
    if (Number.isInteger(bits) && bits >= 0 && bits <= most)
      list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return ({ source_ip: source }) => {
    const family = typeof source === 'string' ? isIP(source) : 0;
    return family !== 0 && list.check(source as string, family === 4 ? 'ipv4' : 'ipv6');
  };
}

function extraOf(document: Document): Record<string, unknown> {
  const extra: unknown = typeof document.extra === 'string' ? JSON.parse(document.extra) : document.extra;
  return typeof extra === 'object' && extra !== null ? (extra as Record<string, unknown>) : {};
}
const own = (record: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Null where the condition is empty, which matches nothing. */
export function toMatcher(condition: EventCondition): Matcher | null {
  const tests: Test[] = [];
  const narrowing: Filter<Stored>[] = [];
  const projection: Document = { _id: 0 };
  const oneOf = (
    values: readonly string[] | undefined,
    field: string,
    read: (document: Document) => unknown,
  ): void => {
    if (!values || values.length === 0) return;
    const wanted = new Set(values.map((value) => value.toLowerCase()));
    for (const name of field.split(' ')) projection[name] = 1;
    tests.push((document) => {
      const value = read(document);
      return typeof value === 'string' && wanted.has(value.toLowerCase());
    });
  };
  if (condition.max_risk !== undefined) {
    const most = condition.max_risk;
    projection['verdict.risk_score'] = 1;
    tests.push((d) => (d.verdict?.risk_score ?? 0) <= most);
  }
  oneOf(condition.sources, 'source_ip', (d) => d.source_ip);
  oneOf(condition.nodes, 'node_id', (d) => d.node_id);
  oneOf(condition.services, 'service', (d) => d.service);
  oneOf(condition.attack_types, 'verdict.attack_type', (d) => d.verdict?.attack_type);
  if (condition.decoys?.length) narrowing.push({ agent: { $type: 'object' } });
  oneOf(condition.decoys, 'agent', (d) => d.agent?.file_path || d.agent?.file_accessed);
  oneOf(condition.processes, 'extra', (d) => own(extraOf(d), 'process_name'));
  oneOf(condition.users, 'agent extra', (d) => d.agent?.username ?? own(extraOf(d), 'username'));
  if (condition.networks && condition.networks.length > 0) {
    projection.source_ip = 1;
    tests.push(toNetworkTest(condition.networks));
  }
  if (condition.time_of_day) {
    const isInHours = createHoursTest(condition.time_of_day);
    projection.timestamp = 1;
    tests.push(({ timestamp }) => isInHours(timestamp));
  }
  if (condition.text) {
    const text = condition.text.toLowerCase();
    projection.payload = 1;
    projection.activity = 1;
    tests.push((d) => d.payload.toLowerCase().includes(text) || d.activity.toLowerCase().includes(text));
  }
  if (tests.length === 0) return null;
  return { narrowing, projection, matches: (document) => tests.every((test) => test(document)) };
}
