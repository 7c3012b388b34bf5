/** What a tenant has set about alerts. */
import type { QuietHours } from './channel.ts';
import type { ExposureSetting } from './exposure.ts';
import type { Doc } from './query.ts';

/** Kind of the document that holds a tenant's alert settings; there is one, its id is the tenant's. */
export const alertSettingsKind = 'alert-settings';

export interface AlertSettings {
  /** An alert is made when risk is greater than this; null = the server's own. */
  threshold: number | null;
  /** Alerts of one source further apart than this belong to different incidents. */
  window_minutes: number;
  /** Nobody acknowledged after so many minutes: told once more. Null = never. */
  escalation_minutes: number | null;
  /** Ids of the channels that are told then, whatever else they take; empty = those that take `escalated`. */
  escalation_channels: string[];
  /** For channels that have none of their own. */
  quiet_hours: QuietHours | null;
  /** Exposure of nodes that have none of their own. */
  exposure: ExposureSetting;
  /** Networks of the tenant's own beside the private ones: events from there count as inside. */
  networks: string[];
  /** IANA name of the zone in which messages give times; null = that of the quiet hours, else UTC. */
  timezone: string | null;
}

export const defaultAlertSettings: AlertSettings = {
  threshold: null,
  window_minutes: 60,
  escalation_minutes: null,
  escalation_channels: [],
  quiet_hours: null,
  exposure: 'auto',
  networks: [],
  timezone: null,
};

/** Settings as they are kept; what a document does not say is the default. */
export const toAlertSettings = (doc: Pick<Doc, 'body'> | null): AlertSettings => ({
  ...defaultAlertSettings,
  ...((doc?.body ?? {}) as Partial<AlertSettings>),
});

/** The zone in which the tenant reads times. */
export const timezoneOf = ({
  timezone,
  quiet_hours,
}: Pick<AlertSettings, 'timezone' | 'quiet_hours'>): string => timezone ?? quiet_hours?.timezone ?? 'UTC';
