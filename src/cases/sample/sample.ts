/** Sample data: made on request in a side tenant, looked at on request, and removed without a trace. */
import { hash } from 'node:crypto';
import type { AlertStatus, Incident } from '../../core/alert.ts';
import type { DocOf } from '../../core/doc-kind.ts';
import { sampleDocs } from '../../core/doc-kinds.ts';
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import { decoyId, nodeId, type RandomHex } from '../../core/ids.ts';
import { newNode } from '../../core/node.ts';
import type { EventPipeline } from '../../core/pipeline.ts';
import { type SampleBody, sampleId } from '../../core/sample.ts';
import { sampleTenantOf } from '../../core/side-tenant.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { readDocument, updateDocument } from '../../core/update-document.ts';
import { parseNativeEvent } from '../../ingest/native.ts';
import { hashOf, newNodeKey, type RandomBytes } from '../credentials.ts';
import { type SampleNode, sampleNodes } from './nodes.ts';
import { createSampleRandom } from './random.ts';
import { type SampleEvent, toSampleEvents } from './scenes.ts';

export interface SampleParts {
  store: Pick<Store, 'of' | 'removeSideTenant' | 'touchNodes'>;
  pipeline: Pick<EventPipeline, 'accept'>;
  now(): string;
  clock(): number;
  random: RandomBytes;
  randomHex: RandomHex;
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

export type Sample = DocOf<SampleBody>;

/** A process that was making it is not any more. */
const abandonedMs = 2 * 60_000;
const chunkEvents = 250;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Nobody forgets it for longer. */
export const sampleLifeMs = 30 * dayMs;

/** Null where there is none. */
export const getSample = (tenant: Pick<TenantStore, 'doc'>): Promise<Sample | null> =>
  readDocument(tenant, sampleDocs, sampleId);

/** The side tenant to look into. Throws `not_found` where there is nothing to look at. */
export async function sampleTenant(tenant: Pick<TenantStore, 'doc'>): Promise<string> {
  const sample = await getSample(tenant);
  if (sample?.body.state !== 'ready') throw new AppError('not_found', 'There is no sample data');
  return sample.body.tenant_id;
}

/**
 * Resolves when all of it is there; what there is already is left as it is. Throws `conflict` while another call makes or
 * removes it.
 */
export async function makeSample(
  parts: SampleParts,
  { user_id, by }: { user_id: string; by: string },
): Promise<Sample> {
  const { store, now, clock, randomHex } = parts;
  const tenant = store.of(user_id);
  const existing = await getSample(tenant);
  if (existing?.body.state === 'ready') return existing;
  if (existing !== null) {
    if (clock() - Date.parse(existing.updated_at) < abandonedMs) throw busy();
    await removeSample(parts, user_id);
  }
  const tenant_id = sampleTenantOf(user_id, randomHex(6));
  const body: SampleBody = { state: 'making', tenant_id, by, events: 0 };
  const doc = sampleDocs.create({ id: sampleId, user_id }, body, now());
  if ((await tenant.createDoc(doc)) === 'exists') throw busy();
  const events = await fill(parts, tenant_id);
  const ready = await updateDocument(
    tenant,
    sampleDocs,
    sampleId,
    ({ body: made }) =>
      made.tenant_id === tenant_id ? { body: { ...made, state: 'ready' as const, events } } : null,
    { now: now() },
  );
  if (ready === null || ready === 'stale' || ready.body.tenant_id !== tenant_id) {
    // It was removed while it was being made: what was written since goes as well.
    await store.removeSideTenant(tenant_id);
    throw busy();
  }
  return ready;
}

const busy = (): AppError =>
  new AppError('conflict', 'The sample data is being made or removed; try again in a moment');

/** Nothing of it is left when this resolves; cut short, a repeat completes it. False where there was none. */
export async function removeSample(
  { store, now }: Pick<SampleParts, 'store' | 'now'>,
  user_id: string,
): Promise<boolean> {
  const tenant = store.of(user_id);
  // From here on nobody can look at it.
  const sample = await updateDocument(
    tenant,
    sampleDocs,
    sampleId,
    ({ body }) => ({ body: { ...body, state: 'removing' as const } }),
    { now: now() },
  );
  if (sample === null) return false;
  if (sample === 'stale') throw busy();
  await store.removeSideTenant(sample.body.tenant_id);
  await tenant.removeDoc(sampleDocs.name, sampleId);
  return true;
}

/** Resolves with the number of events. */
async function fill(parts: SampleParts, tenant_id: string): Promise<number> {
  const { store, pipeline, clock } = parts;
  const tenant = store.of(tenant_id);
  const nowMs = clock();
  const nodes = await makeNodes(parts, tenant_id, nowMs);
  const events = toSampleEvents(createSampleRandom(20_261_130));
  const drafts = events.map((event): [SampleNode, DraftEvent] => [event.node, toDraft(event, nowMs)]);
  // In the order of time; all nodes of a chunk at once, so that they share a commit.
  for (let at = 0; at < drafts.length; at += chunkEvents) {
    const byNode = Map.groupBy(drafts.slice(at, at + chunkEvents), ([node]) => node);
    await Promise.all(
      Array.from(byNode, ([node, some]) =>
        pipeline.accept(
          { user_id: tenant_id, node_id: nodes[node] },
          some.map(([, draft]) => draft),
        ),
      ),
    );
  }
  await live(tenant, nowMs);
  return drafts.length;
}

const toDraft = ({ record, minutesAgo, place }: SampleEvent, nowMs: number): DraftEvent => {
  const timestamp = new Date(nowMs - minutesAgo * minuteMs).toISOString();
  // As of an import: the times of the events count, not that of their arrival.
  return {
    ...parseNativeEvent({ ...record, timestamp }),
    history: true,
    ...(place === null ? {} : { known_place: place }),
  };
};

async function makeNodes(
  { store, random, randomHex }: SampleParts,
  user_id: string,
  nowMs: number,
): Promise<Record<SampleNode, string>> {
  const tenant = store.of(user_id);
  const created_at = new Date(nowMs - 9 * dayMs).toISOString();
  const last = new Date(nowMs).toISOString();
  const made: [SampleNode, string][] = [];
  for (const [key, node] of Object.entries(sampleNodes) as [SampleNode, (typeof sampleNodes)[SampleNode]][]) {
    const node_id = nodeId(randomHex);
    // Nobody has the key.
    const key_hash = hashOf(newNodeKey(random));
    await tenant.createNode(
      newNode({ ...node, labels: [...node.labels], node_id, user_id, key_hash, created_at }),
    );
    made.push([key, node_id]);
  }
  await store.touchNodes(made.map(([, node_id]) => ({ node_id, at: last })));
  const ids = Object.fromEntries(made) as Record<SampleNode, string>;
  await tenant.registerDecoys(
    ['passwords-2026.xlsx', 'vpn-backup.ovpn', 'salaries-2026.xlsx'].map((file_name) => {
      const file_path = `C:\\Users\\j.doe\\Documents\\${file_name}`;
      return {
        id: decoyId(ids.laptop, { file_path, file_name }, sha256),
        node_id: ids.laptop,
        user_id,
        file_name,
        file_path,
        type: 'file',
        status: 'active',
        registered_at: created_at,
        last_accessed: null,
        triggers_count: 0,
        extra: null,
      };
    }),
  );
  return ids;
}

/** Somebody has worked with it: what is older than two days is resolved, one of the younger ones is in hand. */
async function live(tenant: TenantStore, nowMs: number): Promise<void> {
  const { items } = await tenant.incidents({ open: true }, { limit: 200 });
  const by = 'ada@example.org';
  const iso = (ms: number): string => new Date(ms).toISOString();
  const set = async ({ incident_id, last_seen }: Incident, status: AlertStatus): Promise<void> => {
    const at = iso(Math.min(nowMs, Date.parse(last_seen) + 3 * 60 * minuteMs));
    const isOver = status === 'resolved';
    await tenant.updateIncident(incident_id, null, {
      status,
      assignee: by,
      acknowledged_at: at,
      ...(isOver
        ? { resolved_at: at, open_key: incident_id, human_verdict: { verdict: 'attack', note: '', by, at } }
        : {}),
    });
    await tenant.updateAlertsOfIncident(incident_id, status);
  };
  const [young, old] = [
    items.filter(({ last_seen }) => nowMs - Date.parse(last_seen) < 2 * dayMs),
    items.filter(({ last_seen }) => nowMs - Date.parse(last_seen) >= 2 * dayMs),
  ];
  for (const incident of old) await set(incident, 'resolved');
  const second = young.at(-1);
  if (second && young.length > 1) await set(second, 'investigating');
}

/** Its nodes are heard as long as it is there, and it goes after a month. `sample` as read; resolves with whether it stays. */
export async function keepSample(
  { store, now, clock }: Pick<SampleParts, 'store' | 'now' | 'clock'>,
  sample: Sample,
): Promise<boolean> {
  if (clock() - Date.parse(sample.created_at) > sampleLifeMs) {
    await removeSample({ store, now }, sample.user_id);
    return false;
  }
  if (sample.body.state !== 'ready') return true;
  const nodes = await store.of(sample.body.tenant_id).nodes();
  await store.touchNodes(nodes.map(({ node_id }) => ({ node_id, at: now() })));
  return true;
}
