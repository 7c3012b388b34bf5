/** What a digest counts: what happened, what was decided, what waits, which nodes are silent, what was held back. */
import type { Incident } from '../core/alert.ts';
import type { Delivery } from '../core/delivery.ts';
import type { DigestReport, NamedIncident } from '../core/digest-report.ts';
import { groupDocs, knownScannerDocs, suppressionDocs } from '../core/doc-kinds.ts';
import type { NodeRecord } from '../core/node.ts';
import type { TenantStore } from '../core/store.ts';
import { tokensNodeMark } from '../core/token.ts';
import { listDocuments, readDocument } from '../core/update-document.ts';

const pageSize = 500;
/** Incidents looked at in one list; more are said to be more. */
const mostPages = 10;
const mostNamed = 5;
const mostRules = 1000;
const mostDead = 200;
const hourMs = 60 * 60_000;
/** What was decided within the period may have begun so long before it. */
const decidedMs = 30 * 24 * hourMs;

export type ReportTenant = Pick<
  TenantStore,
  'incidents' | 'rollups' | 'nodes' | 'docs' | 'doc' | 'deliveries'
>;

export interface ReportQuestion {
  groupId: string | null;
  fromMs: number;
  toMs: number;
  heldBack: Readonly<Record<string, number>>;
}

type Concerns = (incident: Incident) => boolean;

async function readIncidents(
  tenant: ReportTenant,
  filter: Parameters<TenantStore['incidents']>[0],
  concerns: Concerns,
): Promise<{ found: Incident[]; isMore: boolean }> {
  const found: Incident[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const read = await tenant.incidents(filter, { limit: pageSize, cursor });
    found.push(...read.items.filter(concerns));
    cursor = read.next_cursor;
    if (cursor === null) return { found, isMore: false };
  }
  return { found, isMore: true };
}

const nameOf = ({ title, risk_score, status, opened_at }: Incident): NamedIncident => ({
  title,
  risk_score,
  status,
  opened_at,
});
const worstOf = (incidents: readonly Incident[]): NamedIncident[] =>
  [...incidents]
    .sort((a, b) => b.risk_score - a.risk_score || (a.opened_at < b.opened_at ? -1 : 1))
    .slice(0, mostNamed)
    .map(nameOf);

/** Events are counted by whole hours: two periods that follow each other share none. */
const hourOf = (ms: number): string => new Date(Math.floor(ms / hourMs) * hourMs).toISOString();

async function countEvents(
  tenant: ReportTenant,
  [fromMs, toMs]: readonly [number, number],
  nodes: ReadonlySet<string> | null,
): Promise<number> {
  if (nodes !== null) return countOnNodes(tenant, [fromMs, toMs], nodes, 'nodes');
  const rollups = await tenant.rollups(hourOf(fromMs), hourOf(toMs), 'nodes');
  return rollups.reduce((sum, { events }) => sum + events, 0);
}

async function countOnNodes(
  tenant: ReportTenant,
  [fromMs, toMs]: readonly [number, number],
  nodes: ReadonlySet<string>,
  by: 'nodes' | 'suppressed',
): Promise<number> {
  let sum = 0;
  for (const rollup of await tenant.rollups(hourOf(fromMs), hourOf(toMs), by))
    for (const [id, count] of Object.entries(rollup[by])) if (nodes.has(id)) sum += count;
  return sum;
}

/** Of rules that hold for all groups the group's part is counted by its nodes, by whole hours; the tenant's by the rules. */
async function countSuppressed(
  tenant: ReportTenant,
  period: readonly [number, number],
  nodes: ReadonlySet<string> | null,
  heldBack: Readonly<Record<string, number>>,
): Promise<number> {
  if (nodes !== null) return countOnNodes(tenant, period, nodes, 'suppressed');
  return Object.entries(await readHeldBack(tenant)).reduce(
    (sum, [id, hits]) => sum + Math.max(0, hits - (heldBack[id] ?? 0)),
    0,
  );
}

/** Hits of all rules and known scanners, by id. */
export async function readHeldBack(tenant: Pick<TenantStore, 'docs'>): Promise<Record<string, number>> {
  const [rules, scanners] = await Promise.all([
    listDocuments(tenant, suppressionDocs, mostRules),
    listDocuments(tenant, knownScannerDocs, mostRules),
  ]);
  return Object.fromEntries([...rules, ...scanners].map(({ id, body }) => [id, body.hits]));
}

