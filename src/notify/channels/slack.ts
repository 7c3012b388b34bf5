/**
 * Slack: a Block Kit message by an incoming webhook, or by a bot token, which alone may answer in a thread. The attacker's
 * text is put in plain text or code, never in markup.
 */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import { accepted, parseObject, type Refusal } from '../egress/response.ts';
import { isCalm } from '../message/follow-up.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { toSlackMessage } from '../message/slack-blocks.ts';
import { jsonHeaders, under } from './fields.ts';

const api = 'https://slack.com/api';

/** Slack says `ok`, Rocket.Chat `{"success":true}`; whatever else comes with a 200 is no confirmation. */
function webhookRefusal(body: string): Refusal | null {
  const said = parseObject(body);
  return body.trim() === 'ok' || said?.ok === true || said?.success === true ? null : {};
}

/** Slack's errors of a channel that cannot work, by the status that says the same elsewhere. */
const statuses: Readonly<Record<string, number>> = {
  invalid_auth: 401,
  not_authed: 401,
  account_inactive: 401,
  token_revoked: 401,
  token_expired: 401,
  missing_scope: 403,
  channel_not_found: 404,
  not_in_channel: 404,
  is_archived: 404,
  ratelimited: 429,
};

/** The Web API answers 200 with `{"ok":false,"error":"channel_not_found"}`. */
function apiRefusal(body: string): Refusal | null {
  const said = parseObject(body);
  if (said?.ok === true) return null;
  const status = statuses[String(said?.error)];
  return status === undefined ? {} : { status };
}

export const slack = defineChannel({
  name: 'slack',
  title: 'Slack',
  help: 'Posts to a Slack channel through an incoming webhook, or as a bot that keeps each incident in one thread.',
  // One message a second and webhook or channel (https://docs.slack.dev/apis/web-api/rate-limits).
  pace: { perSecond: 1, burst: 1 },
  fields: {
    url: {
      type: 'url',
      label: 'Incoming webhook',
      help: 'https://hooks.slack.com/services/…. A webhook cannot answer in a thread: leave it empty and use a bot for that.',
      secret: true,
    },
    token: {
      type: 'text',
      label: 'Bot token',
      help: 'xoxb-…, of an app with the scope chat:write that is a member of the channel.',
      secret: true,
      pattern: '^xox[a-z]-[A-Za-z0-9-]{10,300}$',
    },
    channel_id: {
      type: 'text',
      label: 'Channel id',
      help: 'For the bot: C0123456789, from the details of the channel.',
      pattern: '^[CDG][A-Z0-9]{6,30}$',
    },
    signing_secret: {
      type: 'text',
      label: 'Signing secret',
      help: 'Of the app: then the button acknowledges within Slack. The app needs the callback address as its interactivity request URL.',
      secret: true,
      pattern: '^[0-9a-f]{32}$',
    },
    api_url: { type: 'url', label: 'Web API', help: `For the bot. Default: ${api}.` },
  },
  keepsThreads: ({ token }) => token !== undefined,
  check({ url, token, channel_id }) {
    const errors: FieldError[] = [];
    if (url === undefined && token === undefined)
      errors.push({ field: 'url', message: 'is required, or a bot token' });
    if (url !== undefined && token !== undefined)
      errors.push({ field: 'url', message: 'must be empty where a bot token is set' });
    if ((token === undefined) !== (channel_id === undefined))
      errors.push({ field: 'channel_id', message: 'must be set together with the bot token' });
    if (errors.length > 0) throw invalid(errors);
  },
  async send(notice, { url, token, channel_id: channel = '', api_url, signing_secret }, context) {
    const code = signing_secret === undefined ? null : (notice.acknowledge_code ?? null);
    const toBody = (more: object): string =>
      fitted(19_000, (share) => toJson({ ...toSlackMessage(notice, share, code), ...more }));
    if (token === undefined) {
      const answer = await context.request({ url: url ?? '', headers: jsonHeaders, body: toBody({}) });
      return accepted(answer, context.nowMs, { refusal: webhookRefusal });
    }
    const first = context.thread?.channel === channel ? context.thread.ts : undefined;
    const answer = await context.request({
      url: under(api_url ?? api, '/chat.postMessage'),
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: toBody({ channel, ...(first === undefined ? {} : inThread(notice, first)) }),
    });
    const taken = accepted(answer, context.nowMs, { refusal: apiRefusal });
    const ts = parseObject(answer.body)?.ts;
    return first === undefined && typeof ts === 'string' ? { ...taken, thread: { channel, ts } } : taken;
  },
});

/** What somebody must see is shown in the channel as well. */
const inThread = (notice: Notice, thread_ts: string): object => ({
  thread_ts,
  reply_broadcast: !isCalm(notice),
});
