/** ntfy: published as JSON; plain text, the Markdown switch stays off. */
import { defineChannel } from '../../core/channel.ts';
import { invalid } from '../../core/errors.ts';
import { accepted, parseObject } from '../egress/response.ts';
import { toContent, toHeadline, toPlain } from '../message/content.ts';
import { isCalm } from '../message/follow-up.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { caField, jsonHeaders, under } from './fields.ts';

const priorities = { critical: 5, high: 4, medium: 3, low: 2, info: 1 } as const;
const tags = {
  critical: 'rotating_light',
  high: 'rotating_light',
  medium: 'warning',
  low: 'eyes',
  info: 'eyes',
};

export const ntfy = defineChannel({
  name: 'ntfy',
  title: 'ntfy',
  help: 'Pushes to phones and desktops through ntfy.sh or your own server.',
  // ntfy.sh lets a sender have 60 at once, then one every five seconds (https://docs.ntfy.sh/config/#rate-limiting).
  pace: { perSecond: 0.2, burst: 50 },
  keepsThreads: () => true,
  fields: {
    url: { type: 'url', label: 'Server', default: 'https://ntfy.sh' },
    topic: { type: 'text', label: 'Topic', required: true, secret: true, pattern: '^[-_A-Za-z0-9]{1,64}$' },
    token: { type: 'text', label: 'Access token', secret: true, pattern: '^[!-~]{1,200}$' },
    username: { type: 'text', label: 'User name', max: 200, pattern: '^[^:\\p{C}]*$' },
    password: { type: 'text', label: 'Password', secret: true, max: 200 },
    ca: caField,
  },
  check(settings) {
    if ((settings.username === undefined) !== (settings.password === undefined))
      throw invalid([{ field: 'password', message: 'must be set together with the user name' }]);
  },
  async send(notice, settings, context) {
    // Longer messages become attachments.
    const message = fitted(3800, (share) => toPlain(toContent(notice, share)));
    const content = toContent(notice);
    const basic = Buffer.from(`${settings.username}:${settings.password}`).toString('base64');
    const authorization = settings.token
      ? `Bearer ${settings.token}`
      : settings.username === undefined
        ? null
        : `Basic ${basic}`;
    const first = context.thread?.message;
    const answer = await context.request({
      url: under(settings.url, '/'),
      headers: { ...jsonHeaders, ...(authorization ? { authorization } : {}) },
      body: toJson({
        topic: settings.topic,
        title: toHeadline(content, 200),
        message,
        priority: priorities[content.level],
        tags: [tags[content.level]],
        // Replaces the first notification (ntfy 2.16 and newer; older ones show a new one).
        ...(first !== undefined && isCalm(notice) ? { sequence_id: first } : {}),
        ...(content.link
          ? {
              click: content.link,
              actions: [
                { action: 'view', label: 'Open the incident', url: content.link },
                ...(content.acknowledge
                  ? [{ action: 'view', label: 'Acknowledge', url: content.acknowledge }]
                  : []),
              ],
            }
          : {}),
      }),
      ca: settings.ca,
    });
    const taken = accepted(answer, context.nowMs);
    const id = parseObject(answer.body)?.id;
    return first === undefined && typeof id === 'string' && /^[-_A-Za-z0-9]{1,64}$/.test(id)
      ? { ...taken, thread: { message: id } }
      : taken;
  },
});
