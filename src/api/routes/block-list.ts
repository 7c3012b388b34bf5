/** The block list: by hand, from an incident, by rule; agents read and confirm it. */

import { confirmBlock } from '../../cases/block-agents.ts';
import { blockForAlert, blockIncident } from '../../cases/block-incident.ts';
import { addBlock, listBlocks, removeBlock } from '../../cases/block-list.ts';
import { pageOfBlocks, parseBlockCursor } from '../../cases/block-pages.ts';
import { readBlockSettings, saveBlockSettings } from '../../cases/block-settings.ts';
import { parseExpiry } from '../../cases/expiry.ts';
import { BlockConfirmation } from '../../contract/agent.ts';
import {
  BlockCreate,
  BlockEntry,
  BlockList,
  BlockSettings,
  IncidentBlock,
  toBlockView,
} from '../../contract/block.ts';
import { integer, object, optional, text } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { parseNetwork } from '../../lib/network.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, linkNext, maxLimit } from '../http/paging.ts';
import { nodeRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Block list';

export function blockListRoutes(parts: RouteParts): Route[] {
  const { store, clock, now } = parts;

  const toEnd = (expires_at: string | null | undefined, minutes: number | undefined): string | null =>
    minutes === undefined
      ? parseExpiry(expires_at, now())
      : new Date(clock() + minutes * 60_000).toISOString();

  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/block-ip',
      access: { user: 'triage' },
      tag,
      summary: 'Block an address or network',
      description:
        'Agents receive single addresses with their next heartbeat and confirm them; firewalls pull the whole list. Blocking an address again renews its entry.',
      body: BlockCreate,
      answer: BlockEntry,
      errors: ['not_found', 'conflict'],
      async handle({ tenant, caller, body }) {
        const node_id = body.node_id || null;
        if (node_id !== null && (await tenant.node(node_id)) === null) throw notFound('Node');
        const alert = body.alert_id ? await tenant.alert(body.alert_id) : null;
        if (body.alert_id && alert === null) throw notFound('Alert');
        const given = {
          network: body.ip_address,
          node_id,
          source: 'manual' as const,
          added_by: caller.email,
          expires_at: toEnd(body.expires_at, body.minutes),
          ...(body.note === undefined ? {} : { note: body.note }),
        };
        const block = alert
          ? await blockForAlert({ ...parts, tenant }, alert, given)
          : await addBlock({ ...parts, tenant }, caller.user_id, given);
        return toBlockView(block);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/blocked-ips',
      access: { user: 'read' },
      tag,
      summary: 'The block list, by address',
      description:
        'Complete if no `limit` is given. With one, a `Link` header (`rel="next"`) has the address of the next page if there is more.',
      query: object({
        limit: optional(
          integer({
            description: `Maximum number of entries; values above ${maxLimit} count as ${maxLimit}.`,
            minimum: 1,
            maximum: 1_000_000,
          }),
        ),
        cursor: cursorField,
        node_id: optional(text({ maxLength: 100 })),
        from: momentOf('Added at or after this time.'),
        to: momentOf('Added before.'),
      }),
      answer: BlockList,
      errors: ['bad_request'],
      async handle({ tenant, caller, query: { limit, cursor, node_id, ...range }, request, reply }) {
        const after = cursor === undefined ? null : parseBlockCursor(cursor);
        const blocks = await listBlocks({ tenant, now }, caller.user_id);
        const from = toStamp(range.from) ?? '';
        const to = toStamp(range.to) ?? '~';
        const own = blocks.filter(
          (one) =>
            (!node_id || one.node_id === null || one.node_id === node_id) &&
            one.added_at >= from &&
            one.added_at < to,
        );
        // A list that was begun in pages goes on in pages.
        const most = limit === undefined && after === null ? null : clamp(limit, maxLimit);
        const page = pageOfBlocks(own, after, most);
        linkNext(request, reply, page.next_cursor);
        return { success: true, data: page.items.map((block) => toBlockView(block, node_id)) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/blocked-ips/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Remove an address from the block list',
      description: 'Firewalls let it in after their next pull; agents do not unblock it.',
      answer: Success,
      async handle({ tenant, params }) {
        await removeBlock({ tenant }, params.id);
        return { status: 'success' };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/block',
      access: { user: 'triage' },
      tag,
      summary: 'Block the source of an incident',
      body: IncidentBlock,
      answer: BlockEntry,
      errors: ['conflict'],
      async handle({ tenant, caller, params, body }) {
        // First of all: a missing incident is 404, even where the body is wrong as well.
        const { incident_id: id } = params;
        if ((await tenant.incident(id)) === null) throw notFound('Incident');
        const expires_at = toEnd(body.expires_at, body.minutes);
        return toBlockView(
          await blockIncident({ ...parts, tenant }, { id, by: caller.email, note: body.note, expires_at }),
        );
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/block-settings',
      access: { user: 'read' },
      tag,
      summary: 'The never-block list and the automatic blocking rule',
      answer: BlockSettings,
      handle: ({ tenant, caller }) => readBlockSettings(tenant, caller.user_id),
    }),

    userRoute(parts, {
      method: 'PUT',
      path: '/api/block-settings',
      access: { user: 'admin' },
      tag,
      summary: 'Change the never-block list and the automatic blocking rule',
      body: BlockSettings,
      answer: BlockSettings,
      handle: ({ tenant, caller, body }) => saveBlockSettings({ tenant, now }, caller.user_id, body),
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/block-confirmed',
      access: { node: 'contact' },
      tag: 'Agents',
      summary: 'Confirm that an agent has blocked an address',
      description: 'Accepted even if the address was removed from the list in the meantime.',
      query: object({ ip_address: optional(text({ maxLength: 100 })) }),
      body: BlockConfirmation,
      ownBody: true,
      answer: Success,
      async handle({ node, query, body }) {
        const given = (body as { ip_address?: unknown } | null | undefined)?.ip_address ?? query.ip_address;
        if (typeof given !== 'string' || given === '')
          throw invalid([{ field: 'ip_address', message: 'is required' }]);
        if (parseNetwork(given) === null)
          throw invalid([{ field: 'ip_address', message: 'must be an IP address' }]);
        await confirmBlock({ tenant: store.of(node.user_id), now }, node, given);
        return { status: 'success' };
      },
    }),
  ];
}
