/** A node whose events come with a wrong time: its clock, or the time zone of what it sends, is wrong. */
export interface NodeClockBody {
  /** ISO; when that was noticed. */
  since: string;
  /** How far ahead its times are; negative where they are behind. */
  ahead_seconds: number;
}
