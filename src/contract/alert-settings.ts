/** What a tenant has set about alerts. */
import type { AlertSettings as SettingsRecord } from '../core/alert-settings.ts';
import { exposureSettings } from '../core/exposure.ts';
import { projectionOf } from './project.ts';
import {
  anything,
  choice,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

export const QuietHours = object(
  {
    from: text({ examples: ['22:00'] }),
    to: text({ examples: ['07:00'] }),
    timezone: text({ examples: ['Europe/Berlin'] }),
    override_risk: integer({
      description: 'Messages of at least this risk are sent anyway.',
      minimum: 0,
      maximum: 10,
    }),
  },
  { description: 'Daily hours during which messages are held back.' },
);
export type QuietHours = Static<typeof QuietHours>;

const threshold = nullable(
  number({
    description: "An alert is raised when the risk is greater than this. Null: the server's default.",
    minimum: 0,
    maximum: 10,
  }),
);
const window_minutes = integer({
  description:
    'After a pause longer than this, up to seven days, a source resumes its incident without a notification, unless it got worse.',
  minimum: 1,
  maximum: 10_080,
});
const escalation_minutes = nullable(
  integer({
    description:
      'A second notification is sent if nobody acknowledges within this many minutes. Null: never.',
    minimum: 1,
    maximum: 10_080,
  }),
);

const escalation_channels = list(text({ maxLength: 100 }), {
  description:
    'Ids of the channels that get the second notification, whatever their filters and `events` say. Empty: those that take `escalated`.',
  maxItems: 20,
});

const exposure = choice(exposureSettings, {
  description: 'Whether events count as inside your network. `auto`: decided by their source.',
});
const networks = list(text({ maxLength: 50, examples: ['198.51.100.0/24'] }), {
  description: 'Your own networks besides the private ones; events from them count as inside.',
  maxItems: 500,
});

const timezone = nullable(
  text({
    description: 'Time zone (IANA) of the times in messages. Null: that of the quiet hours, else UTC.',
    maxLength: 60,
    examples: ['Europe/Berlin'],
  }),
);

export const AlertSettings = object({
  threshold,
  effective_threshold: number({ description: 'The threshold in force.' }),
  window_minutes,
  escalation_minutes,
  escalation_channels,
  quiet_hours: nullable(QuietHours),
  exposure,
  networks,
  timezone,
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
    escalation_channels: optional(escalation_channels),
    exposure: optional(exposure),
    networks: optional(networks),
    timezone: optional(timezone),
    quiet_hours: optional(anything({ description: 'As in the response; null = none.' })),
  },
  { minProperties: 1 },
);
export type AlertSettingsUpdate = Static<typeof AlertSettingsUpdate>;
