/** Why a message is sent. */
export type Occasion =
  | 'opened'
  | 'worse'
  | 'throttled'
  | 'reminded'
  | 'escalated'
  | 'wave'
  | 'acknowledged'
  | 'assigned'
  | 'resolved'
  | 'reopened'
  | 'channel_failing'
  /** A sensor sends what is not taken, or not understood. */
  | 'ingest_problem'
  /** A quota nears its end, or is used up. */
  | 'quota'
  /** Several messages that waited too long, counted in one. */
  | 'overflow'
  | 'digest'
  | 'test';

/** What a message is about, where it is not an incident that somebody caused. */
export type MessageSubject = 'node' | 'channel' | 'sensor' | 'account' | 'digest';
