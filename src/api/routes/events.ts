/** Every event, scored or not, risky or not. */

import { maySeeSecrets, searchEvents } from '../../cases/masked-search.ts';
import { findRawRecord, toMaskedRaw, toPlainRaw } from '../../cases/raw-records.ts';
import { Event, toEventView } from '../../contract/event.ts';
import { createListing } from '../../contract/listed.ts';
import { pageOf } from '../../contract/page.ts';
import { queryField } from '../../contract/query-language.ts';
import { RawRecord } from '../../contract/raw-record.ts';
import { choice, integer, object, optional, text } from '../../contract/schema.ts';
import { notFound } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';
import { eventQueryFields } from '../../core/event-query-fields.ts';
import type { TenantStore } from '../../core/store.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, sourceField, withSource } from '../http/paging.ts';
import { queryFieldsRoute, readQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { addAsked, exposureField, groupField } from '../http/within.ts';

const tag = 'Events';

async function rawOf(tenant: TenantStore, id: string, isRevealed: boolean): Promise<RawRecord> {
  const event = await tenant.event(id);
  if (event === null) throw notFound('Event');
  const raw = await findRawRecord(tenant, event);
  if (raw === null) return { log_id: id, raw, is_cut: false, masked: false };
  return { log_id: id, ...(isRevealed ? toPlainRaw(raw) : toMaskedRaw(raw, event)) };
}

export const eventRoutes = (parts: RouteParts): Route[] => {
  const viewFor = async ({ user_id }: { user_id: string }, isRevealed = false) => {
    const locate = await parts.locateFor(user_id);
    return (event: StoredEvent) => toEventView(event, locate(event.source_ip, event.place), isRevealed);
  };
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/events',
      access: { user: 'read' },
      tag,
      summary: 'Events, newest first',
      description:
        'A page may have fewer than `limit` entries even if there are more: only `next_cursor: null` marks the end. Filters that rarely match cost one bounded read per page, and a page ends after about 2 MiB. Lists shorten `payload` and `extra`; `payload_length` and `extra_length` give their full length. `q` is a query (docs/query-language.md) that must match in addition to the other filters; a mistake in it is a 422 whose `errors` say where it is and what to write instead. Without the scope `secrets` it is compared with texts as displayed, masked.',
      query: object({
        limit: limitOf(50),
        cursor: cursorField,
        node_id: optional(text({ maxLength: 100 })),
        group_id: groupField,
        exposure: exposureField,
        service: optional(text({ maxLength: 50 })),
        source: sourceField,
        attack_type: optional(text({ maxLength: 50 })),
        session: optional(text({ maxLength: 128 })),
        alert_id: optional(text({ maxLength: 100 })),
        collection: optional(choice(['honeypot_logs', 'agent_events'])),
        min_risk: optional(integer({ minimum: 0, maximum: 10 })),
        from: momentOf('Not before.'),
        to: momentOf('Before.'),
        q: queryField,
      }),
      answer: pageOf(Event),
      errors: ['bad_request'],
      async handle({
        tenant,
        caller,
        query: { limit, cursor, from, to, q, group_id, exposure, ...filter },
        gone,
      }) {
        const nowMs = parts.clock();
        const read = readQuery(q, eventQueryFields, nowMs);
        const query = await addAsked(tenant, read, { group_id, exposure }, nowMs);
        const page = await searchEvents(
          tenant,
          { ...withSource(filter), from: toStamp(from), to: toStamp(to), ...query },
          { limit: clamp(limit, 50), cursor: cursor ?? null, gone: gone() },
          maySeeSecrets(caller),
        );
        return {
          items: page.items.map(await viewFor(caller)).map(createListing()),
          next_cursor: page.next_cursor,
        };
      },
    }),

    queryFieldsRoute(parts, { path: '/api/events/query-fields', tag, of: 'events' }, eventQueryFields),

    userRoute(parts, {
      method: 'GET',
      path: '/api/events/:id',
      access: { user: 'read' },
      tag,
      summary: 'One event',
      answer: Event,
      async handle({ tenant, caller, params }) {
        const event = await tenant.event(params.id);
        if (event === null) throw notFound('Event');
        return (await viewFor(caller))(event);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/events/:id/reveal',
      access: { user: 'secrets' },
      tag,
      summary: 'Reveal the masked passwords of an event',
      description: 'Requires the scope `secrets`. Each call is recorded in the audit log.',
      answer: Event,
      async handle({ tenant, caller, params }) {
        const event = await tenant.event(params.id);
        if (event === null) throw notFound('Event');
        return (await viewFor(caller, true))(event);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/events/:id/raw',
      access: { user: 'read' },
      tag,
      summary: 'The record that an event was read from',
      description:
        'As its sensor wrote it, for events that arrived through an input for sensors, a listener, `follow` or `import`. It is removed with its event.',
      answer: RawRecord,
      handle: ({ tenant, params }) => rawOf(tenant, params.id, false),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/events/:id/raw/reveal',
      access: { user: 'secrets' },
      tag,
      summary: 'Reveal the masked passwords of a record',
      description: 'Requires the scope `secrets`. Each call is recorded in the audit log.',
      answer: RawRecord,
      handle: ({ tenant, params }) => rawOf(tenant, params.id, true),
    }),
  ];
};
