/** A condition on events as SQL: the same events as the matcher of suppression rules finds, counted where they lie. */
import { BlockList, isIP } from 'node:net';
import type { EventCondition } from '../../core/store.ts';
import { holdsText, isOneOf } from './folding.ts';
import { type Clause, clause } from './paging.ts';

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
  const answers = new Map<string, boolean>();
  return (address) => {
    let answer = answers.get(address);
    if (answer === undefined) {
      const family = isIP(address);
      answer = family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
      if (answers.size > 100_000) answers.clear();
      answers.set(address, answer);
    }
    return answer;
  };
}

/** Null where the condition is empty, which matches nothing. Networks are asked of the function `in_networks`. */
export function toCountClauses(condition: EventCondition): Clause[] | null {
  const clauses: Clause[] = [];
  const lists: [string[] | undefined, string][] = [
    [condition.sources, 'source_ip'],
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
    const { from, until } = condition.time_of_day;
    const minute = '(substr(timestamp, 12, 2) * 60 + substr(timestamp, 15, 2))';
    clauses.push(clause(`(${minute} >= ? ${from <= until ? 'AND' : 'OR'} ${minute} < ?)`, from, until));
  }
  if (condition.networks && condition.networks.length > 0) clauses.push(clause('in_networks(source_ip)'));
  if (condition.text) clauses.push(holdsText(['payload', 'activity'], condition.text));
  return clauses.length === 0 ? null : clauses;
}
