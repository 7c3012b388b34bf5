/** The block list: by hand, from an incident, by rule; agents read and confirm it. */

import { blocking } from '../../cases/block-list.ts';
import { streamOf } from '../../cases/incident-changes.ts';
import { newEntry, toIso } from '../../cases/journal.ts';
import { BlockConfirmation } from '../../contract/agent.ts';
import {
  BlockCreate,
  BlockEntry,
  BlockList,
  BlockSettings,
  IncidentBlock,
  toBlockView,
} from '../../contract/block.ts';
import { object, optional, text } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import type { Caller } from '../../core/access.ts';
import { blockedKind } from '../../core/block.ts';
import { invalid, notFound } from '../../core/errors.ts';
import type { TenantStore } from '../../core/store.ts';
import { nodeRoute, type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Block list';

export function blockListRoutes(parts: RouteParts): Route[] {
  const { store, clock, now } = parts;

  function toEnd(expires_at: string | null | undefined, minutes: number | undefined): string | null {
    if (minutes !== undefined) return new Date(clock() + minutes * 60_000).toISOString();
    const end = toIso(expires_at);
    if (end !== null && end <= now())
      throw invalid([{ field: 'expires_at', message: 'must lie in the future' }]);
    return end;
  }

  /** In the incident's timeline. */
  async function noteBlocked(
    tenant: TenantStore,
    { user_id, email: by }: Caller,
    incident_id: string,
    data: { network: string; expires_at: string | null },
  ): Promise<void> {
    await tenant.append(
      newEntry(parts, { user_id, stream: streamOf(incident_id), by, kind: 'blocked', data }),
    );
    await tenant.announce({ kind: 'incident', id: incident_id, at: now() });
  }

  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/block-ip',
      access: { user: 'triage' },
      tag,
      summary: 'Block an address or network',
      description:
        'Agents hear of single addresses with their next heartbeat and confirm them; firewalls pull the whole list. Twice is once: it renews what is there.',
      body: BlockCreate,
      answer: BlockEntry,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const node_id = body.node_id || null;
        if (node_id !== null && (await tenant.node(node_id)) === null) throw notFound('Node');
        const alert = body.alert_id ? await tenant.alert(body.alert_id) : null;
        if (body.alert_id && alert === null) throw notFound('Alert');
        const expires_at = toEnd(body.expires_at, body.minutes);
        const block = await blocking.add(
          tenant,
          caller.user_id,
          {
            network: body.ip_address,
            node_id,
            source: 'manual',
            incident_id: alert?.incident_id ?? null,
            alert_id: alert?.alert_id ?? null,
            added_by: caller.email,
            expires_at,
            ...(body.note === undefined ? {} : { note: body.note }),
          },
          now(),
        );
        if (alert)
          await noteBlocked(tenant, caller, alert.incident_id, { network: block.network, expires_at });
        return toBlockView(block);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/blocked-ips',
      access: { user: 'read' },
      tag,
      summary: 'What is blocked, by address',
      query: object({ node_id: optional(text({ maxLength: 100 })) }),
      answer: BlockList,
      async handle({ tenant, caller, query }) {
        const { node_id } = query;
        const blocks = await blocking.list(tenant, caller.user_id, now());
        const own = blocks.filter((one) => !node_id || one.node_id === null || one.node_id === node_id);
        return { success: true, data: own.map((block) => toBlockView(block, node_id)) };
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/blocked-ips/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Take an address off the block list',
      description: 'Firewalls let it in at their next pull; agents keep what they blocked.',
      answer: Success,
      async handle({ tenant, params }) {
        if (!(await tenant.removeDoc(blockedKind, params.id))) throw notFound('Blocked address');
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
        const incident = await tenant.incident(params.incident_id);
        if (incident === null) throw notFound('Incident');
        const { user_id, email: added_by } = caller;
        const expires_at = toEnd(body.expires_at, body.minutes);
        const { incident_id, source_ip, title } = incident;
        const asked = {
          network: source_ip,
          note: body.note ?? title.slice(0, 500),
          incident_id,
          added_by,
          expires_at,
        };
        const block = await blocking.add(tenant, user_id, { ...asked, source: 'incident' }, now());
        await noteBlocked(tenant, caller, incident_id, { network: block.network, expires_at });
        return toBlockView(block);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/block-settings',
      access: { user: 'read' },
      tag,
      summary: 'The never-block list, and the rule that blocks by itself',
      answer: BlockSettings,
      handle: ({ tenant, caller }) => blocking.settings(tenant, caller.user_id),
    }),

    userRoute(parts, {
      method: 'PUT',
      path: '/api/block-settings',
      access: { user: 'admin' },
      tag,
      summary: 'Set the never-block list and the rule',
      body: BlockSettings,
      answer: BlockSettings,
      handle: ({ tenant, caller, body }) => blocking.saveSettings(tenant, caller.user_id, body, now()),
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/agent/block-confirmed',
      access: { node: 'contact' },
      tag: 'Agents',
      summary: 'An agent has blocked an address',
      description: 'Also where it was taken off the list meanwhile: the agent has nothing left to do.',
      query: object({ ip_address: optional(text({ maxLength: 100 })) }),
      body: BlockConfirmation,
      ownBody: true,
      answer: Success,
      async handle({ node, query, body }) {
        const said = (body as { ip_address?: unknown } | null | undefined)?.ip_address ?? query.ip_address;
        if (typeof said !== 'string' || said === '')
          throw invalid([{ field: 'ip_address', message: 'is required' }]);
        const tenant = store.of(node.user_id);
        if (blocking.toNetwork(said) === null)
          throw invalid([{ field: 'ip_address', message: 'must be an address' }]);
        await blocking.confirm(tenant, node.user_id, node.node_id, said, now());
        return { status: 'success' };
      },
    }),
  ];
}
