/** What a tenant has set about alerts. */
import { type AlertSettings, alertSettingsKind, toAlertSettings } from '../../core/alert-settings.ts';
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import type { TenantStore } from '../../core/store.ts';
import { newDoc } from '../entry.ts';
import { type Route, type RouteParts, userRoute } from '../route.ts';
import { anything, integer, nullable, number, object, optional, text } from '../schema.ts';

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
  const { now, corridor, messaging, alertRiskThreshold } = parts;
  const view = (settings: AlertSettings) => ({
    threshold: settings.threshold,
    effective_threshold: settings.threshold ?? alertRiskThreshold,
    window_minutes: settings.window_minutes,
    escalation_minutes: settings.escalation_minutes,
    quiet_hours: settings.quiet_hours,
  });

  async function save(
    tenant: TenantStore,
    user_id: string,
    change: Partial<AlertSettings>,
  ): Promise<AlertSettings> {
    for (let tries = 0; tries < 5; tries++) {
      const standing = await tenant.doc(alertSettingsKind, user_id);
      const settings = { ...toAlertSettings(standing), ...change };
      const body = settings as unknown as JsonObject;
      const done = standing
        ? await tenant.updateDoc(alertSettingsKind, user_id, standing.version, { body, updated_at: now() })
        : await tenant.createDoc(newDoc({ kind: alertSettingsKind, id: user_id, user_id, body, now: now() }));
      if (done !== 'stale' && done !== 'exists' && done !== null) return settings;
    }
    throw new AppError('conflict', 'The settings were changed meanwhile; try again');
  }

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/alert-settings',
      access: { user: 'read' },
      tag,
      summary: 'Threshold, window, escalation, quiet hours',
      answer: Settings,
      async handle({ tenant, caller }) {
        return view(toAlertSettings(await tenant.doc(alertSettingsKind, caller.user_id)));
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
        const saved = await save(tenant, caller.user_id, { ...rest, ...quiet });
        corridor.refresh();
        return view(saved);
      },
    }),
  ];
}
