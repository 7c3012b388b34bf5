/** A known scanner, backup or monitor: a machine of one's own that touches decoys, and what it is known to do. */
import type { Weekday } from './week-hours.ts';

/** What it may do beyond connections. The last three are for vulnerability scanners and backups alone. */
export const scannerPermissions = [
  'connect',
  'page_views',
  'probes',
  'sign_in_attempts',
  'payloads',
  'file_reads',
] as const;
export type ScannerPermission = (typeof scannerPermissions)[number];

export interface ScannerHours {
  /** `HH:MM`; `to` may be `24:00`. */
  from: string;
  to: string;
  /** IANA name. */
  timezone: string;
  /** Empty = every day. */
  weekdays: Weekday[];
}

/** What people say of it. */
export interface ScannerSettings {
  name: string;
  owner: string;
  enabled: boolean;
  /** Addresses or CIDR networks. */
  networks: string[];
  /** Empty = all. */
  services: string[];
  /** Node ids; empty = all. */
  nodes: string[];
  /** Null = always. */
  hours: ScannerHours | null;
  may: ScannerPermission[];
}

export interface ScannerBody extends ScannerSettings {
  created_by: string;
  /** Events it has kept from alerting, and the time of the latest, ISO. The store counts them. */
  hits: number;
  last_hit_at: string | null;
}

/** Ids of known scanners begin with it, so that a commit knows whose hits it counts. */
export const scannerIdPrefix = 'scanner-';
