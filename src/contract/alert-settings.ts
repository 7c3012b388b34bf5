/** What a tenant has set about alerts. */
import type { AlertSettings as SettingsRecord } from '../core/alert-settings.ts';
import { projectionOf } from './project.ts';
import { anything, integer, nullable, number, object, optional, type Static, text } from './schema.ts';

export const QuietHours = object(
  {
    from: text({ examples: ['22:00'] }),
    to: text({ examples: ['07:00'] }),
    timezone: text({ examples: ['Europe/Berlin'] }),
    override_risk: integer({
      description: 'Messages of at least this risk are sent all the same.',
      minimum: 0,
      maximum: 10,
    }),
  },
  { description: 'Daily hours in which messages are held back until the end.' },
);
export type QuietHours = Static<typeof QuietHours>;

const threshold = nullable(
  number({
    description: "An alert is made when the risk is greater. Null: the server's default.",
    minimum: 0,
    maximum: 10,
  }),
);
const window_minutes = integer({
  description: 'Alerts of one source within this many minutes are one incident.',
  minimum: 1,
  maximum: 10_080,
});
const escalation_minutes = nullable(
  integer({
    description:
      'A second notification is sent when nobody acknowledged within so many minutes. Null: never.',
    minimum: 1,
    maximum: 10_080,
  }),
);

export const AlertSettings = object({
  threshold,
  effective_threshold: number({ description: 'The threshold in force.' }),
  window_minutes,
  escalation_minutes,
  quiet_hours: nullable(QuietHours),
});
export type AlertSettings = Static<typeof AlertSettings>;
const project = projectionOf(AlertSettings);
/** `serverThreshold` holds for tenants who set none. */
export const toAlertSettingsView = (settings: SettingsRecord, serverThreshold: number): AlertSettings =>
  project({ ...settings, effective_threshold: settings.threshold ?? serverThreshold });

export const AlertSettingsUpdate = object(
  {
    threshold: optional(threshold),
    window_minutes: optional(window_minutes),
    escalation_minutes: optional(escalation_minutes),
    quiet_hours: optional(anything({ description: 'As in the answer; null = none.' })),
  },
  { minProperties: 1 },
);
export type AlertSettingsUpdate = Static<typeof AlertSettingsUpdate>;
