/** Nodes: the machines that carry decoys. A key is shown when it is made and never again. */

import { parseMaintenance } from '../../cases/maintenance.ts';
import { testNode } from '../../cases/node-test.ts';
import {
  changeNode,
  createNode,
  deleteNode,
  findOrCreateNode,
  maxConfigBytes,
  rotateNodeKey,
} from '../../cases/nodes.ts';
import { DecoyResponse, toDecoyView } from '../../contract/decoy.ts';
import {
  NodeCreate,
  NodeDeleted,
  NodeResponse,
  NodeStats,
  NodeUpdate,
  toNodeView,
} from '../../contract/node.ts';
import { NodeTestAsked, NodeTested } from '../../contract/node-test.ts';
import { choice, flag, list, object, optional } from '../../contract/schema.ts';
import { nodeClockDocs } from '../../core/doc-kinds.ts';
import { notFound } from '../../core/errors.ts';
import type { NodeRecord } from '../../core/node.ts';
import type { TenantStore } from '../../core/store.ts';
import { listDocuments, readDocument } from '../../core/update-document.ts';
import { toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, linkNext, takePage } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { decoyRange } from '../http/time-range.ts';

const tag = 'Nodes';
const onlineMs = 10 * 60_000;
const mostWrongClocks = 10_000;

const toChange = <B extends NodeUpdate>({ maintenance, ...rest }: B) => ({
  ...rest,
  ...(maintenance === undefined ? {} : { maintenance: parseMaintenance(maintenance) }),
});

export function nodeRoutes(parts: RouteParts): Route[] {
  const { lastSeen, clock } = parts;

  async function nodesOf(tenant: TenantStore): Promise<NodeRecord[]> {
    await lastSeen.flush();
    return tenant.nodes();
  }

  async function withClock(tenant: TenantStore, node: NodeRecord): Promise<NodeResponse> {
    const wrong = await readDocument(tenant, nodeClockDocs, node.node_id);
    return toNodeView(node, { clock: wrong?.body });
  }

  return [
    userRoute(parts, {
      method: 'POST',
      path: '/nodes',
      access: { user: 'admin' },
      tag,
      summary: 'Create a node',
      description:
        'The response holds the key (`api_key`, repeated as `node_api_key`). It is shown only once. With `if_exists=return`, an existing node of this name is returned unchanged, without its key.',
      query: object({ if_exists: optional(choice(['return'])) }),
      body: NodeCreate,
      bodyLimitBytes: 2 * maxConfigBytes,
      answer: NodeResponse,
      errors: ['quota_exceeded'],
      async handle({ tenant, caller, body, query }) {
        const given = { ...toChange(body), user_id: caller.user_id };
        if (query.if_exists === 'return') {
          const checkRoom = () => parts.quotas.checkRoom(caller.user_id, 'nodes', 1);
          const { node, key } = await findOrCreateNode({ ...parts, tenant }, given, checkRoom);
          return toNodeView(node, { key });
        }
        await parts.quotas.checkRoom(caller.user_id, 'nodes', 1);
        const { node, key } = await createNode({ ...parts, tenant }, given);
        return toNodeView(node, { key });
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
        const [nodes, wrong] = await Promise.all([
          nodesOf(tenant),
          listDocuments(tenant, nodeClockDocs, mostWrongClocks),
        ]);
        const clocks = new Map(wrong.map(({ id, body }) => [id, body]));
        return nodes.map((node) => toNodeView(node, { clock: clocks.get(node.node_id) }));
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
        return withClock(tenant, node);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/nodes/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Change a node',
      description:
        'Events of an inactive node are refused; its agent can still register and send heartbeats.',
      body: NodeUpdate,
      bodyLimitBytes: 2 * maxConfigBytes,
      answer: NodeResponse,
      errors: ['conflict'],
      async handle({ tenant, params, body }) {
        return withClock(tenant, await changeNode({ ...parts, tenant }, params.id, toChange(body)));
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/nodes/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a node',
      description:
        'It disappears from every list and its key is refused for events at once. If an agent had registered, the key is still accepted for heartbeat (which answers `uninstall: true`) and uninstall-complete for 30 days, so that the agent can remove its decoys; `force=true` ends that too, also for a node that was deleted before.',
      query: object({ force: optional(flag({ default: false })) }),
      answer: NodeDeleted,
      async handle({ tenant, params, query }) {
        const { id } = params;
        const uninstalls = await deleteNode({ ...parts, tenant }, { id, force: query.force === true });
        return {
          status: 'success',
          message: uninstalls
            ? 'Node deleted; its agent will be told to remove its decoys'
            : 'Node deleted; its key is no longer accepted',
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/nodes/:id/rotate-key',
      access: { user: 'admin' },
      tag,
      summary: "Replace a node's key",
      description:
        'The old key is refused from now on. The new one is shown only once. 409 for a node below another, which has none.',
      answer: NodeResponse,
      errors: ['conflict'],
      async handle({ tenant, params }) {
        const { node, key } = await rotateNodeKey({ ...parts, tenant }, params.id);
        return toNodeView(node, { key });
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/nodes/:id/test',
      access: { user: 'admin' },
      tag,
      summary: 'Test a node',
      description:
        'A test event goes through the whole pipeline, with the settings of the node; the response has the duration of each stage, and who would be notified of a real alert. It is stored separately: it appears in no list, statistic or attacker, and nobody is notified unless `notify` asks for test messages.',
      body: NodeTestAsked,
      isBodyOptional: true,
      answer: NodeTested,
      errors: ['conflict', 'too_many_requests'],
      handle: ({ tenant, caller, params, body }) =>
        testNode(
          { ...parts, tenant },
          { id: params.id, user_id: caller.user_id, by: caller.email, notify: body?.notify === true },
        ),
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/nodes/:id/decoys',
      access: { user: 'read' },
      tag,
      summary: 'The decoys of a node',
      description:
        'The answer is a bare list; if there is more, a `Link` header (`rel="next"`) has the address of the next page.',
      query: object({ limit: limitOf(1000), cursor: cursorField, ...decoyRange }),
      answer: list(DecoyResponse),
      errors: ['bad_request'],
      async handle({ tenant, params, query, request, reply }) {
        const node = await tenant.node(params.id);
        if (node === null) throw notFound('Node');
        const { node_id } = node;
        const page = await takePage(clamp(query.limit, 1000), query.cursor ?? null, (next) =>
          tenant.decoys({ node_id, from: toStamp(query.from), to: toStamp(query.to) }, next),
        );
        linkNext(request, reply, page.next_cursor);
        return page.items.map((decoy) => toDecoyView(decoy, node.name));
      },
    }),
  ];
}
