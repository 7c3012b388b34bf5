/** Gotify: a plain-text message of an application. */
import { defineChannel } from '../../core/channel.ts';
import { accepted } from '../egress/response.ts';
import { toContent, toHeadline, toPlain } from '../message/content.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { caField, jsonHeaders, under } from './fields.ts';

const priorities = { critical: 10, high: 8, medium: 5, low: 3, info: 1 } as const;

export const gotify = defineChannel({
  name: 'gotify',
  title: 'Gotify',
  help: 'Pushes through your own Gotify server.',
  fields: {
    url: { type: 'url', label: 'Server', required: true },
    token: {
      type: 'text',
      label: 'Application token',
      required: true,
      secret: true,
      pattern: '^[A-Za-z0-9._-]{5,100}$',
    },
    ca: caField,
  },
  async send(notice, settings, context) {
    const body = fitted(16_000, (share) => {
      const content = toContent(notice, share);
      return toJson({
        title: toHeadline(content, 200),
        message: toPlain(content),
        priority: priorities[content.level],
        extras: {
          'client::display': { contentType: 'text/plain' },
          ...(content.link ? { 'client::notification': { click: { url: content.link } } } : {}),
        },
      });
    });
    const answer = await context.request({
      url: under(settings.url, '/message'),
      headers: { ...jsonHeaders, 'x-gotify-key': settings.token },
      body,
      ca: settings.ca,
    });
    return accepted(answer, context.nowMs);
  },
});
