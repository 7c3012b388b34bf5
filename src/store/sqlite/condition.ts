/** A condition on events as SQL: the same events as the matcher of suppression rules finds, counted where they lie. */
import { BlockList, isIP } from 'node:net';
import type { EventCondition } from '../../core/query.ts';
import { holdsText, isOneOf } from './connection/folding.ts';
import { type Clause, clause } from './connection/paging.ts';

/** Whether an address lies in one of these networks; what is not readable as an address or network is in none. */
export function toNetworkTest(networks: readonly string[]): (address: string) => boolean {
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
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
}

/** Whether a source is meant by `sources` and `networks`, or null where the condition names neither. */
export function toSourceTest(condition: EventCondition): ((source: string) => boolean) | null {
  const { sources, networks } = condition;
  const tests: ((source: string) => boolean)[] = [];
  if (sources && sources.length > 0) {
    const names = new Set(sources.map((source) => source.toLowerCase()));
    tests.push((source) => names.has(source.toLowerCase()));
  }
  if (networks && networks.length > 0) tests.push(toNetworkTest(networks));
  return tests.length === 0 ? null : (source) => tests.every((test) => test(source));
}

/** Whether it asks for what only the row itself holds, not the index over time. */
export const readsRows = ({ decoys, processes, users, text }: EventCondition): boolean =>
  Boolean(decoys?.length || processes?.length || users?.length || text);

/** What the condition says beyond sources and networks. */
export function toCountClauses(condition: EventCondition): Clause[] {
  const clauses: Clause[] = [];
  const lists: [string[] | undefined, string][] = [
    [condition.nodes, 'node_id'],
    [condition.services, 'service'],
    [condition.attack_types, 'attack_type'],
    [condition.decoys, 'decoy'],
    [condition.processes, 'process_name'],
    [condition.users, 'username'],
  ];
  if (condition.max_risk !== undefined)
    clauses.push(clause('coalesce(risk_score, 0) <= ?', condition.max_risk));
  for (const [values, column] of lists)
    if (values && values.length > 0) clauses.push(isOneOf(column, values));
  if (condition.time_of_day) {
    const { from, until, timezone = 'UTC', weekdays = [] } = condition.time_of_day;
    const minute = '(substr(timestamp, 12, 2) * 60 + substr(timestamp, 15, 2))';
    clauses.push(
      timezone === 'UTC' && weekdays.length === 0
        ? clause(`(${minute} >= ? ${from <= until ? 'AND' : 'OR'} ${minute} < ?)`, from, until)
        : clause('in_hours(timestamp, ?) = 1', JSON.stringify(condition.time_of_day)),
    );
  }
  if (condition.text) clauses.push(holdsText(['payload', 'activity'], condition.text));
  return clauses;
}
