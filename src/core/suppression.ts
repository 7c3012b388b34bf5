/** A suppression rule as its document holds it. */
import type { EventCondition } from './query.ts';

/** The verdict that a rule was made from. */
export interface SuppressionOrigin {
  alert_id: string;
  verdict: string;
}

export interface SuppressionBody {
  name: string;
  note: string;
  enabled: boolean;
  condition: EventCondition;
  origin: SuppressionOrigin | null;
  created_by: string;
  /** Events it has suppressed so far, and the time of the latest, ISO. The store counts them (Effects.suppressionHits). */
  hits: number;
  last_hit_at: string | null;
}
