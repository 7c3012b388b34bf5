import { hash } from 'node:crypto';
import type { Document } from 'mongodb';
import { type NodeRecord, nameKeyOf } from '../../core/node.ts';
import { learnPause } from '../../core/silence.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';
import { defineShape, keyOf, type Shape } from './connection/shape.ts';
import { writeAll } from './writing/write.ts';

/** A field keeps its first name in databases, so that processes of several versions read the same. */
type StoredNode = Omit<NodeRecord, 'uninstall_grace_until'> & { farewell_until: string | null };

const shape = defineShape<StoredNode>(
  () => ({
    node_id: '',
    user_id: '',
    name: '',
    status: 'active',
    os_type: null,
    deployment_config: null,
    key_hash: '',
    created_at: '',
    last_seen: null,
    agent: null,
    agent_removed_at: null,
    deleted_at: null,
    farewell_until: null,
    exposure: 'auto',
    labels: [],
    owner: null,
    location: null,
    group_id: null,
    usual_pause_ms: null,
    silent_since: null,
    maintenance: [],
    sensor: null,
    relay: null,
    parent_id: null,
  }),
  ['deployment_config'],
);

const renamed = ({ uninstall_grace_until, ...rest }: Partial<NodeRecord>): Partial<StoredNode> =>
  uninstall_grace_until === undefined ? rest : { ...rest, farewell_until: uninstall_grace_until };

export const nodeShape: Shape<NodeRecord> = {
  toDocument: ({ uninstall_grace_until, ...node }, id) =>
    shape.toDocument({ ...node, farewell_until: uninstall_grace_until }, id),
  toSet: (patch) => shape.toSet(renamed(patch)),
  read(document) {
    const { farewell_until, ...node } = shape.read(document);
    return { ...node, uninstall_grace_until: farewell_until };
  },
};

/**
 * What a node found or made by its name has beside its fields, unique over all nodes: of two processes that make one of
 * the same name, one writes. Hashed, because what an index keeps must be short.
 */
const claimOf = (userId: string, name: string): string =>
  hash('sha256', keyOf(userId, nameKeyOf(name)), 'hex');
/**
 * The places below a node, each a claim: as many nodes as places, however many processes make them at once. Each node begins
 * elsewhere, so that those made at once seldom want the same.
 */
function placesBelow({ node_id, parent_id }: { node_id: string; parent_id: string }, most: number): string[] {
  const first = Number.parseInt(hash('sha256', node_id, 'hex').slice(0, 8), 16);
  return Array.from({ length: most }, (_, at) =>
    hash('sha256', keyOf('place below', parent_id, String((first + at) % most)), 'hex'),
  );
}
/** Somebody may rename or delete the node that has the claim, again and again. */
const mostTries = 5;

/** A retired node's key hash: no hash is empty. */
const noKey = '';

export function createNodesOfTenant(
  connection: Connection,
  userId: string,
): Pick<
  TenantStore,
  | 'createNode'
  | 'findOrCreateNode'
  | 'createSubNode'
  | 'subNodes'
  | 'nodes'
  | 'node'
  | 'updateNode'
  | 'endUninstallGrace'
