/**
 * Exposure: whether an event happened inside the owner's network, where one touch of a decoy is the alarm, or on the
 * internet, where most touches are noise.
 */

export const exposures = ['internal', 'internet'] as const;
export type Exposure = (typeof exposures)[number];

/** What people set on a node or a group. `auto` decides by the event's source. */
export const exposureSettings = ['auto', ...exposures] as const;
export type ExposureSetting = (typeof exposureSettings)[number];

/** Which exposure an event was judged with, and why: one sentence for people. */
export interface ExposureDecision {
  exposure: Exposure;
  reason: string;
}
