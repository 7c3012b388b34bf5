/** A suppression rule as its document holds it. */
import { scannerIdPrefix } from './known-scanner.ts';
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

/** Kind of the document whose hits are counted under this id: a known scanner's, or a rule's. */
export const kindOfSuppressor = (id: string): 'known-scanner' | 'suppression' =>
  id.startsWith(scannerIdPrefix) ? 'known-scanner' : 'suppression';
