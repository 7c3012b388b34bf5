/**
 * What `expected` on an incident offers: one known scanner for all that its source did, instead of a rule for each of its
 * alerts. It is only a suggestion; a person makes it.
 */
import type { Incident } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import {
  type ScannerHours,
  type ScannerPermission,
  type ScannerSettings,
  scannerPermissions,
} from '../core/known-scanner.ts';
import type { TenantStore } from '../core/store.ts';
import { parseNetwork } from '../lib/network.ts';
import { permissionsFor } from '../score/exposure/known-scanner.ts';

const pageSize = 1000;
const mostPages = 5;
/** Of each list; beyond it the list is left empty, which means all. */
const mostNamed = 200;
const hourMs = 60 * 60_000;

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** The whole hours (UTC) that the incident fits into, or null where it took longer than half a day. Pure. */
export function toHours({
  first_seen,
  last_seen,
}: Pick<Incident, 'first_seen' | 'last_seen'>): ScannerHours | null {
  const fromMs = Math.floor(Date.parse(first_seen) / hourMs) * hourMs;
  const toMs = Math.floor(Date.parse(last_seen) / hourMs + 1) * hourMs;
  if (toMs - fromMs > 12 * hourMs) return null;
  const to = new Date(toMs).getUTCHours();
  const from = clock(new Date(fromMs).getUTCHours());
  return { from, to: clock(to === 0 ? 24 : to), timezone: 'UTC', weekdays: [] };
}

const named = (values: ReadonlySet<string>): string[] => (values.size > mostNamed ? [] : [...values].sort());

/** Null where the source did something that no scanner does, or is no address. Looks at its latest 5,000 events. */
export async function suggestScanner(
  tenant: Pick<TenantStore, 'events'>,
  incident: Incident,
): Promise<ScannerSettings | null> {
  const { source_ip, first_seen, last_seen } = incident;
  const network = parseNetwork(source_ip);
  if (network === null) return null;
  const to = new Date(Date.parse(last_seen) + 1).toISOString();
  const nodes = new Set<string>();
  const services = new Set<string>();
  const needed = new Set<ScannerPermission>();
  const take = (event: StoredEvent): boolean => {
    if (event.verdict === null) return true;
    const permissions = permissionsFor(event, event.verdict);
    if (permissions === null) return false;
    nodes.add(event.node_id);
    services.add(event.service);
    for (const permission of permissions) needed.add(permission);
    return true;
  };
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await tenant.events(
      { source: source_ip, from: first_seen, to },
      { limit: pageSize, cursor },
    );
    if (!page.items.every(take)) return null;
    cursor = page.next_cursor;
    if (cursor === null) break;
  }
  if (needed.size === 0) return null;
  return {
    name: `Known scanner at ${source_ip}`,
    owner: '',
    enabled: true,
    networks: [network.text],
    services: named(services),
    nodes: named(nodes),
    hours: toHours(incident),
    may: scannerPermissions.filter((permission) => needed.has(permission)),
  };
}