> {
  const mine = (id: string) => ({ node_id: id, user_id: userId, deleted_at: null });
  const below = (id: string) => ({ parent_id: id, user_id: userId, deleted_at: null });
  async function list(): Promise<NodeRecord[]> {
    const found = await connection.run((c) =>
      c.nodes
        .find({ user_id: userId, deleted_at: null }, { ...readBound, sort: { created_at: -1, node_id: -1 } })
        .toArray(),
    );
    return found.map(nodeShape.read);
  }
  return {
    async createNode(node) {
      try {
        await connection.run((c) =>
          c.nodes.insertOne(nodeShape.toDocument({ ...node, user_id: userId }, node.node_id)),
        );
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async findOrCreateNode(node) {
      const key = nameKeyOf(node.name);
      const name_claim = claimOf(userId, node.name);
      for (let tries = 0; tries < mostTries; tries++) {
        const existing = (await list()).find((one) => one.parent_id === null && nameKeyOf(one.name) === key);
        if (existing) return existing;
        const made = { ...node, user_id: userId };
        try {
          await connection.run((c) =>
            c.nodes.insertOne({ ...nodeShape.toDocument(made, node.node_id), name_claim }),
          );
          return made;
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
        const claimed = await connection.run((c) => c.nodes.findOne({ name_claim }, readBound));
        const holder = claimed && nodeShape.read(claimed);
        if (holder === null && (await connection.run((c) => c.nodes.findOne({ node_id: node.node_id }))))
          return null;
        if (holder === null) continue;
        if (holder.deleted_at === null && nameKeyOf(holder.name) === key) return holder;
        // It was deleted, or has another name by now: the claim is free, if it is still as it was read.
        const { deleted_at, name } = holder;
        await connection.run((c) =>
          c.nodes.updateOne(
            { node_id: holder.node_id, name_claim, deleted_at, name },
            { $unset: { name_claim: '' } },
          ),
        );
      }
      return null;
    },
    async createSubNode(node, most) {
      const { node_id, parent_id } = node;
      const made = { ...node, user_id: userId };
      for (let tries = 0; tries < mostTries + most; tries++) {
        if ((await connection.run((c) => c.nodes.findOne(mine(parent_id), readBound))) === null) return null;
        const found = await connection.run((c) => c.nodes.findOne({ node_id }, readBound));
        const before = found && nodeShape.read(found);
        if (before !== null && (before.user_id !== userId || before.parent_id !== parent_id)) return null;
        if (before?.deleted_at === null) return before;
        const siblings = await connection.run((c) => c.nodes.find(below(parent_id), readBound).toArray());
        if (siblings.length >= most) return 'full';
        const taken = new Set(siblings.map(({ name_claim }) => name_claim));
        const name_claim = placesBelow(node, most).find((claim) => !taken.has(claim)) ?? '';
        // A deleted one gives its place up, when another needs it.
        await connection.run((c) =>
          c.nodes.updateMany({ name_claim, deleted_at: { $ne: null } }, { $unset: { name_claim: '' } }),
        );
        const document = { ...nodeShape.toDocument(made, node_id), name_claim };
        try {
          if (before === null) await connection.run((c) => c.nodes.insertOne(document));
          else {
            const { deleted_at } = before;
            const done = await connection.run((c) => c.nodes.replaceOne({ node_id, deleted_at }, document));
            if (done.matchedCount === 0) continue;
          }
          return made;
        } catch (error) {
          if (!isDuplicate(error)) throw error;
        }
      }
      return null;
    },
    async subNodes(parentId) {
      const found = await connection.run((c) =>
        c.nodes.find(below(parentId), { ...readBound, sort: { created_at: 1, node_id: 1 } }).toArray(),
      );
      return found.map(nodeShape.read);
    },
    nodes: list,
    async node(id) {
      const found = await connection.run((c) => c.nodes.findOne(mine(id), readBound));
      return found && nodeShape.read(found);
    },
    async updateNode(id, patch) {
      const set = nodeShape.toSet(patch);
      const found = await connection.run((c) =>
        Object.keys(set).length === 0
          ? c.nodes.findOne(mine(id), readBound)
          : c.nodes.findOneAndUpdate(mine(id), { $set: set }, { returnDocument: 'after' }),
      );
      return found && nodeShape.read(found);
    },
    async endUninstallGrace(id) {
      const done = await connection.run((c) =>
        c.nodes.updateOne(
          { node_id: id, user_id: userId, deleted_at: { $ne: null }, farewell_until: { $ne: null } },
          { $set: { farewell_until: null } },
        ),
      );
      return done.matchedCount === 1;
    },
  };
}

type NodePart =
  | 'nodeByKeyHash'
  | 'nodeExists'
  | 'nodesAfter'
  | 'touchNodes'
  | 'registerAgent'
  | 'deactivateNode';

export function createNodes(connection: Connection): Pick<Store, NodePart> {
  return {
    async nodeByKeyHash(hash) {
      if (hash === noKey) return null;
      const found = await connection.run((c) => c.nodes.findOne({ key_hash: hash }, readBound));
      return found && nodeShape.read(found);
    },
    async nodeExists(id) {
      const found = await connection.run((c) =>
        c.nodes.findOne({ node_id: id, deleted_at: null }, { ...readBound, projection: { _id: 1 } }),
      );
      return found !== null;
    },
    async nodesAfter(id, limit) {
      const found = await connection.run((c) =>
        c.nodes
          .find(
            { node_id: { $gt: id }, deleted_at: null, last_seen: { $ne: null } },
            { ...readBound, sort: { node_id: 1 }, limit },
          )
          .toArray(),
      );
      return found.map(nodeShape.read);
    },
    async touchNodes(seen) {
      if (seen.length === 0) return;
      const ids = seen.map(({ node_id }) => node_id);
      const projection = { node_id: 1, last_seen: 1, usual_pause_ms: 1 };
      const found = await connection.run((c) =>
        c.nodes.find({ node_id: { $in: ids } }, { ...readBound, projection }).toArray(),
      );
      const known = new Map(found.map((node) => [node.node_id, node]));
      await connection.run((c) =>
        writeAll(
          c.nodes,
          seen.map(({ node_id, at }) => {
            const { last_seen, usual_pause_ms = null }: Document = known.get(node_id) ?? {};
            const gapMs = typeof last_seen === 'string' ? Date.parse(at) - Date.parse(last_seen) : 0;
            // Two processes that see a node at once may each learn a gap: the later writer's counts.
            const pause = learnPause(usual_pause_ms, gapMs);
            const set = pause === usual_pause_ms ? {} : { $set: { usual_pause_ms: pause } };
            return { updateOne: { filter: { node_id }, update: { $max: { last_seen: at }, ...set } } };
          }),
        ),
      );
    },
    async registerAgent(nodeId, agent) {
      const { hostname, os, registered_at } = agent;
      const done = await connection.run((c) =>
        c.nodes.updateOne(
          { node_id: nodeId, deleted_at: null },
          { $set: { agent: { hostname, os, registered_at }, agent_removed_at: null } },
        ),
      );
      return done.matchedCount === 1;
    },
    async deactivateNode(nodeId, at) {
      const retired = { key_hash: noKey, farewell_until: null, status: 'inactive', agent_removed_at: at };
      await connection.run((c) => c.nodes.updateOne({ node_id: nodeId }, { $set: retired }));
    },
  };
}
