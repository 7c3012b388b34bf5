/**
 * Nodes that have fallen silent: each raises one incident, which ends when the node is back. Every step derives its id
 * from the node and the time it was last seen, so a crash in between or a second process does no harm.
 */

import { toNotice } from '../alert/news.ts';
import { type Incident, noTouches } from '../core/alert.ts';
import type { Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { groupDocs } from '../core/doc-kinds.ts';
import type { GroupBody } from '../core/group.ts';
import { incidentId, type Sha256Hex } from '../core/ids.ts';
import type { NodeRecord } from '../core/node.ts';
import { isSilent, leastSilenceMs, silencePrefix } from '../core/silence.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { durationText } from '../lib/duration.ts';
import { allDocuments } from './all-documents.ts';
import { incidentStream } from './journal.ts';

const pageSize = 1000;
const risk = 8;
const advice =
  'Check that the sensor runs and can reach the server. An intruder who finds one may switch it off.';

type SilenceTenant = Pick<
  TenantStore,
  'createIncident' | 'incident' | 'updateIncident' | 'node' | 'updateNode' | 'append' | 'announce'
>;

export interface SilentNodesParts {
  store: Pick<Store, 'docsAfter' | 'nodesAfter' | 'enqueueDeliveries'> & {
    of(userId: string): SilenceTenant;
  };
  toDeliveries(notice: Notice, userId: string): Promise<Delivery[]>;
  linkTo(incidentId: string): string | null;
  clock(): number;
  /** When this server began to listen: nobody could report before. */
  sinceMs: number;
  sha256: Sha256Hex;
}

const silenceId = (
  { user_id, node_id }: Pick<NodeRecord, 'user_id' | 'node_id'>,
  since: string,
  sha256: Sha256Hex,
): string => incidentId(`silence\n${user_id}\n${node_id}\n${since}`, sha256);

function toReason({ usual_pause_ms: usual }: NodeRecord, since: string, nowIso: string): string {
  const quietSeconds = (Date.parse(nowIso) - Date.parse(since)) / 1000;
  const pause = usual === null ? '' : `, and its usual pause is ${durationText(usual / 1000)}`;
  return `It has not reported for ${durationText(quietSeconds)}${pause}.`;
}

/** The incident of a node that was last seen at `since`. Pure. */
export function toSilenceIncident(
  node: NodeRecord,
  since: string,
  nowIso: string,
  sha256: Sha256Hex,
): Incident {
  const id = silenceId(node, since, sha256);
  return {
    incident_id: id,
    user_id: node.user_id,
    group_key: `${silencePrefix}${node.node_id}`,
    // It takes no events: whatever the node reports ends it.
    open_key: id,
    title: `Node ${node.name} has fallen silent`,
    attack_type: 'unknown',
    risk_score: risk,
    confidence: 1,
    is_anomaly: true,
    reasons: [toReason(node, since, nowIso)],
    evidence: [],
    tactics: [],
    techniques: [],
    scored_by: 'rules',
    model: '',
    protocol: null,
    vulnerability: null,
    source_ip: node.node_id,
    service: 'node',
    node_id: node.node_id,
    related_decoy: null,
    first_seen: since,
    last_seen: nowIso,
    active_at: nowIso,
    resumed_at: null,
    event_count: 0,
    alert_count: 0,
    status: 'open',
    assignee: null,
    human_verdict: null,
    opened_at: nowIso,
    acknowledged_at: null,
    snooze: null,
    merged_into: null,
    merge: null,
    merged: [],
    seen: [],
    resolved_at: null,
    notified_risk: risk,
    notified_types: ['unknown'],
    notifications: 1,
    throttled: false,
    touched: noTouches(),
    notified_channels: {},
    key_steps: [],
    escalated_at: null,
    version: 1,
  };
}

async function tell(
  parts: SilentNodesParts,
  node: NodeRecord,
  incident: Incident,
  occasion: 'opened' | 'resolved',
): Promise<void> {
  const notice = toNotice(incident, occasion, {
    alertId: null,
    nodeName: node.name,
    payload: '',
    link: parts.linkTo(incident.incident_id),
  });
  await parts.store.enqueueDeliveries(await parts.toDeliveries({ ...notice, advice }, node.user_id));
}

async function raise(
  parts: SilentNodesParts,
  node: NodeRecord,
  since: string,
  nowIso: string,
): Promise<void> {
  const tenant = parts.store.of(node.user_id);
  const incident = toSilenceIncident(node, since, nowIso, parts.sha256);
  await tenant.createIncident(incident);
  await tell(parts, node, incident, 'opened');
  await tenant.updateNode(node.node_id, { silent_since: since });
  await tenant.announce({ kind: 'incident', id: incident.incident_id, at: nowIso });
  await tenant.announce({ kind: 'node', id: node.node_id, at: nowIso });
}

/** Resolves the incident about a node's silence, unless a person has; null where there is none to resolve. */
export async function resolveSilence(
  tenant: Pick<TenantStore, 'incident' | 'updateIncident' | 'append' | 'announce'>,
  node: Pick<NodeRecord, 'user_id' | 'node_id' | 'silent_since'>,
  { nowIso, sha256 }: { nowIso: string; sha256: Sha256Hex },
): Promise<Incident | null> {
  const { user_id, silent_since } = node;
  if (silent_since === null) return null;
  const id = silenceId(node, silent_since, sha256);
  const before = await tenant.incident(id);
  if (before === null || before.status === 'resolved') return null;
  const after = await tenant.updateIncident(id, null, { status: 'resolved', resolved_at: nowIso });
  if (after === null || after === 'stale') return null;
  await tenant.append({
    id: `${id}-back`,
    user_id,
    stream: incidentStream(id),
    at: nowIso,
    by: 'server',
    kind: 'changed',
    data: { from: { status: before.status }, to: { status: 'resolved' }, version: after.version },
  });
  await tenant.announce({ kind: 'incident', id, at: nowIso });
  return after;
}

async function end(parts: SilentNodesParts, node: NodeRecord, nowIso: string): Promise<void> {
  const tenant = parts.store.of(node.user_id);
  const resolved = await resolveSilence(tenant, node, { nowIso, sha256: parts.sha256 });
  if (resolved !== null) await tell(parts, node, resolved, 'resolved');
  await tenant.updateNode(node.node_id, { silent_since: null });
  await tenant.announce({ kind: 'node', id: node.node_id, at: nowIso });
}

/**
 * Whether the node whose key a sub-node reports with is stopped or quiet itself: then that is what happened, and thirty
 * incidents about the sensors behind it would say it no better.
 */
async function parentOf(
  { store, clock }: SilentNodesParts,
  { user_id, parent_id }: NodeRecord,
): Promise<'reports' | 'quiet' | 'stopped'> {
  if (parent_id === null) return 'reports';
  const parent = await store.of(user_id).node(parent_id);
  if (parent === null || parent.status !== 'active') return 'stopped';
  const heardMs = parent.last_seen === null ? 0 : Date.parse(parent.last_seen);
  return parent.silent_since === null && clock() - heardMs <= leastSilenceMs ? 'reports' : 'quiet';
}

/** One round over the nodes of all tenants, page by page; resolves with how many fell silent or came back. */
export async function watchSilence(parts: SilentNodesParts): Promise<number> {
  const { store, clock, sinceMs } = parts;
  const groups = new Map<string, GroupBody>();
  for await (const doc of allDocuments(store, groupDocs)) groups.set(`${doc.user_id}|${doc.id}`, doc.body);
  const nowMs = clock();
  const nowIso = new Date(nowMs).toISOString();
  let changed = 0;
  let after = '';
  for (;;) {
    const nodes = await store.nodesAfter(after, pageSize);
    for (const node of nodes) {
      const { silent_since: since, last_seen: last } = node;
      const group = groups.get(`${node.user_id}|${node.group_id}`) ?? null;
      const isBack = since !== null && last !== null && last > since;
      const isOver = isBack || node.status !== 'active';
      if (since !== null && (isOver || (await parentOf(parts, node)) === 'stopped'))
        await end(parts, node, nowIso);
      else if (
        since === null &&
        last !== null &&
        isSilent(node, group, nowMs, sinceMs) &&
        (await parentOf(parts, node)) === 'reports'
      )
        await raise(parts, node, last, nowIso);
      else continue;
      changed += 1;
    }
    if (nodes.length < pageSize) return changed;
    after = nodes.at(-1)?.node_id ?? '';
  }
}