function toNodes(nodes: readonly NodeRecord[]): DigestReport['nodes'] {
  const watched = nodes.filter((node) => node.status === 'active' && node.os_type !== tokensNodeMark);
  const silent = watched.flatMap(({ name, silent_since: since }) =>
    since === null ? [] : [{ name, since }],
  );
  const never = watched.filter(({ last_seen }) => last_seen === null).length;
  return { total: watched.length, alive: watched.length - silent.length - never, never, silent };
}

/** Reads a bounded number of records whatever happened. */
export async function readReport(
  tenant: ReportTenant,
  { groupId, fromMs, toMs, heldBack }: ReportQuestion,
): Promise<DigestReport> {
  const group = groupId === null ? null : ((await readDocument(tenant, groupDocs, groupId))?.body ?? null);
  const nodes = (await tenant.nodes()).filter(({ group_id }) => groupId === null || group_id === groupId);
  const ids = groupId === null ? null : new Set(nodes.map(({ node_id }) => node_id));
  const concerns: Concerns = (incident) =>
    ids === null || ids.has(incident.node_id) || incident.touched.nodes.some((id) => ids.has(id));
  const iso = (ms: number): string => new Date(ms).toISOString();
  const [from, to, beforeMs] = [iso(fromMs), iso(toMs), fromMs - (toMs - fromMs)];
  const opened = (found: readonly Incident[], since: string, until: string): Incident[] =>
    found.filter(({ opened_at }) => opened_at >= since && opened_at < until);
  const seen = await readIncidents(tenant, { from }, concerns);
  const earlier = await readIncidents(
    tenant,
    { from: iso(Math.min(beforeMs, fromMs - decidedMs)), to: from },
    concerns,
  );
  const waiting = await readIncidents(tenant, { status: 'open' }, concerns);
  const ofPeriod = opened(seen.found, from, to);
  const all = new Map([...seen.found, ...earlier.found].map((one) => [one.incident_id, one]));
  const within = (at: string | null | undefined): boolean => !!at && at >= from && at < to;
  const judged = [...all.values()].filter(({ human_verdict }) => within(human_verdict?.at));
  const verdictsOf = (kind: string): number =>
    judged.filter(({ human_verdict }) => human_verdict?.verdict === kind).length;
  const given = await tenant.deliveries({ state: 'dead' }, { limit: mostDead });
  const isOurs = ({ incident_id, notice }: Delivery): boolean => {
    const incident = all.get(incident_id ?? '');
    return ids === null || ids.has(notice.node_id) || (incident !== undefined && concerns(incident));
  };
  const dead = given.items.filter((one) => one.created_at >= from && one.created_at < to && isOurs(one));
  return {
    group: group?.name ?? null,
    from,
    to,
    incidents: { count: ofPeriod.length, isMore: seen.isMore },
    incidentsBefore: {
      count: opened([...all.values()], iso(beforeMs), from).length,
      isMore: earlier.isMore || seen.isMore,
    },
    events: await countEvents(tenant, [fromMs, toMs], ids),
    eventsBefore: await countEvents(tenant, [beforeMs, fromMs], ids),
    worst: worstOf(ofPeriod),
    resolved: [...all.values()].filter(({ resolved_at }) => within(resolved_at)).length,
    acknowledged: [...all.values()].filter(({ acknowledged_at }) => within(acknowledged_at)).length,
    verdicts: {
      attack: verdictsOf('attack'),
      harmless: verdictsOf('harmless'),
      expected: verdictsOf('expected'),
    },
    waiting: { count: waiting.found.length, isMore: waiting.isMore },
    longest: worstOf(waiting.found),
    nodes: toNodes(nodes),
    suppressed: await countSuppressed(tenant, [fromMs, toMs], ids, heldBack),
    folded: ofPeriod.filter(({ notified_channels }) => {
      const channels = Object.values(notified_channels);
      return channels.length > 0 && channels.every(({ folded }) => folded);
    }).length,
    throttled: ofPeriod.filter(({ throttled }) => throttled).length,
    undelivered: { count: dead.length, isMore: given.next_cursor !== null },
  };
}
