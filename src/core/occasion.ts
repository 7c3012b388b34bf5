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
  | 'digest'
  | 'test';
