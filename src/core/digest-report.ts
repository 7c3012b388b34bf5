/** What a digest says, as counts and names. */

/** A count that may have ended at the limit. */
export interface Counted {
  count: number;
  /** There are more than were looked at. */
  isMore: boolean;
}

export interface NamedIncident {
  title: string;
  risk_score: number;
  status: string;
  opened_at: string;
}

/** Of the period, or as it is at its end. */
export interface DigestReport {
  /** Name of the group, or null. */
  group: string | null;
  from: string;
  to: string;
  incidents: Counted;
  /** Of a period of the same length before. */
  incidentsBefore: Counted;
  events: number;
  eventsBefore: number;
  /** The worst of the period. */
  worst: NamedIncident[];
  resolved: number;
  acknowledged: number;
  verdicts: { attack: number; harmless: number; expected: number };
  /** Open and not acknowledged, whenever they began. */
  waiting: Counted;
  /** The worst of them. */
  longest: NamedIncident[];
  nodes: { total: number; alive: number; never: number; silent: { name: string; since: string }[] };
  suppressed: number;
  /** Incidents of the period that were told only in a message about a wave, and those whose messages were held back. */
  folded: number;
  throttled: number;
  /** Messages of the period that were given up. */
  undelivered: Counted;
}
