/** Web push: a notification of the browser, on a phone too. The console subscribes; nobody types these settings. */
import { createHash } from 'node:crypto';
import { defineChannel, SendError } from '../../core/channel.ts';
import { invalid } from '../../core/errors.ts';
import { accepted } from '../egress/response.ts';
import { checkPushKeys, sealPush, toPushAuthorization } from '../egress/web-push.ts';
import { toContent, toHeadline, toPlain } from '../message/content.ts';
import { isCalm } from '../message/follow-up.ts';
import { fitted, toJson } from '../message/hostile-text.ts';

/** A phone that is off for longer gets nothing: what is a day old is read in the console. */
const daySeconds = 24 * 3600;

export const webPush = defineChannel({
  name: 'web-push',
  title: 'Web push',
  help: 'Notifications of one browser, on a computer or a phone: open the console there and add this channel.',
  fields: {
    endpoint: { type: 'url', label: 'Address at the push service', required: true, secret: true },
    p256dh: {
      type: 'text',
      label: 'Public key of the browser',
      required: true,
      pattern: '^[A-Za-z0-9_-]{87}$',
    },
    auth: {
      type: 'text',
      label: 'Secret of the browser',
      required: true,
      secret: true,
      pattern: '^[A-Za-z0-9_-]{22}$',
    },
    key: {
      type: 'text',
      label: 'Private key of the subscription',
      required: true,
      secret: true,
      pattern: '^[A-Za-z0-9_-]{43}$',
    },
    contact: {
      type: 'text',
      label: 'Contact for the push service',
      help: 'An https: or mailto: address.',
      required: true,
      max: 300,
      pattern: '^(https://|mailto:)[!-~]+$',
    },
  },
  check(settings) {
    try {
      checkPushKeys(settings);
    } catch {
      throw invalid([{ field: 'p256dh', message: 'must be keys of the curve P-256' }]);
    }
  },
  async send(notice, settings, context) {
    // Push services take 4,096 bytes, of which sealing needs 103.
    const text = fitted(3500, (share) => {
      const content = toContent(notice, share);
      return toJson({
        id: context.delivery_id,
        title: toHeadline(content, 200),
        // A press opens the incident, and a button acknowledges it: their addresses are not shown.
        body: toPlain({ ...content, link: null, acknowledge: null }),
        incident: notice.incident_id,
        level: content.level,
        ...(content.link ? { link: content.link } : {}),
        ...(content.acknowledge ? { acknowledge: content.acknowledge } : {}),
      });
    });
    const { level } = toContent(notice);
    const answer = await context.request({
      url: settings.endpoint,
      headers: {
        authorization: await toPushAuthorization(settings, context.nowMs),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        ttl: String(daySeconds),
        urgency: !isCalm(notice) && (level === 'critical' || level === 'high') ? 'high' : 'normal',
        // What waits at the push service for a phone that is off is replaced by the latest about the same incident.
        topic: createHash('sha256').update(notice.incident_id).digest('base64url').slice(0, 32),
      },
      body: sealPush(text, settings),
    });
    if (answer.status === 404)
      throw new SendError('The browser has ended its subscription.', {
        status: 404,
        answer: answer.body,
        disable: true,
      });
    return accepted(answer, context.nowMs);
  },
});
