/** What a tenant has set about alerts. */

import { readAlertSettings, saveAlertSettings } from '../../cases/alert-settings.ts';
import { checkChannels } from '../../cases/channels.ts';
import { parseNetworks } from '../../cases/networks.ts';
import { checkTimezone } from '../../cases/timezone.ts';
import { AlertSettings, AlertSettingsUpdate, toAlertSettingsView } from '../../contract/alert-settings.ts';
import { parseQuietHours } from '../../notify/channel-settings.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Settings';

export function alertSettingsRoutes(parts: RouteParts): Route[] {
  const { alertRiskThreshold } = parts;

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/alert-settings',
      access: { user: 'read' },
      tag,
      summary: 'Threshold, window, escalation, quiet hours',
      answer: AlertSettings,
      async handle({ tenant, caller }) {
        return toAlertSettingsView(await readAlertSettings(tenant, caller.user_id), alertRiskThreshold);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/alert-settings',
      access: { user: 'admin' },
      tag,
      summary: 'Change the alert settings',
      description: 'Quiet hours apply to channels that have none of their own.',
      body: AlertSettingsUpdate,
      answer: AlertSettings,
      errors: ['conflict'],
      async handle({ tenant, caller, body: { quiet_hours, networks, ...rest } }) {
        checkTimezone(rest.timezone);
        await checkChannels(tenant, 'escalation_channels', rest.escalation_channels);
        const change = {
          ...rest,
          ...(quiet_hours === undefined ? {} : { quiet_hours: parseQuietHours(quiet_hours) }),
          ...(networks === undefined ? {} : { networks: parseNetworks(networks) }),
        };
        const saved = await saveAlertSettings({ ...parts, tenant }, caller.user_id, () => change);
        if (quiet_hours !== undefined) await parts.messaging.release(caller.user_id, 'held', null);
        return toAlertSettingsView(saved, alertRiskThreshold);
      },
    }),
  ];
}
