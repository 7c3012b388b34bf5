/** A click in Slack: a form signed with the app's secret (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseObject } from '../egress/response.ts';
import { type CallbackKind, isFresh } from './callback.ts';

interface Payload {
  type?: unknown;
  response_url?: unknown;
  user?: { name?: unknown; username?: unknown };
  actions?: { action_id?: unknown; value?: unknown }[];
}

function isSigned(secret: string, time: string, body: Buffer, given: string): boolean {
  const wanted = createHmac('sha256', secret).update(`v0:${time}:`).update(body).digest();
  const bytes = Buffer.from(/^v0=([0-9a-f]{64})$/.exec(given)?.[1] ?? '', 'hex');
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted);
}

export const slack: CallbackKind = {
  channel: 'slack',
  program: 'Slack',
  setting: 'signing_secret',
  read({ header, body }, settings, nowMs) {
    const time = header('x-slack-request-timestamp') ?? '';
    const signature = header('x-slack-signature') ?? '';
    if (!isFresh(time, nowMs) || !isSigned(String(settings.signing_secret), time, body, signature))
      return { kind: 'refused' };
    const form = new URLSearchParams(body.toString('utf8'));
    const {
      type,
      user,
      actions,
      response_url: url,
    } = (parseObject(form.get('payload') ?? '') ?? {}) as Payload;
    const click = Array.isArray(actions)
      ? actions.find((one) => one?.action_id === 'acknowledge')
      : undefined;
    if (type !== 'block_actions' || typeof click?.value !== 'string') return { kind: 'other', body: {} };
    return {
      kind: 'click',
      code: click.value,
      by: String(user?.username ?? user?.name ?? ''),
      answer: (said) => ({
        body: {},
        ...(typeof url === 'string' && /^https?:\/\//.test(url)
          ? {
              followUp: {
                url,
                body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text: said }),
              },
            }
          : {}),
      }),
    };
  },
};
