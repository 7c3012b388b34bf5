/** What is known about an event's exposure when it is judged. */
import type { ExposureDecision } from './exposure.ts';
import type { Verdict } from './verdict.ts';

/** A machine of the owner's own that touches decoys, asked about one event. */
export interface KnownSource {
  name: string;
  /** What it did that it never does, as half a sentence; null where it may. */
  objectionTo(verdict: Verdict): string | null;
}

/** What an event's exposure was decided from, and what its source did before. */
export interface ExposureContext {
  decision: ExposureDecision;
  /** Whether this source signed in successfully before, in this session or its windows. */
  gotIn: boolean;
  /** Different services, ports and nodes that this source touched within the hour, this event included. */
  places: number;
  /** Null or absent where the source is no known scanner. */
  known?: KnownSource | null;
}
