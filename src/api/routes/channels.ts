/** Channels: where messages go. Secrets come in and never go out. */

import {
  type ChannelDoc,
  changeChannel,
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
  testChannel,
} from '../../cases/channels.ts';
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
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { QuietHours } from './alert-settings.ts';

const tag = 'Channels';

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
  const { messaging } = parts;

  function view({ body: config, ...doc }: ChannelDoc) {
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
        return (await listChannels(tenant)).map(view);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels',
      access: { user: 'admin' },
      tag,
      summary: 'Make a channel',
      description:
        'Private addresses are refused unless the operator allowed them (NOTIFY_ALLOW_PRIVATE), always with the same message.',
      body: Given,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        return view(await createChannel({ ...parts, tenant }, caller.user_id, body));
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
        return view(await getChannel(tenant, params.id));
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
        const asked = { id: params.id, version: version ?? null };
        const changed = await changeChannel({ ...parts, tenant }, asked, (stored) => {
          const { name, settings, enabled, filter, quiet_hours } = { ...view(stored), ...change };
          return { name, settings, enabled, filter, quiet_hours };
        });
        return view(changed);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/channels/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Take a channel away',
      description: 'Messages still waiting for it are not sent.',
      answer: object({ status: choice(['success']) }),
      async handle({ tenant, params }) {
        await deleteChannel({ ...parts, tenant }, params.id);
        return { status: 'success' };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels/:id/test',
      access: { user: 'admin' },
      tag,
      summary: 'Send a test message now',
      description: "A real message; the response shows the receiver's answer, also if it refused.",
      answer: object({
        ok: flag(),
        status: nullable(integer({ description: "The receiver's status." })),
        answer: nullable(text({ description: 'First 2,000 characters of what it said, without secrets.' })),
        error: nullable(text({ description: 'One sentence.' })),
      }),
      errors: ['too_many_requests'],
      handle: ({ tenant, caller, params }) =>
        testChannel({ ...parts, tenant }, { id: params.id, user_id: caller.user_id }),
    }),
  ];
}
