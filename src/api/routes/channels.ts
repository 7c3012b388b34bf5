/** Channels: where messages go. Secrets come in and never go out. */

import { newDoc } from '../../cases/journal.ts';
import {
  anything,
  choice,
  flag,
  integer,
  list,
  nullable,
  object,
  optional,
  text,
} from '../../contract/schema.ts';
import { type ChannelConfig, channelKind } from '../../core/channel.ts';
import { AppError, notFound } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import type { Doc } from '../../core/query.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { QuietHours } from './alert-settings.ts';

const tag = 'Channels';
const mostChannels = 100;
const testsPerMinute = 10;

const Filter = object({
  min_risk: optional(integer({ minimum: 0, maximum: 10 })),
  attack_types: optional(list(text())),
  nodes: optional(list(text())),
  services: optional(list(text())),
});
const Channel = object({
  id: text({ examples: ['ch-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  channel: text({ description: 'Its kind.', examples: ['slack'] }),
  settings: anything({ description: 'By the fields of its kind; secrets are shown as `********`.' }),
  enabled: flag(),
  filter: Filter,
  quiet_hours: nullable(QuietHours),
  disabled_reason: nullable(
    text({ description: 'Why the server switched it off (the receiver answered 410).' }),
  ),
  created_at: text({ format: 'date-time' }),
  updated_at: text({ format: 'date-time' }),
  version: integer(),
});
const Kind = object({
  name: text(),
  title: text(),
  help: text(),
  fields: anything({
    description: 'By name: type, label, help, required, secret, choices, default, limits.',
  }),
});
/** Checked by the channel's own fields, so that every mistake is named at once. */
const Given = object(
  {
    name: text({ maxLength: 100 }),
    channel: text(),
    settings: anything(),
    enabled: optional(flag()),
    filter: optional(anything({ description: 'min_risk, attack_types, nodes, services.' })),
    quiet_hours: optional(anything({ description: 'from, to, timezone, override_risk; null = none.' })),
  },
  { description: 'See GET /api/channel-kinds for the settings of each kind.' },
);
const Change = object(
  {
    name: optional(text({ maxLength: 100 })),
    settings: optional(
      anything({ description: 'All of them; `********` keeps a secret while its address stays.' }),
    ),
    enabled: optional(flag()),
    filter: optional(anything()),
    quiet_hours: optional(anything()),
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);

export function channelRoutes(parts: RouteParts): Route[] {
  const { store, messaging, pipeline, now, clock, randomHex, growingHex } = parts;

  const configOf = (doc: Doc): ChannelConfig => doc.body as unknown as ChannelConfig;
  function view(doc: Doc) {
    const config = configOf(doc);
    const kind = messaging.channels.find(({ name }) => name === config.channel);
    return {
      id: doc.id,
      name: config.name,
      channel: config.channel,
      // Settings of a kind that this version does not know could be anything, a secret too.
      settings: kind ? messaging.maskSettings(kind, config.settings) : {},
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
      answer: list(Kind),
      handle: () =>
        messaging.channels.map(({ name, title, help, fields }) => ({ name, title, help, fields })),
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
      body: Given,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        if ((await tenant.docs(channelKind, {}, mostChannels)).length >= mostChannels)
          throw new AppError('conflict', `There are ${mostChannels} channels already`);
        const parsed = await messaging.parseChannel(body, null);
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
      body: Change,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const doc = await tenant.doc(channelKind, params.id);
        if (!doc) throw notFound('Channel');
        const stored = configOf(doc);
        const { name, settings, enabled, filter, quiet_hours } = { ...view(doc), ...change };
        const given = { name, channel: stored.channel, settings, enabled, filter, quiet_hours };
        const parsed = await messaging.parseChannel(given, stored);
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
      answer: object({ status: choice(['success']) }),
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
      answer: object({
        ok: flag(),
        status: nullable(integer({ description: "The receiver's status." })),
        answer: nullable(text({ description: 'First 2,000 characters of what it said, without secrets.' })),
        error: nullable(text({ description: 'One sentence.' })),
      }),
      errors: ['too_many_requests'],
      async handle({ tenant, caller, params }) {
        const doc = await tenant.doc(channelKind, params.id);
        if (!doc) throw notFound('Channel');
        const { count, first_ms } = await store.addToRateLimit(
          `channel-test:${caller.user_id}`,
          60_000,
          clock(),
        );
        if (count > testsPerMinute)
          throw new AppError('too_many_requests', `At most ${testsPerMinute} tests a minute`, {
            retryAfterSeconds: Math.max(1, Math.ceil((first_ms + 60_000 - clock()) / 1000)),
          });
        const { ok, status, answer, error } = await messaging.send({
          config: configOf(doc),
          notice: messaging.testNotice(now(), parts.linkTo('test')),
          delivery_id: `msg_${randomHex(12)}`,
        });
        return { ok, status, answer, error };
      },
    }),
  ];
}
