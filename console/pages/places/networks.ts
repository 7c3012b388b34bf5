/** Sources summed up by the network that announces them. Pure. */
export interface Network {
  asn: number;
  owner: string | null;
  events: number;
}

interface Source {
  total_attacks: number;
  place: { asn: number | null; network_owner: string | null } | null;
}

/** The greatest first; sources of no known network are left out. */
export function toNetworks(sources: readonly Source[]): Network[] {
  const networks = new Map<number, Network>();
  for (const { place, total_attacks } of sources) {
    if (place === null || place.asn === null) continue;
    const network = networks.get(place.asn) ?? { asn: place.asn, owner: place.network_owner, events: 0 };
    network.events += total_attacks;
    networks.set(place.asn, network);
  }
  return [...networks.values()].sort((a, b) => b.events - a.events || a.asn - b.asn);
}
