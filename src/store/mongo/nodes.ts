import type { NodeRecord } from '../../core/node.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';
import { defineShape } from './connection/shape.ts';
import { writeAll } from './writing/write.ts';

export const nodeShape = defineShape<NodeRecord>(
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
    group_id: null,
  }),
  ['deployment_config'],
);

/** What a retired node's key is looked up by: no hash is empty. */
const noKey = '';

export function createNodesOfTenant(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'createNode' | 'nodes' | 'node' | 'updateNode' | 'endFarewell'> {
  const mine = (id: string) => ({ node_id: id, user_id: userId, deleted_at: null });
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
    async nodes() {
      const found = await connection.run((c) =>
        c.nodes
          .find(
            { user_id: userId, deleted_at: null },
            { ...readBound, sort: { created_at: -1, node_id: -1 } },
          )
          .toArray(),
      );
      return found.map(nodeShape.read);
    },
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
    async endFarewell(id) {
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

type NodePart = 'nodeByKeyHash' | 'nodeExists' | 'touchNodes' | 'registerAgent' | 'retireNode';

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
    async touchNodes(seen) {
      await connection.run((c) =>
        writeAll(
          c.nodes,
          seen.map(({ node_id, at }) => ({
            updateOne: { filter: { node_id }, update: { $max: { last_seen: at } } },
          })),
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
    async retireNode(nodeId, at) {
      const retired = { key_hash: noKey, farewell_until: null, status: 'inactive', agent_removed_at: at };
      await connection.run((c) => c.nodes.updateOne({ node_id: nodeId }, { $set: retired }));
    },
  };
}
