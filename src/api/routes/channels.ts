/** Channels: where messages go. Secrets come in and never go out. */

import { newDoc } from '../../cases/journal.ts';
import { Channel, ChannelCreate, ChannelKind, ChannelTested, ChannelUpdate } from '../../contract/channel.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { type ChannelConfig, channelKind } from '../../core/channel.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import type { Doc } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { maskSettings, parseChannel } from '../../notify/channel-settings.ts';
import { channels } from '../../notify/channels/index.ts';
import { testNotice } from '../../notify/delivery/sender.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Channels';
const mostChannels = 100;
const testsPerMinute = 10;

export function channelRoutes(parts: RouteParts): Route[] {
  const { store, messaging, pipeline, now, clock, randomHex, growingHex } = parts;

  const nodesOf = async (tenant: TenantStore): Promise<ReadonlySet<string>> =>
    new Set((await tenant.nodes()).map(({ node_id }) => node_id));
  const configOf = (doc: Doc): ChannelConfig => doc.body as unknown as ChannelConfig;
  function view(doc: Doc) {
    const config = configOf(doc);
    const kind = channels.find(({ name }) => name === config.channel);
    return {
      id: doc.id,
      name: config.name,
      channel: config.channel,
      // Settings of a kind that this version does not know could be anything, a secret too.
      settings: kind ? maskSettings(kind, config.settings) : {},
      enabled: config.enabled,
      filter: config.filter,
      quiet_hours: config.quiet_hours ?? null,
      disabled_reason: config.disabled_reason,
      created_at: doc.created_at,
      updated_at: doc.updated_at,
      version: doc.version,
    };
  }

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/channel-kinds',
      access: { user: 'read' },
      tag,
      summary: 'Kinds of channels, and what each needs to know',
      answer: list(ChannelKind),
      handle: () => channels.map(({ name, title, help, fields }) => ({ name, title, help, fields })),
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/channels',
      access: { user: 'read' },
      tag,
      summary: 'All channels',
      answer: list(Channel),
      async handle({ tenant }) {
        return (await tenant.docs(channelKind, {}, mostChannels)).map(view);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels',
      access: { user: 'admin' },
      tag,
      summary: 'Make a channel',
      description:
        'Addresses inside a private network are refused unless the operator allowed them (NOTIFY_ALLOW_PRIVATE), all with the same words.',
      body: ChannelCreate,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        if ((await tenant.docs(channelKind, {}, mostChannels)).length >= mostChannels)
          throw new AppError('conflict', `There are ${mostChannels} channels already`);
        const parsed = await parseChannel(body, {
          channels,
          guard: messaging.guard,
          nodes: await nodesOf(tenant),
        });
        const id = `ch-${growingHex()}`;
        const config: ChannelConfig = { ...parsed, id, disabled_reason: null };
        const doc = newDoc({ kind: channelKind, id, user_id: caller.user_id, body: config, now: now() });
        if ((await tenant.createDoc(doc)) === 'exists') throw new AppError('conflict', 'Try again');
        pipeline.refresh();
        return view(doc);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/channels/:id',
      access: { user: 'read' },
      tag,
      summary: 'One channel',
      answer: Channel,
      async handle({ tenant, params }) {
        const doc = await tenant.doc(channelKind, params.id);
        if (!doc) throw notFound('Channel');
        return view(doc);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/channels/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Change a channel',
      body: ChannelUpdate,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const doc = await tenant.doc(channelKind, params.id);
        if (!doc) throw notFound('Channel');
        const stored = configOf(doc);
        const { name, settings, enabled, filter, quiet_hours } = { ...view(doc), ...change };
        const given = { name, channel: stored.channel, settings, enabled, filter, quiet_hours };
        const parsed = await parseChannel(given, {
          channels,
          guard: messaging.guard,
          nodes: await nodesOf(tenant),
          stored,
        });
        const disabled_reason = parsed.enabled ? null : stored.disabled_reason;
        const config: ChannelConfig = { ...parsed, id: doc.id, disabled_reason };
        const saved = await tenant.updateDoc(channelKind, doc.id, version ?? doc.version, {
          body: config as unknown as JsonObject,
          updated_at: now(),
        });
        if (saved === null) throw notFound('Channel');
        if (saved === 'stale')
          throw new AppError('conflict', 'The channel was changed meanwhile; read it again');
        pipeline.refresh();
        return view(saved);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/channels/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Take a channel away',
      description: 'What is still to be sent by it is not sent.',
      answer: Success,
      async handle({ tenant, params }) {
        if (!(await tenant.removeDoc(channelKind, params.id))) throw notFound('Channel');
        pipeline.refresh();
        return { status: 'success' };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels/:id/test',
      access: { user: 'admin' },
      tag,
      summary: 'Send a test message now',
      description: 'A real message; the answer is what the receiver said, also where it refused.',
      answer: ChannelTested,
      errors: ['too_many_requests'],
      async handle({ tenant, caller, params }) {
        const doc = await tenant.doc(channelKind, params.id);
        if (!doc) throw notFound('Channel');
        const { count, first_ms } = await store.hit(`channel-test:${caller.user_id}`, 60_000, clock());
        if (count > testsPerMinute)
          throw new AppError('too_many_requests', `At most ${testsPerMinute} tests a minute`, {
            retryAfterSeconds: Math.max(1, Math.ceil((first_ms + 60_000 - clock()) / 1000)),
          });
        const { ok, status, answer, error } = await messaging.send({
          config: configOf(doc),
          notice: testNotice(now(), parts.linkTo('test')),
          delivery_id: `msg_${randomHex(12)}`,
        });
        return { ok, status, answer, error };
      },
    }),
  ];
}
