import { type NodeRecord, nameKeyOf } from '../../core/node.ts';
import { learnPause } from '../../core/silence.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { ForTenant, Sync } from './connection/operations.ts';

const columns = defineColumns<NodeRecord>('nodes', {
  node_id: 'text',
  user_id: 'text',
  name: 'text',
  status: 'text',
  os_type: 'text',
  deployment_config: 'json',
  key_hash: 'text',
  created_at: 'text',
  last_seen: 'text',
  agent: 'json',
  agent_removed_at: 'text',
  deleted_at: 'text',
  uninstall_grace_until: 'text',
  exposure: 'text',
  labels: 'json',
  owner: 'text',
  location: 'text',
  group_id: 'text',
  usual_pause_ms: 'number',
  silent_since: 'text',
  maintenance: 'json',
  sensor: 'text',
  relay: 'boolean',
  parent_id: 'text',
});

/** What a retired node's key is looked up by: no hash is empty. */
const noKey = '';

export function createNodesOfTenant(
  db: Connection,
): ForTenant<
  Pick<
    TenantStore,
    | 'createNode'
    | 'findOrCreateNode'
    | 'createSubNode'
    | 'subNodes'
    | 'nodes'
    | 'node'
    | 'updateNode'
    | 'endUninstallGrace'
  >
> {
  const find = (userId: string, id: string): NodeRecord | null => {
    const row = db
      .sql(`SELECT ${columns.list} FROM nodes WHERE node_id = ? AND user_id = ? AND deleted_at IS NULL`)
      .get(id, userId);
    return row ? columns.read(row) : null;
  };
  const create = (userId: string, node: NodeRecord): boolean =>
    db.sql(`${columns.insert} ON CONFLICT DO NOTHING`).run(...columns.values({ ...node, user_id: userId }))
      .changes === 1;
  return {
    createNode: create,
    findOrCreateNode: (userId, node) =>
      db.transaction(() => {
        const names = db
          .sql(
            `SELECT node_id, name FROM nodes WHERE user_id = ? AND deleted_at IS NULL AND parent_id IS NULL
             ORDER BY created_at DESC, node_id DESC`,
          )
          .all(userId) as Row[];
        const key = nameKeyOf(node.name);
        const existing = names.find(({ name }) => nameKeyOf(String(name)) === key);
        if (existing) return find(userId, String(existing.node_id));
        return create(userId, node) ? find(userId, node.node_id) : null;
      }),
    createSubNode: (userId, node, most) =>
      db.transaction(() => {
        const { parent_id, node_id } = node;
        if (find(userId, parent_id) === null) return null;
        const row = db.sql('SELECT user_id, parent_id, deleted_at FROM nodes WHERE node_id = ?').get(node_id);
        if (row && (row.user_id !== userId || row.parent_id !== parent_id)) return null;
        if (row && row.deleted_at === null) return find(userId, node_id);
        const siblings = db
          .sql('SELECT COUNT(*) AS count FROM nodes WHERE parent_id = ? AND deleted_at IS NULL')
          .get(parent_id);
        if (Number(siblings?.count) >= most) return 'full';
        if (row) db.sql('DELETE FROM nodes WHERE node_id = ?').run(node_id);
        create(userId, node);
        return find(userId, node_id);
      }),
    subNodes: (userId, parentId) =>
      (
        db
          .sql(
            `SELECT ${columns.list} FROM nodes WHERE parent_id = ? AND user_id = ? AND deleted_at IS NULL
             ORDER BY created_at, node_id`,
          )
          .all(parentId, userId) as Row[]
      ).map(columns.read),
    nodes: (userId) =>
      (
        db
          .sql(
            `SELECT ${columns.list} FROM nodes WHERE user_id = ? AND deleted_at IS NULL
             ORDER BY created_at DESC, node_id DESC`,
          )
          .all(userId) as Row[]
      ).map(columns.read),
    node: find,
    updateNode: (userId, id, patch) =>
      db.transaction(() => {
        if (!find(userId, id)) return null;
        const { set, values } = columns.assign(patch);
        if (set !== '') db.sql(`UPDATE nodes SET ${set} WHERE node_id = ?`).run(...values, id);
        const row = db.sql(`SELECT ${columns.list} FROM nodes WHERE node_id = ?`).get(id);
        return row ? columns.read(row) : null;
      }),
    endUninstallGrace: (userId, id) =>
      db
        .sql(
          `UPDATE nodes SET uninstall_grace_until = NULL
           WHERE node_id = ? AND user_id = ? AND deleted_at IS NOT NULL AND uninstall_grace_until IS NOT NULL`,
        )
        .run(id, userId).changes === 1,
  };
}

type NodePart =
  | 'nodeByKeyHash'
  | 'nodeExists'
  | 'nodesAfter'
  | 'touchNodes'
  | 'registerAgent'
  | 'deactivateNode';

export function createNodes(db: Connection): Sync<Pick<Store, NodePart>> {
  return {
    nodeByKeyHash(hash) {
      if (hash === noKey) return null;
      const row = db.sql(`SELECT ${columns.list} FROM nodes WHERE key_hash = ?`).get(hash);
      return row ? columns.read(row) : null;
    },
    nodeExists: (id) =>
      db.sql('SELECT 1 FROM nodes WHERE node_id = ? AND deleted_at IS NULL').get(id) !== undefined,
    nodesAfter: (id, limit) =>
      (
        db
          .sql(
            `SELECT ${columns.list} FROM nodes
             WHERE node_id > ? AND deleted_at IS NULL AND last_seen IS NOT NULL ORDER BY node_id LIMIT ?`,
          )
          .all(id, limit) as Row[]
      ).map(columns.read),
    touchNodes: (seen) =>
      db.transaction(() => {
        for (const { node_id, at } of seen) {
          const row = db.sql('SELECT last_seen, usual_pause_ms FROM nodes WHERE node_id = ?').get(node_id);
          const last = row?.last_seen ?? null;
          if (!row || (typeof last === 'string' && last >= at)) continue;
          const usual = row.usual_pause_ms === null ? null : Number(row.usual_pause_ms);
          const pause =
            typeof last === 'string' ? learnPause(usual, Date.parse(at) - Date.parse(last)) : usual;
          db.sql('UPDATE nodes SET last_seen = ?, usual_pause_ms = ? WHERE node_id = ?').run(
            at,
            pause,
            node_id,
          );
        }
      }),
    registerAgent: (nodeId, agent) =>
      db
        .sql('UPDATE nodes SET agent = ?, agent_removed_at = NULL WHERE node_id = ? AND deleted_at IS NULL')
        .run(JSON.stringify(agent), nodeId).changes === 1,
    deactivateNode: (nodeId, at) => {
      db.sql(
        `UPDATE nodes SET key_hash = ?, uninstall_grace_until = NULL, status = 'inactive', agent_removed_at = ?
         WHERE node_id = ?`,
      ).run(noKey, at, nodeId);
    },
  };
}
