/** The block list: by hand, from an incident, by rule; agents read and confirm it. */

import { confirmBlock } from '../../cases/block-agents.ts';
import { blockIncident } from '../../cases/block-incident.ts';
import { addBlock, listBlocks, removeBlock } from '../../cases/block-list.ts';
import { readBlockSettings, saveBlockSettings } from '../../cases/block-settings.ts';
import { parseExpiry } from '../../cases/expiry.ts';
import { nullableTime } from '../../contract/entry.ts';
import { choice, flag, integer, list, nullable, object, optional, text } from '../../contract/schema.ts';
import type { Block } from '../../core/block.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { attackTypes } from '../../core/verdict.ts';
import { parseNetwork } from '../../lib/network.ts';
import { nodeRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Block list';
const address = text({ minLength: 2, maxLength: 50, examples: ['203.0.113.9', '198.51.100.0/24'] });
const note = optional(text({ maxLength: 500 }));
const Blocked = object({
  id: text(),
  ip_address: address,
  node_id: nullable(text({ description: 'The node whose agent is to block it; null: every one.' })),
  status: choice(['pending', 'blocked'], {
    description: 'blocked: an agent (with node_id in the query: that one) said that it has done so.',
  }),
  note: text(),
  source: choice(['manual', 'incident', 'rule']),
  incident_id: nullable(text()),
  added_by: text(),
  added_at: text({ format: 'date-time' }),
  expires_at: nullableTime,
  confirmed: list(object({ node_id: text(), at: text({ format: 'date-time' }) })),
});
/** `asked`: the node whose list it is; then what others confirmed says nothing. */
const view = (block: Block, asked?: string) => ({
  id: block.id,
  ip_address: block.network,
  node_id: block.node_id,
  status: block.confirmed.some(({ node_id }) => !asked || node_id === asked)
    ? ('blocked' as const)
    : ('pending' as const),
  note: block.note,
  source: block.source,
  incident_id: block.incident_id,
  added_by: block.added_by,
  added_at: block.added_at,
  expires_at: block.expires_at,
  confirmed: block.confirmed,
});
const Settings = object({
  never_block: list(address, {
    description: 'Never blocked, whoever asks; wins over the list at once.',
    maxItems: 1000,
  }),
  rule: nullable(
    object(
      {
        min_risk: integer({ minimum: 1, maximum: 10 }),
        attack_types: list(choice(attackTypes), { description: 'Empty: all.', maxItems: 50 }),
        minutes: integer({ minimum: 1, maximum: 525_600 }),
      },
      {
        description:
          'Sources of incidents like this are blocked for so long after their last event; never addresses inside.',
      },
    ),
  ),
});

export function blockListRoutes(parts: RouteParts): Route[] {
  const { store, clock, now } = parts;

  const toEnd = (expires_at: string | null | undefined, minutes: number | undefined): string | null =>
    minutes === undefined
      ? parseExpiry(expires_at, now())
      : new Date(clock() + minutes * 60_000).toISOString();
  const lasting = {
    expires_at: optional(nullableTime),
    minutes: optional(integer({ description: 'Instead of expires_at.', minimum: 1, maximum: 525_600 })),
  };

  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/block-ip',
      access: { user: 'triage' },
      tag,
      summary: 'Block an address or network',
      description:
        'Agents receive single addresses with their next heartbeat and confirm them; firewalls pull the whole list. Blocking an address again renews its entry.',
      body: object({
        ip_address: address,
        node_id: optional(nullable(text({ maxLength: 100 }))),
        note,
        ...lasting,
      }),
      answer: Blocked,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const node_id = body.node_id || null;
        if (node_id !== null && (await tenant.node(node_id)) === null) throw notFound('Node');
        const block = await addBlock({ ...parts, tenant }, caller.user_id, {
          network: body.ip_address,
          node_id,
          source: 'manual',
          added_by: caller.email,
          expires_at: toEnd(body.expires_at, body.minutes),
          ...(body.note === undefined ? {} : { note: body.note }),
        });
        return view(block);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/blocked-ips',
      access: { user: 'read' },
      tag,
      summary: 'What is blocked, by address',
      query: object({ node_id: optional(text({ maxLength: 100 })) }),
      answer: object({ success: flag(), data: list(Blocked) }),
      async handle({ tenant, caller, query }) {
        const { node_id } = query;
        const blocks = await listBlocks({ tenant, now }, caller.user_id);
        const own = blocks.filter((one) => !node_id || one.node_id === null || one.node_id === node_id);
        return { success: true, data: own.map((block) => view(block, node_id)) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/blocked-ips/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Take an address off the block list',
      description: 'Firewalls let it in after their next pull; agents do not unblock it.',
      answer: object({ status: choice(['success']) }),
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
      body: object({ note, ...lasting }),
      answer: Blocked,
      errors: ['conflict'],
      async handle({ tenant, caller, params, body }) {
        // First of all: a missing incident is 404, even where the body is wrong as well.
        const { incident_id: id } = params;
        if ((await tenant.incident(id)) === null) throw notFound('Incident');
        const expires_at = toEnd(body.expires_at, body.minutes);
        return view(
          await blockIncident({ ...parts, tenant }, { id, by: caller.email, note: body.note, expires_at }),
        );
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/block-settings',
      access: { user: 'read' },
      tag,
      summary: 'The never-block list, and the rule that blocks by itself',
      answer: Settings,
      handle: ({ tenant, caller }) => readBlockSettings(tenant, caller.user_id),
    }),

    userRoute(parts, {
      method: 'PUT',
      path: '/api/block-settings',
      access: { user: 'admin' },
      tag,
      summary: 'Set the never-block list and the rule',
      body: Settings,
      answer: Settings,
      handle: ({ tenant, caller, body }) => saveBlockSettings({ tenant, now }, caller.user_id, body),
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/block-confirmed',
      access: { node: 'contact' },
      tag: 'Agents',
      summary: 'An agent has blocked an address',
      description: 'Accepted even if the address was removed from the list in the meantime.',
      query: object({ ip_address: optional(text({ maxLength: 100 })) }),
      body: object({ ip_address: optional(text({ maxLength: 100 })) }, { open: true }),
      ownBody: true,
      answer: object({ status: choice(['success']) }),
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
