/** Alerts: risky events, by the field names that clients of the Python platform know, ours beside them. */
import { type Alert as AlertRecord, alertStatuses } from '../core/alert.ts';
import { masked } from '../lib/masking.ts';
import { FoundAsset } from './asset.ts';
import { humanVerdict, time } from './fields.ts';
import { evidence, judgement, named } from './judgement.ts';
import { cutLengths } from './listed.ts';
import { projectionOf } from './project.ts';
import { anything, choice, flag, integer, nullable, object, optional, type Static, text } from './schema.ts';

const alert = {
  alert_id: text({ examples: ['ALERT-20260821101530-9F1C0A7BE2D4'] }),
  timestamp: time('Of the first event behind it.'),
  last_seen: time('Of the latest event behind it.'),
  source_ip: text({ description: 'An address; for agent alerts the host name.', examples: ['203.0.113.9'] }),
  service: text({ examples: ['ssh'] }),
  activity: text({ examples: ['login failed'] }),
  payload: text({ description: 'As the attacker sent it; for agent alerts the file name.' }),
  extra: anything(),
  ...cutLengths,
  node_id: text(),
  user_id: text(),
  ...judgement,
  ...named,
  evidence,
  session: nullable(text()),
  related_decoy: nullable(text()),
  event_count: integer({ description: 'Events counted in it.' }),
  status: choice(alertStatuses),
  notified: flag(),
  incident_id: text(),
  asset: optional(nullable(FoundAsset)),
  human_verdict: humanVerdict(time('When the verdict was given.')),
};
export const Alert = object(alert);
export type Alert = Static<typeof Alert>;
const project = projectionOf(Alert);
/** Passwords of people are masked. */
export const toAlertView = (alert: AlertRecord, asset: FoundAsset | null = null): Alert => ({
  ...project(masked(alert)),
  asset,
});
/** An alert under the name that `GET /api/recent-attacks` has for it. */
export const RecentAttack = object(alert);
export type RecentAttack = Static<typeof RecentAttack>;

export const AlertUpdate = object({ status: choice(alertStatuses) });
export type AlertUpdate = Static<typeof AlertUpdate>;
export const AlertUpdated = object({ success: flag(), alert_id: text(), new_status: choice(alertStatuses) });
export type AlertUpdated = Static<typeof AlertUpdated>;
