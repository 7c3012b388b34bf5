/** Nodes: the places where decoys stand. Their keys are shown when they are made and never again. */

import {
  DecoyResponse,
  NodeCreate,
  NodeResponse,
  NodeStats,
  NodeUpdate,
} from '../../contract/models-tenant.ts';
import { choice, flag, list, object, optional, text } from '../../contract/schema.ts';
import { toDecoyView, toNodeView } from '../../contract/views.ts';
import { AppError, invalid, notFound } from '../../core/errors.ts';
import { nodeId } from '../../core/ids.ts';
import type { NodeRecord } from '../../core/node.ts';
import type { TenantStore } from '../../core/store.ts';
import { keyHash, newNodeKey } from '../auth/node-key.ts';
import { limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Nodes';
const maxConfigBytes = 64 * 1024;
const onlineMs = 10 * 60_000;
const uninstallGraceMs = 30 * 24 * 3600_000;

function checkConfig(config: unknown): void {
  if (config !== undefined && Buffer.byteLength(JSON.stringify(config)) > maxConfigBytes)
    throw invalid([{ field: 'deployment_config', message: 'must have at most 64 KiB' }]);
}

export function nodeRoutes(parts: RouteParts): Route[] {
  const { nodeKeys, lastSeen, clock, now, random, randomHex } = parts;

  /** Tells this process's caches and everybody's live streams. */
  async function changed(tenant: TenantStore, id: string): Promise<void> {
    nodeKeys.forget();
    await tenant.announce({ kind: 'node', id, at: now() });
  }
  async function nodesOf(tenant: TenantStore): Promise<NodeRecord[]> {
    await lastSeen.flush();
    return tenant.nodes();
  }

  return [
    userRoute(parts, {
      method: 'POST',
      path: '/nodes',
      access: { user: 'admin' },
      tag,
      summary: 'Make a node',
      description:
        'The answer holds the key (`api_key`, repeated as `node_api_key`). It is shown here and never again.',
      body: NodeCreate,
      bodyLimitBytes: 2 * maxConfigBytes,
      answer: NodeResponse,
      async handle({ tenant, caller, body }) {
        checkConfig(body.deployment_config);
        const key = newNodeKey(random);
        const node: NodeRecord = {
          node_id: nodeId(randomHex),
          user_id: caller.user_id,
          name: body.name,
          status: 'active',
          os_type: body.os_type ?? null,
          deployment_config: body.deployment_config ?? null,
          key_hash: keyHash(key),
          created_at: now(),
          last_seen: null,
          agent: null,
          deleted_at: null,
          uninstall_grace_until: null,
        };
        if (!(await tenant.createNode(node))) throw new AppError('conflict', 'Try again');
        await changed(tenant, node.node_id);
        return toNodeView(node, key);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/nodes',
      access: { user: 'read' },
      tag,
      summary: 'All nodes',
      answer: list(NodeResponse),
      async handle({ tenant }) {
        return (await nodesOf(tenant)).map((node) => toNodeView(node));
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/nodes/stats',
      access: { user: 'read' },
      tag,
      summary: 'How many nodes there are',
      answer: NodeStats,
      async handle({ tenant }) {
        const nodes = await nodesOf(tenant);
        const active = nodes.filter(({ status }) => status === 'active').length;
        const since = new Date(clock() - onlineMs).toISOString();
        const online = nodes.filter(({ last_seen }) => last_seen !== null && last_seen >= since).length;
        return { total: nodes.length, active, inactive: nodes.length - active, online };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/nodes/:id',
      access: { user: 'read' },
      tag,
      summary: 'One node',
      answer: NodeResponse,
      async handle({ tenant, params }) {
        await lastSeen.flush();
        const node = await tenant.node(params.id);
        if (node === null) throw notFound('Node');
        return toNodeView(node);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/nodes/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Change a node',
      description:
        'An inactive node delivers no events; its agent still gets through to register and say that it lives.',
      body: NodeUpdate,
      bodyLimitBytes: 2 * maxConfigBytes,
      answer: NodeResponse,
      async handle({ tenant, params, body }) {
        checkConfig(body.deployment_config);
        const node = await tenant.updateNode(params.id, body);
        if (node === null) throw notFound('Node');
        await changed(tenant, node.node_id);
        return toNodeView(node);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/nodes/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a node',
      description:
        'It is gone from every list, and its key opens nothing for events at once. Where an agent had registered, the key still opens heartbeat (which says `uninstall: true`) and uninstall-complete for 30 days, so that the agent takes its decoys away; `force=true` ends that too, also for a node that was deleted before.',
      query: object({ force: optional(flag({ default: false })) }),
      answer: object({ status: choice(['success']), message: text() }),
      async handle({ tenant, params, query }) {
        const node = await tenant.node(params.id);
        const farewell = node?.agent && !query.force;
        const gone =
          node &&
          (await tenant.updateNode(params.id, {
            deleted_at: now(),
            uninstall_grace_until: farewell ? new Date(clock() + uninstallGraceMs).toISOString() : null,
          }));
        // A node that was deleted before may still be saying farewell.
        if (!gone && !(query.force && (await tenant.endUninstallGrace(params.id)))) throw notFound('Node');
        await changed(tenant, params.id);
        return {
          status: 'success',
          message: farewell
            ? 'Node deleted; its agent is told to take its decoys away'
            : 'Node deleted; its key opens nothing any more',
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/nodes/:id/rotate-key',
      access: { user: 'admin' },
      tag,
      summary: "Replace a node's key",
      description: 'The old key opens nothing from now on. The new one is shown here and never again.',
      answer: NodeResponse,
      async handle({ tenant, params }) {
        const key = newNodeKey(random);
        const node = await tenant.updateNode(params.id, { key_hash: keyHash(key) });
        if (node === null) throw notFound('Node');
        await changed(tenant, node.node_id);
        return toNodeView(node, key);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/nodes/:id/decoys',
      access: { user: 'read' },
      tag,
      summary: 'The decoys of a node',
      query: object({ limit: limitOf(1000) }),
      answer: list(DecoyResponse),
      async handle({ tenant, params, query }) {
        const node = await tenant.node(params.id);
        if (node === null) throw notFound('Node');
        const decoys = await tenant.decoys({ node_id: node.node_id }, Math.min(query.limit ?? 1000, 1000));
        return decoys.map((decoy) => toDecoyView(decoy, node.name));
      },
    }),
  ];
}
