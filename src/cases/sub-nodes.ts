/**
 * Events of several sensors behind one key (a T-Pot, a relay) are given to the sub-nodes that their sensors are, each made
 * at first sight. What cannot be told apart stays with the node whose key it is: nothing is lost for its name.
 */
import { hash } from 'node:crypto';
import { AppError } from '../core/errors.ts';
import type { DraftEvent } from '../core/event.ts';
import type { NodeRecord } from '../core/node.ts';
import type { AcceptResult, EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { isRelay, mostSubNodes, newSubNode, subNodeId } from '../core/sub-node.ts';
import { sensorNameOf } from '../ingest/sensor-name.ts';
import type { IngestProblems } from './ingest-problems.ts';
import type { Quotas } from './quotas.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');
/** How long a list of sub-nodes is believed: as long as a key (api/auth/node-key.ts). */
const freshMs = 1000;
const mostParents = 1000;

export interface SentBy {
  /** Of the input or listener, for ingest problems. */
  input: string;
  address: string;
  /** What the transport says the sensor is called (syslog's host), where records do not; '' = nothing. */
  usualName?: string;
}

export interface SubNodes {
  /** As the pipeline's accept, for a node whose key it came with. Events keep their ids whoever they are given to. */
  accept(node: NodeRecord, drafts: readonly DraftEvent[], by: SentBy): Promise<AcceptResult[]>;
}

export interface SubNodesParts {
  store: { of(userId: string): Pick<TenantStore, 'createSubNode' | 'subNodes' | 'nodes' | 'announce'> };
  pipeline: Pick<EventPipeline, 'accept' | 'refresh'>;
  quotas: Pick<Quotas, 'checkRoom'>;
  ingestProblems: Pick<IngestProblems, 'note'>;
  lastSeen: { saw(node: Pick<NodeRecord, 'node_id'>): void };
  now(): string;
  clock(): number;
}

interface Family {
  byId: Map<string, NodeRecord>;
  /** Why there is no further one; null = there is room. */
  full: string | null;
  untilMs: number;
}

const stopped: AcceptResult = {
  status: 'rejected',
  log_id: null,
  alert_created: false,
  verdict: null,
  reason: 'This node is inactive',
};

export function createSubNodes(parts: SubNodesParts): SubNodes {
  const { store, pipeline, clock } = parts;
  const families = new Map<string, Promise<Family>>();

  async function read({ user_id, node_id }: NodeRecord): Promise<Family> {
    const all = await store.of(user_id).subNodes(node_id);
    const full =
      all.length < mostSubNodes
        ? null
        : `has more than ${mostSubNodes} sensors: events of the others stay with this node`;
    return { byId: new Map(all.map((one) => [one.node_id, one])), full, untilMs: clock() + freshMs };
  }

  async function familyOf(node: NodeRecord): Promise<Family> {
    const known = await families.get(node.node_id);
    if (known !== undefined && clock() < known.untilMs && clock() >= known.untilMs - freshMs) return known;
    const reading = read(node);
    if (families.size >= mostParents) families.clear();
    families.set(node.node_id, reading);
    reading.catch(() => families.delete(node.node_id));
    return reading;
  }

  /** A name that another node of the tenant has would be taken for that node in messages and lists. */
  async function freeName(parent: NodeRecord, sensorName: string): Promise<string> {
    const all = await store.of(parent.user_id).nodes();
    return all.some(({ name }) => name === sensorName)
      ? `${sensorName} (${parent.name})`.slice(0, 100).trim()
      : sensorName;
  }

  /** Null where it is not made: `family.full` says why. */
  async function make(parent: NodeRecord, family: Family, sensorName: string): Promise<NodeRecord | null> {
    const { user_id } = parent;
    try {
      await parts.quotas.checkRoom(user_id, 'nodes', 1);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'quota_exceeded') throw error;
      family.full =
        'has more sensors than the quota of nodes has room for: events of the others stay with it';
      return null;
    }
    const name = await freeName(parent, sensorName);
    const node = newSubNode(parent, { sensorName, name, created_at: parts.now() }, sha256);
    const made = await store.of(user_id).createSubNode({ ...node, parent_id: parent.node_id }, mostSubNodes);
    if (made === 'full') {
      Object.assign(family, await read(parent));
      return null;
    }
    if (made === null) return null;
    family.byId.set(made.node_id, made);
    pipeline.refresh();
    await store.of(user_id).announce({ kind: 'node', id: made.node_id, at: parts.now() });
    return made;
  }

  /** Whose each draft is: by node, the places of its drafts. */
  async function share(parent: NodeRecord, drafts: readonly DraftEvent[], by: SentBy) {
    const shares = new Map<NodeRecord, number[]>();
    const family = await familyOf(parent);
    let unnamed = 0;
    let example = '';
    for (const [place, { extra }] of drafts.entries()) {
      const sensorName = sensorNameOf(extra, by.usualName);
      let owner = parent;
      if (sensorName !== '') {
        const id = subNodeId(parent.node_id, sensorName, sha256);
        const known = family.byId.get(id) ?? null;
        const own = known ?? (family.full === null ? await make(parent, family, sensorName) : null);
        if (own === null && family.full !== null) {
          unnamed += 1;
          example = sensorName;
        }
        owner = own ?? parent;
      }
      const places = shares.get(owner);
      if (places === undefined) shares.set(owner, [place]);
      else places.push(place);
    }
    if (unnamed > 0 && family.full !== null) {
      const { user_id, node_id } = parent;
      const { input, address } = by;
      const about = { user_id, node_id, input, address, sample: example };
      parts.ingestProblems.note({ ...about, kind: 'too_many_sensors', reason: family.full }, unnamed);
    }
    return shares;
  }

  return {
    async accept(node, drafts, by) {
      if (!isRelay(node)) return pipeline.accept(node, drafts);
      const shares = await share(node, drafts, by);
      const results: AcceptResult[] = [];
      const done = await Promise.allSettled(
        [...shares].map(async ([owner, places]) => {
          if (owner !== node) parts.lastSeen.saw(owner);
          const own =
            owner.status === 'active'
              ? await pipeline.accept(
                  owner,
                  places.map((place) => drafts[place]!),
                )
              : places.map(() => stopped);
          for (const [at, place] of places.entries()) results[place] = own[at]!;
        }),
      );
      // All are waited for first: the sender repeats the call, and what is stored by then is known by its id.
      for (const one of done) if (one.status === 'rejected') throw one.reason;
      return results;
    },
  };
}
