/**
 * Mattermost: an attachment with fields, since Mattermost does not know Slack's blocks, by an incoming webhook or by a bot
 * token, which alone may answer in a thread. Its texts are Markdown: ours stands outside, the attacker's in code.
 */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import { clip } from '../../lib/text.ts';
import { accepted, parseObject, type Refusal } from '../egress/response.ts';
import { toContent, toHeadline, toKicker } from '../message/content.ts';
import { codeSpan, fitted, toJson } from '../message/hostile-text.ts';
import { hexColour } from '../message/level-colour.ts';
import { caField, jsonHeaders, under } from './fields.ts';

/** Mattermost says `ok`; trouble comes as JSON with an id and a sentence, also behind proxies that make it a 200. */
function webhookRefusal(body: string): Refusal | null {
  if (body.trim() === 'ok') return null;
  return apiTrouble(body) ?? {};
}
function apiTrouble(body: string): Refusal | null {
  const status = parseObject(body)?.status_code;
  return typeof status === 'number' && status >= 400 ? { status } : null;
}
/** A post that was made has an id. */
const apiRefusal = (body: string): Refusal | null =>
  typeof parseObject(body)?.id === 'string' && apiTrouble(body) === null ? null : (apiTrouble(body) ?? {});

function toAttachment(notice: Notice, share: number): { text: string; attachments: object[] } {
  const content = toContent(notice, share);
  const code = (text: string, max: number): string => codeSpan(clip(text, max));
  const fields = content.rows.map((row) => ({
    short: row.value.length < 40,
    title: row.label,
    value: code(row.value, 380),
  }));
  for (const line of content.text ?? [])
    if (line.trim() !== '') fields.push({ short: false, title: '', value: code(line, 500) });
  if (content.why.length)
    fields.push({
      short: false,
      title: 'Why',
      value: content.why.map((reason) => `- ${code(reason, 80 + 170 * share)}`).join('\n'),
    });
  if (content.advice) fields.push({ short: false, title: 'What to do', value: code(content.advice, 600) });
  if (content.payload !== null)
    fields.push({ short: false, title: "Attacker's input", value: code(content.payload, 500) });
  const links = [
    ...(content.link ? [`[Open the incident](${content.link})`] : []),
    ...(content.acknowledge ? [`[Acknowledge](${content.acknowledge})`] : []),
  ];
  const kicker = toKicker(content);
  return {
    text: kicker === null ? code(content.title, 300) : `**${kicker}** (risk ${notice.risk_score} of 10)`,
    attachments: [
      {
        fallback: toHeadline(content, 300),
        color: hexColour[content.level],
        text: [kicker === null ? '' : code(content.title, 300), links.join(' · ')].filter(Boolean).join('\n'),
        fields,
      },
    ],
  };
}

export const mattermost = defineChannel({
  name: 'mattermost',
  title: 'Mattermost',
  help: 'Posts to a Mattermost channel through an incoming webhook, or as a bot that keeps each incident in one thread.',
  pace: { perSecond: 5, burst: 20 },
  fields: {
    url: {
      type: 'url',
      label: 'Incoming webhook, or server',
      help: 'https://mattermost.example.com/hooks/…. For a bot, which can answer in a thread: https://mattermost.example.com.',
      required: true,
      secret: true,
    },
    token: {
      type: 'text',
      label: 'Bot token',
      help: 'Access token of a bot account that is a member of the channel.',
      secret: true,
      pattern: '^[a-z0-9]{20,60}$',
    },
    channel_id: {
      type: 'text',
      label: 'Channel id',
      help: 'For the bot: 26 letters and digits, from the details of the channel.',
      pattern: '^[a-z0-9]{26}$',
    },
    ca: caField,
  },
  keepsThreads: ({ token }) => token !== undefined,
  check({ url, token, channel_id }) {
    const errors: FieldError[] = [];
    if ((token === undefined) !== (channel_id === undefined))
      errors.push({ field: 'channel_id', message: 'must be set together with the bot token' });
    if (token !== undefined && /\/hooks\//.test(url))
      errors.push({ field: 'url', message: 'must be the address of the server where a bot token is set' });
    if (errors.length > 0) throw invalid(errors);
  },
  async send(notice, { url, token, channel_id: channel = '', ca }, context) {
    // A post has at most 16,383 characters.
    if (token === undefined) {
      const body = fitted(12_000, (share) => toJson(toAttachment(notice, share)));
      const answer = await context.request({ url, headers: jsonHeaders, body, ca });
      return accepted(answer, context.nowMs, { refusal: webhookRefusal });
    }
    const post = (root: string | undefined) =>
      context.request({
        url: under(url, '/api/v4/posts'),
        headers: { ...jsonHeaders, authorization: `Bearer ${token}` },
        body: fitted(12_000, (share) => {
          const { text, attachments } = toAttachment(notice, share);
          return toJson({
            channel_id: channel,
            message: text,
            props: { attachments },
            ...(root === undefined ? {} : { root_id: root }),
          });
        }),
        ca,
      });
    const root = context.thread?.channel === channel ? context.thread.post : undefined;
    let answer = await post(root);
    // The post that began the thread was deleted: 400 `api.post.create_post.root_id.app_error`.
    const isLost = root !== undefined && (answer.status === 400 || answer.status === 404);
    if (isLost) answer = await post(undefined);
    const taken = accepted(answer, context.nowMs, { refusal: apiRefusal });
    const id = parseObject(answer.body)?.id;
    return (root === undefined || isLost) && typeof id === 'string'
      ? { ...taken, thread: { channel, post: id } }
      : taken;
  },
});
