/** Where a source lay when its event came, and whose network that was. Kept with the event: networks change hands. */
export interface EventPlace {
  /** ISO 3166-1 alpha-2; null where it is not known. */
  country: string | null;
  /** Number of the network (autonomous system) that announced the address, and who ran it. */
  asn: number | null;
  network_owner: string | null;
}

/** Null where nothing is known: special addresses, host names, what no data covers. */
export type FindPlace = (source: string) => EventPlace | null;
export const findNoPlace: FindPlace = () => null;
