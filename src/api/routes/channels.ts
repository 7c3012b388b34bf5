/** Channels: where messages go. Secrets come in and never go out. */

import { previewChannel } from '../../cases/channel-preview.ts';
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
  Channel,
  ChannelCreate,
  ChannelKind,
  ChannelPreview,
  ChannelPreviewAsked,
  ChannelTested,
  ChannelUpdate,
} from '../../contract/channel.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { callbacks } from '../../notify/callbacks/index.ts';
import { maskSettings } from '../../notify/channel-settings.ts';
import { channels } from '../../notify/channels/index.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Channels';

export function channelRoutes(parts: RouteParts): Route[] {
  function view({ body: config, ...doc }: ChannelDoc) {
    const { acknowledgeCodes } = parts.messaging;
    const callsBack = callbacks.some(({ channel }) => channel === config.channel);
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
      events: config.events ?? null,
      show_passwords: config.show_passwords === true,
      templates: { title: config.templates?.title ?? null, text: config.templates?.text ?? null },
      callback_url: callsBack ? (acknowledgeCodes?.toAddress(doc.user_id, doc.id) ?? null) : null,
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
      summary: 'Kinds of channels and their settings',
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
        return (await listChannels(tenant)).map(view);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels',
      access: { user: 'admin' },
      tag,
      summary: 'Create a channel',
      description:
        'Private addresses are refused unless the operator allowed them (NOTIFY_ALLOW_PRIVATE), always with the same message.',
      body: ChannelCreate,
      answer: Channel,
      errors: ['conflict', 'quota_exceeded'],
      async handle({ tenant, caller, body }) {
        await parts.quotas.checkRoom(caller.user_id, 'channels', 1);
        return view(await createChannel({ ...parts, tenant }, caller.user_id, body));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/channels/preview',
      access: { user: 'read' },
      tag,
      summary: 'Preview templates with one of your incidents',
      description: 'Nothing is sent or stored. A template with a mistake is a 422 that says what is wrong.',
      body: ChannelPreviewAsked,
      answer: ChannelPreview,
      errors: ['not_found'],
      handle: async ({ tenant, caller, body }) =>
        previewChannel(
          { ...parts, tenant, find: await parts.assetFor(caller.user_id) },
          {
            channel: body.channel ?? '',
            templates: body.templates,
            settings: body.settings,
            showPasswords: body.show_passwords === true,
            incidentId: body.incident_id ?? null,
          },
        ),
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
      body: ChannelUpdate,
      answer: Channel,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const asked = { id: params.id, version: version ?? null };
        const changed = await changeChannel({ ...parts, tenant }, asked, (stored) => {
          const { name, settings, enabled, filter, quiet_hours, events, show_passwords, templates } = {
            ...view(stored),
            ...change,
          };
          return { name, settings, enabled, filter, quiet_hours, events, show_passwords, templates };
        });
        return view(changed);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/channels/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a channel',
      description: 'Messages still waiting for it are not sent.',
      answer: Success,
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
      answer: ChannelTested,
      errors: ['too_many_requests'],
      handle: ({ tenant, caller, params }) =>
        testChannel({ ...parts, tenant }, { id: params.id, user_id: caller.user_id }),
    }),
  ];
}
