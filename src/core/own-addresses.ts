/** From where a tenant's own people and nodes come: what a rule never blocks. */
import type { JsonObject } from './event.ts';

export interface OwnAddressesBody {
  /** Networks (an IPv4 address, an IPv6 /64) by the day (UTC) on which they were last seen. */
  people: Record<string, string>;
  /** The same of each node. */
  nodes: Record<string, Record<string, string>>;
}

const mostPeople = 100;
const mostNodes = 2000;
/** A key that was stolen must not be able to protect many addresses. */
const mostOfNode = 3;

const days = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as JsonObject).filter(([, day]) => typeof day === 'string'),
  ) as Record<string, string>;

export const parseOwnAddresses = (body: JsonObject): OwnAddressesBody => ({
  people: days(body.people),
  nodes: Object.fromEntries(
    Object.entries((body.nodes ?? {}) as JsonObject).map(([id, networks]) => [id, days(networks)]),
  ),
});

/** The latest `most`, none from before `oldest`. */
const latest = (networks: Record<string, string>, most: number, oldest: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(networks)
      .filter(([, day]) => day >= oldest)
      .sort(([, a], [, b]) => (a < b ? 1 : -1))
      .slice(0, most),
  );

/** Both, the later day of each, without what was last seen before `oldest`. */
export function mergeOwnAddresses(
  a: OwnAddressesBody,
  b: OwnAddressesBody,
  oldest: string,
): OwnAddressesBody {
  const merge = (x: Record<string, string> = {}, y: Record<string, string> = {}): Record<string, string> => {
    const sum = { ...x };
    for (const [network, day] of Object.entries(y)) if (day > (sum[network] ?? '')) sum[network] = day;
    return sum;
  };
  const ids = [...new Set([...Object.keys(b.nodes), ...Object.keys(a.nodes)])].slice(0, mostNodes);
  return {
    people: latest(merge(a.people, b.people), mostPeople, oldest),
    nodes: Object.fromEntries(
      ids
        .map((id) => [id, latest(merge(a.nodes[id], b.nodes[id]), mostOfNode, oldest)] as const)
        .filter(([, networks]) => Object.keys(networks).length > 0),
    ),
  };
}

export const networksOf = ({ people, nodes }: OwnAddressesBody): string[] => [
  ...Object.keys(people),
  ...Object.values(nodes).flatMap((networks) => Object.keys(networks)),
];
