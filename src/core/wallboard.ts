/** A wallboard: the overview's numbers under a secret address, for a screen that nobody sits at. */
export interface WallboardBody {
  name: string;
  /** Whether sources are named: a screen in a hall may be read by anybody. */
  show_sources: boolean;
  created_by: string;
  /** ISO, to the minute; null = never. */
  last_seen_at: string | null;
}
