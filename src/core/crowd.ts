/** Many sources at one decoy or node at once, each of which does little. */

/** What the verdict of the event that raised it says of the crowd. */
export interface Crowd {
  /** The service that they came to; null where they came to many of the node. */
  service: string | null;
  /** About so many. */
  sources: number;
  events: number;
  failed_logins: number;
  span: CrowdSpan;
  /** Sources in a usual period; null while that is not known. */
  usual: number | null;
}

export const crowdSpans = ['hour', 'day'] as const;
export type CrowdSpan = (typeof crowdSpans)[number];

/** How many sources a span ordinarily has: the mean of those that were seen whole, later ones counting more. */
export interface UsualSources {
  sources: number;
  /** So many spans were seen whole. */
  known: number;
}
export type UsualBySpan = Record<CrowdSpan, UsualSources>;
export const unknownUsual = (): UsualBySpan => ({
  hour: { sources: 0, known: 0 },
  day: { sources: 0, known: 0 },
});

/** What is ordinary for one node, kept over restarts: by exposure and service (core/crowd.ts `crowdPart`). */
export interface CrowdBody {
  usual: Record<string, UsualBySpan>;
}

/** `service` null is the whole node. */
export const crowdPart = (exposure: string, service: string | null): string =>
  service === null ? exposure : `${exposure}|${service}`;
