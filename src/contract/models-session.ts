/** Sensor sessions as they leave the server. */
import { eventKinds } from '../core/event.ts';
import type { SessionState } from '../core/history.ts';
import { risk, time } from './fields.ts';
import { choice, integer, list, nullable, object, text } from './schema.ts';

const session = {
  node_id: text(),
  session: text({ description: "The sensor's id of it; unique for its node.", examples: ['c04f1e9a2b7d'] }),
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
  alert_id: nullable(text()),
};
export const Session = object(session);
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
});

export const toSessionView = (state: SessionState) => ({
  node_id: state.node_id,
  session: state.session,
  source_ip: state.source_ip,
  service: state.service,
  started_at: state.started_at,
  last_at: state.last_at,
  events: state.events,
  failed_logins: state.failed_logins,
  succeeded_logins: state.succeeded_logins,
  commands: state.commands,
  risk_score: state.risk_score,
  attack_type: state.attack_type,
  alert_id: state.alert_id,
});
