/** Where a source lay when its event came, and whose network that was. Kept with the event: networks change hands. */
export interface EventPlace {
  /** ISO 3166-1 alpha-2; null where it is not known. */
  country: string | null;
  /** Number of the network (autonomous system) that announced the address, and who ran it. */
  asn: number | null;
  network_owner: string | null;
}

/** The network as sums name it, at most 60 characters; null where it is not known. */
export const networkName = ({ asn, network_owner }: EventPlace): string | null =>
  asn === null ? null : `AS${asn}${network_owner === null ? '' : ` ${network_owner}`}`.slice(0, 60);

/** Null where nothing is known: special addresses, host names, what no data covers. */
export type FindPlace = (source: string) => EventPlace | null;
export const findNoPlace: FindPlace = () => null;
