/** What a wallboard shows: numbers and the tenant's own names. Of what attackers sent, nothing but how often and of what kind. */
import { toStatsView } from '../contract/stats.ts';
import type { WallboardData } from '../contract/wallboard.ts';
import type { Incident } from '../core/alert.ts';
import type { NodeRecord } from '../core/node.ts';
import { type ActivityBucket, toActivity, toTop } from '../core/rollup-sums.ts';
import type { TenantStore } from '../core/store.ts';
import type { WallboardDoc } from './wallboards.ts';

const hourMs = 60 * 60_000;
const hours = 24;
const mostOpen = 1000;
const shownWorst = 5;
const shownSilent = 10;
const shownTop = 6;

/** Read at most this often for one tenant, however many screens ask. */
const keepMs = 2000;
const mostHeld = 200;

type Numbers = Omit<WallboardData, 'name' | 'expires_at'>;

async function readNumbers(tenant: TenantStore, nowMs: number): Promise<Numbers> {
  const endMs = nowMs - (nowMs % hourMs) + hourMs;
  const [from, to] = [new Date(endMs - hours * hourMs).toISOString(), new Date(endMs).toISOString()];
  const [stats, page, nodes, rollups] = await Promise.all([
    tenant.stats(),
    tenant.incidents({ open: true }, { limit: mostOpen }),
    tenant.nodes(),
    tenant.rollups(from, to),
  ]);
  const activity: ActivityBucket[] = toActivity(rollups, {
    bucket: 'hour',
    by: 'type',
    fromMs: endMs - hours * hourMs,
    toMs: endMs,
  });
  const silent = nodes.filter(({ silent_since }) => silent_since !== null);
  return {
    at: new Date(nowMs).toISOString(),
    totals: toStatsView(stats),
    incidents: {
      open: page.items.length,
      is_more: page.next_cursor !== null,
      by_risk: countByRisk(page.items),
      worst: worstOf(page.items, nodes),
    },
    nodes: {
      total: nodes.length,
      active: nodes.filter(({ status }) => status === 'active').length,
      silent: silent.length,
      silent_names: silent.slice(0, shownSilent).map(({ name, last_seen }) => ({ name, last_seen })),
    },
    activity,
    top: {
      types: toTop(rollups, 'type', shownTop).items,
      services: toTop(rollups, 'service', shownTop).items,
      countries: toTop(rollups, 'country', shownTop).items,
      sources: toTop(rollups, 'source', shownTop).items,
    },
  };
}

function countByRisk(incidents: readonly Incident[]): Numbers['incidents']['by_risk'] {
  const count = (from: number, to: number): number =>
    incidents.filter(({ risk_score }) => risk_score >= from && risk_score <= to).length;
  return { critical: count(9, 10), high: count(7, 8), medium: count(4, 6), low: count(0, 3) };
}

function worstOf(
  incidents: readonly Incident[],
  nodes: readonly NodeRecord[],
): Numbers['incidents']['worst'] {
  const names = new Map(nodes.map(({ node_id, name }) => [node_id, name]));
  return incidents
    .toSorted((a, b) => b.risk_score - a.risk_score || (a.last_seen < b.last_seen ? 1 : -1))
    .slice(0, shownWorst)
    .map(({ incident_id, attack_type, risk_score, status, node_id, service, source_ip, last_seen }) => ({
      incident_id,
      attack_type,
      risk_score,
      status,
      node_name: names.get(node_id) ?? node_id,
      service,
      source: source_ip,
      last_seen,
    }));
}

const withoutSources = (numbers: Numbers): Numbers => ({
  ...numbers,
  incidents: {
    ...numbers.incidents,
    worst: numbers.incidents.worst.map((one) => ({ ...one, source: null })),
  },
  top: { ...numbers.top, sources: null },
});

/** Shared by all screens of a tenant: many of them cost what one does. */
export function createWallboardReader({
  store,
  clock,
}: {
  store: { of(userId: string): TenantStore };
  clock(): number;
}): (wallboard: WallboardDoc) => Promise<WallboardData> {
  const held = new Map<string, { atMs: number; numbers: Promise<Numbers> }>();
  return async ({ user_id, body, expires_at }) => {
    const nowMs = clock();
    let found = held.get(user_id);
    if (!found || nowMs - found.atMs >= keepMs || nowMs < found.atMs) {
      if (held.size >= mostHeld) held.clear();
      found = { atMs: nowMs, numbers: readNumbers(store.of(user_id), nowMs) };
      held.set(user_id, found);
      const made = found;
      // A failure is not kept.
      found.numbers.catch(() => held.get(user_id) === made && held.delete(user_id));
    }
    const numbers = await found.numbers;
    return { name: body.name, expires_at, ...(body.show_sources ? numbers : withoutSources(numbers)) };
  };
}
