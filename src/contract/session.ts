/** Sensor sessions as they leave the server. */

import type { DocOf } from '../core/doc-kind.ts';
import { eventKinds } from '../core/event.ts';
import { exposures } from '../core/exposure.ts';
import type { SessionState } from '../core/history.ts';
import type { RecordingBody } from '../core/kept-file.ts';
import { maskedSteps } from '../lib/masking.ts';
import { FoundAsset } from './asset.ts';
import { risk, time } from './fields.ts';
import { projectionOf } from './project.ts';
import { Recording, toRecordingView } from './recording.ts';
import { choice, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const session = {
  node_id: text(),
  session: text({
    description: 'The sensor’s id for the session; unique per node.',
    examples: ['c04f1e9a2b7d'],
  }),
  source_ip: text({ examples: ['203.0.113.9'] }),
  service: text({ examples: ['ssh'] }),
  started_at: time('Of its first event.'),
  last_at: time('Of its latest event.'),
  events: integer(),
  failed_logins: integer(),
  succeeded_logins: integer(),
  commands: integer(),
  risk_score: risk,
  attack_type: text({ description: 'The type that had this risk.', examples: ['BruteForce'] }),
  exposure: nullable(choice(exposures, { description: 'Of its latest event.' })),
  alert_id: nullable(text()),
  asset: optional(nullable(FoundAsset)),
};
export const Session = object(session);
export type Session = Static<typeof Session>;
export const toSessionView = projectionOf(Session);

export const SessionDetail = object({
  ...session,
  story: list(
    object({
      kind: choice(eventKinds),
      text: text({ description: 'At most 300 characters of what was done.' }),
      tactic: nullable(text({ examples: ['Discovery'] })),
    }),
    { description: 'What the scorer remembers: the first 20 steps and the latest 40.' },
  ),
  recordings: list(Recording, {
    description: 'Of its terminals, in the order in which they began; `…/recording` plays them as one.',
  }),
});
export type SessionDetail = Static<typeof SessionDetail>;
/** Passwords of people are masked. */
export const toSessionDetail = (
  state: SessionState,
  recordings: readonly DocOf<RecordingBody>[],
): SessionDetail => ({
  ...toSessionView(state),
  story: maskedSteps(state.story),
  recordings: recordings.map(toRecordingView),
});
