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
  /** Several messages that waited too long, counted in one. */
  | 'overflow'
  | 'digest'
  | 'test';
