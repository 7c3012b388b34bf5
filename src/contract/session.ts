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
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

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
    { description: 'The steps that the scorer keeps: the first 20 and the latest 40.' },
  ),
  recordings: list(Recording, {
    description:
      'Recordings of its terminals, in the order in which they started; `…/recording` plays them as one.',
  }),
  credentials: list(
    object({
      user: nullable(text({ examples: ['root'] })),
      password: nullable(text({ description: 'Null: none was sent.', examples: ['123456'] })),
      masked: flag({ description: 'Whether a password in it is masked: it looks like a person’s.' }),
      tries: integer(),
      succeeded: flag({ description: 'Whether the sensor let it in.' }),
    }),
    { description: 'What it tried to sign in with, in the order of the first try; at most 100.' },
  ),
  credential_count: integer({ description: 'Distinct ones, listed or not.' }),
  files: list(
    object({
      name: nullable(text({ examples: ['x.sh'] })),
      sha256: nullable(text()),
      url: nullable(text({ description: 'Where it came from.' })),
      events: integer({ description: 'Events that name it.' }),
      size_bytes: nullable(
        integer({ description: 'Null: its bytes are not kept (`/api/captures/{sha256}`).' }),
      ),
    }),
    { description: 'Files that its events name, in the order of the first; at most 100.' },
  ),
  file_count: integer({ description: 'Distinct ones, listed or not.' }),
  looked_at: integer({
    description: 'Credentials and files are taken from this many of its latest events, at most 1,000.',
  }),
});
export type SessionDetail = Static<typeof SessionDetail>;
/** Passwords of people are masked. */
export const toSessionDetail = (
  state: SessionState,
  recordings: readonly DocOf<RecordingBody>[],
  finds: Pick<SessionDetail, 'credentials' | 'credential_count' | 'files' | 'file_count' | 'looked_at'>,
): SessionDetail => ({
  ...toSessionView(state),
  story: maskedSteps(state.story),
  recordings: recordings.map(toRecordingView),
  ...finds,
});
