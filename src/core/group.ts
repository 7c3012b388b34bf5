/** A group of nodes (a site, a customer's site, a VLAN): what is set for all of them. Null inherits from the tenant. */
import type { AlertSettings } from './alert-settings.ts';
import type { ChannelConfig, QuietHours } from './channel.ts';
import type { ExposureSetting } from './exposure.ts';
import type { MaintenanceWindow } from './maintenance.ts';

export interface GroupBody {
  name: string;
  description: string;
  exposure: ExposureSetting | null;
  /** An alert is made when risk is greater than this. */
  threshold: number | null;
  window_minutes: number | null;
  /** For channels that have none of their own. */
  quiet_hours: QuietHours | null;
  /** Ids of the channels that are told of its nodes; empty = all of the tenant's. */
  channels: string[];
  /** A node of it is not called silent before so many minutes. */
  silence_minutes: number | null;
  maintenance: MaintenanceWindow[];
}

/** The tenant's settings as they hold for the nodes of a group. Pure. */
export const withGroup = (settings: AlertSettings, group: GroupBody | null): AlertSettings =>
  group === null
    ? settings
    : {
        ...settings,
        exposure: group.exposure ?? settings.exposure,
        threshold: group.threshold ?? settings.threshold,
        window_minutes: group.window_minutes ?? settings.window_minutes,
        quiet_hours: group.quiet_hours ?? settings.quiet_hours,
      };

/**
 * The channels that are told of a group's nodes. Where none of those that it names exists any more, it is all of them:
 * whoever removes a channel must not silence a site. Pure.
 */
export function channelsOfGroup(
  group: Pick<GroupBody, 'channels'> | null,
  channels: readonly ChannelConfig[],
): readonly ChannelConfig[] {
  if (group === null || group.channels.length === 0) return channels;
  const own = channels.filter(({ id }) => group.channels.includes(id));
  return own.length === 0 ? channels : own;
}
