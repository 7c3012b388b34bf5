/** What a tenant has set about alerts. */

import { effectiveThreshold, readAlertSettings, saveAlertSettings } from '../../cases/alert-settings.ts';
import { anything, integer, nullable, number, object, optional, text } from '../../contract/schema.ts';
import type { AlertSettings } from '../../core/alert-settings.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Settings';
export const QuietHours = object(
  {
    from: text({ examples: ['22:00'] }),
    to: text({ examples: ['07:00'] }),
    timezone: text({ examples: ['Europe/Berlin'] }),
    override_risk: integer({
      description: 'From this risk on messages go out all the same.',
      minimum: 0,
      maximum: 10,
    }),
  },
  { description: 'Hours in which messages wait until the end.' },
);
const threshold = nullable(
  number({
    description: "An alert is made when risk is greater. Null: the server's own.",
    minimum: 0,
    maximum: 10,
  }),
);
const window = integer({
  description: 'Alerts of one source within this many minutes are one incident.',
  minimum: 1,
  maximum: 10_080,
});
const escalation = nullable(
  integer({
    description: 'Told once more when nobody acknowledged after so many minutes. Null: never.',
    minimum: 1,
    maximum: 10_080,
  }),
);
const Settings = object({
  threshold,
  effective_threshold: number({ description: 'What holds now.' }),
  window_minutes: window,
  escalation_minutes: escalation,
  quiet_hours: nullable(QuietHours),
});

export function alertSettingsRoutes(parts: RouteParts): Route[] {
  const { messaging } = parts;
  const view = (settings: AlertSettings) => ({
    threshold: settings.threshold,
    effective_threshold: effectiveThreshold(settings, parts),
    window_minutes: settings.window_minutes,
    escalation_minutes: settings.escalation_minutes,
    quiet_hours: settings.quiet_hours,
  });

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/alert-settings',
      access: { user: 'read' },
      tag,
      summary: 'Threshold, window, escalation, quiet hours',
      answer: Settings,
      async handle({ tenant, caller }) {
        return view(await readAlertSettings(tenant, caller.user_id));
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/alert-settings',
      access: { user: 'admin' },
      tag,
      summary: 'Change the alert settings',
      description: 'Quiet hours hold for channels that have none of their own.',
      body: object(
        {
          threshold: optional(threshold),
          window_minutes: optional(window),
          escalation_minutes: optional(escalation),
          quiet_hours: optional(anything({ description: 'As in the answer; null = none.' })),
        },
        { minProperties: 1 },
      ),
      answer: Settings,
      errors: ['conflict'],
      async handle({ tenant, caller, body: { quiet_hours, ...rest } }) {
        const quiet =
          quiet_hours === undefined ? {} : { quiet_hours: messaging.parseQuietHours(quiet_hours) };
        const change = { ...rest, ...quiet };
        return view(await saveAlertSettings({ ...parts, tenant }, caller.user_id, () => change));
      },
    }),
  ];
}
