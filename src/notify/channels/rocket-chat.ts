/**
 * Rocket.Chat by an incoming integration, or by a user's access token, which alone may answer in a thread. Its texts are
 * Markdown: ours stands outside, the attacker's in code.
 */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import { clip } from '../../lib/text.ts';
import { accepted, parseObject, type Refusal, refusalInJson } from '../egress/response.ts';
import { toContent, toKicker } from '../message/content.ts';
import { codeSpan, fitted, toJson } from '../message/hostile-text.ts';
import { hexColour } from '../message/level-colour.ts';
import { caField, jsonHeaders, under } from './fields.ts';

/** `{"success":true}` is the only yes: an integration that is off or whose script fails says no with a 200. */
const refusal = (body: string): Refusal | null =>
  parseObject(body)?.success === true ? null : (refusalInJson(body) ?? {});

function toMessage(notice: Notice, share: number): object {
  const content = toContent(notice, share);
  const code = (text: string, max: number): string => codeSpan(clip(text, Math.ceil(max * share)));
  const fields = content.rows.map((row) => ({
    short: row.value.length < 40,
    title: row.label,
    value: code(row.value, 300),
  }));
  for (const line of content.text ?? [])
    if (line.trim() !== '') fields.push({ short: false, title: '', value: code(line, 300) });
  if (content.why.length)
    fields.push({
      short: false,
      title: 'Why',
      value: content.why.map((reason) => `- ${code(reason, 200)}`).join('\n'),
    });
  if (content.advice) fields.push({ short: false, title: 'What to do', value: code(content.advice, 400) });
  if (content.payload !== null)
    fields.push({ short: false, title: "Attacker's input", value: code(content.payload, 300) });
  const links = [
    ...(content.link ? [`[Open the incident](${content.link})`] : []),
    ...(content.acknowledge ? [`[Acknowledge](${content.acknowledge})`] : []),
  ];
  const kicker = toKicker(content);
  return {
    text: [...(kicker === null ? [] : [`*${kicker}*`]), code(content.title, 300)].join(' '),
    attachments: [{ color: hexColour[content.level], text: links.join(' · '), fields }],
    parseUrls: false,
  };
}

export const rocketChat = defineChannel({
  name: 'rocket-chat',
  title: 'Rocket.Chat',
  help: 'Posts to a Rocket.Chat room through an incoming integration, or as a user that keeps each incident in one thread.',
  // Ten calls a minute and user is the server's default for the REST API.
  pace: { perSecond: 1, burst: 5 },
  fields: {
    url: {
      type: 'url',
      label: 'Incoming integration, or server',
      help: 'https://chat.example.com/hooks/…. For a user, who can answer in a thread: https://chat.example.com.',
      required: true,
      secret: true,
    },
    user_id: { type: 'text', label: 'User id', help: 'For the token.', pattern: '^[A-Za-z0-9]{5,60}$' },
    token: {
      type: 'text',
      label: 'Personal access token',
      help: 'Of a user who may post to the room.',
      secret: true,
      pattern: '^[A-Za-z0-9_-]{20,100}$',
    },
    room: {
      type: 'text',
      label: 'Room',
      help: 'For the token: #name of a channel, or @name of a user.',
      pattern: '^[#@][^\\p{C}\\s]{1,100}$',
    },
    ca: caField,
  },
  keepsThreads: ({ token }) => token !== undefined,
  check({ url, token, user_id, room }) {
    const errors: FieldError[] = [];
    for (const [field, value] of Object.entries({ user_id, room }))
      if ((token === undefined) !== (value === undefined))
        errors.push({ field, message: 'must be set together with the access token' });
    if (token !== undefined && /\/hooks\//.test(url))
      errors.push({ field: 'url', message: 'must be the address of the server where a token is set' });
    if (errors.length > 0) throw invalid(errors);
  },
  async send(notice, { url, token, user_id = '', room = '', ca }, context) {
    // A message has at most 5,000 characters, what is attached not counted.
    const bodyOf = (more: object): string =>
      fitted(12_000, (share) => toJson({ ...toMessage(notice, share), ...more }));
    if (token === undefined) {
      const answer = await context.request({ url, headers: jsonHeaders, body: bodyOf({}), ca });
      return accepted(answer, context.nowMs, { refusal });
    }
    const tmid = context.thread?.room === room ? context.thread.message : undefined;
    const post = (thread: string | undefined) =>
      context.request({
        url: under(url, '/api/v1/chat.postMessage'),
        headers: { ...jsonHeaders, 'x-auth-token': token, 'x-user-id': user_id },
        body: bodyOf({ channel: room, ...(thread === undefined ? {} : { tmid: thread }) }),
        ca,
      });
    let answer = await post(tmid);
    // The message that began the thread was deleted.
    const isLost = tmid !== undefined && answer.status === 400;
    if (isLost) answer = await post(undefined);
    const taken = accepted(answer, context.nowMs, { refusal });
    const id = (parseObject(answer.body)?.message as { _id?: unknown } | undefined)?._id;
    return (tmid === undefined || isLost) && typeof id === 'string'
      ? { ...taken, thread: { room, message: id } }
      : taken;
  },
});
