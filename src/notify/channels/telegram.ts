/** Telegram bot: sendMessage in HTML mode; the attacker's text is put in code, where it cannot become a link or a command. */
import { defineChannel } from '../../core/channel.ts';
import { accepted, parseObject, refusalInJson } from '../egress/response.ts';
import { type MessageContent, toContent, toKicker } from '../message/content.ts';
import { fitted, htmlText, toJson } from '../message/hostile-text.ts';
import { jsonHeaders, under } from './fields.ts';

const code = (text: string): string => `<code>${htmlText(text)}</code>`;

function toHtml(content: MessageContent): string {
  const kicker = toKicker(content);
  const lines = [...(kicker === null ? [] : [`<b>${htmlText(kicker)}</b>`]), code(content.title), ''];
  for (const line of content.text ?? []) lines.push(htmlText(line));
  for (const row of content.rows) lines.push(`<b>${row.label}:</b> ${code(row.value)}`);
  if (content.why.length) lines.push('', '<b>Why:</b>', ...content.why.map((reason) => `• ${code(reason)}`));
  if (content.advice) lines.push('', `<b>What to do:</b> ${htmlText(content.advice)}`);
  if (content.link) lines.push('', `<a href="${htmlText(content.link)}">Open the incident</a>`);
  if (content.payload !== null) lines.push('', "<b>Attacker's input:</b>", code(content.payload));
  return lines.join('\n');
}

/** Telegram refuses a message whose buttons name a host without a public name: those links stay in the text. */
function toButtons({ link, acknowledge }: MessageContent, code: string | null): object {
  const isPublic = (url: string): boolean => /\.[a-z]{2,}$/.test(new URL(url).hostname);
  const row = [
    ...(link && isPublic(link) ? [{ text: 'Open the incident', url: link }] : []),
    ...(code !== null
      ? [{ text: 'Acknowledge', callback_data: code }]
      : acknowledge && isPublic(acknowledge)
        ? [{ text: 'Acknowledge', url: acknowledge }]
        : []),
  ];
  return row.length ? { reply_markup: { inline_keyboard: [row] } } : {};
}

export const telegram = defineChannel({
  name: 'telegram',
  title: 'Telegram',
  help: 'Sends messages to a chat, group or channel through a bot.',
  // About one message a second and chat (https://core.telegram.org/bots/faq).
  pace: { perSecond: 1, burst: 1 },
  keepsThreads: () => true,
  fields: {
    token: {
      type: 'text',
      label: 'Bot token',
      help: 'From @BotFather.',
      required: true,
      secret: true,
      pattern: '^[0-9]{3,20}:[A-Za-z0-9_-]{20,100}$',
    },
    chat_id: {
      type: 'text',
      label: 'Chat',
      help: 'Id of the chat (groups start with -100) or @name of a channel.',
      required: true,
      pattern: '^(?:-?[0-9]{1,20}|@[A-Za-z0-9_]{4,40})$',
    },
    thread_id: {
      type: 'number',
      label: 'Topic',
      help: 'Id of a topic in the group.',
      integer: true,
      min: 1,
    },
    callback_secret: {
      type: 'text',
      label: 'Callback secret',
      help: 'The secret_token of setWebhook, with the callback address as its url: then the button acknowledges within Telegram.',
      secret: true,
      pattern: '^[A-Za-z0-9_-]{16,256}$',
    },
    url: { type: 'url', label: 'Bot API', default: 'https://api.telegram.org' },
  },
  async send(notice, settings, context) {
    const first = context.thread?.chat === settings.chat_id ? Number(context.thread.message) : null;
    const text = fitted(4000, (share) => toHtml(toContent(notice, share)));
    const answer = await context.request({
      url: under(settings.url, `/bot${settings.token}/sendMessage`),
      headers: jsonHeaders,
      body: toJson({
        chat_id: settings.chat_id,
        ...(settings.thread_id === undefined ? {} : { message_thread_id: settings.thread_id }),
        ...(first === null
          ? {}
          : { reply_parameters: { message_id: first, allow_sending_without_reply: true } }),
        text,
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        ...toButtons(
          toContent(notice),
          settings.callback_secret === undefined ? null : (notice.acknowledge_code ?? null),
        ),
      }),
    });
    const reply = parseObject(answer.body);
    const wait = Number((reply?.parameters as { retry_after?: unknown } | undefined)?.retry_after);
    const taken = accepted(answer, context.nowMs, {
      retryAfterMs: wait > 0 ? wait * 1000 : null,
      refusal: (body) => (reply?.ok === true ? null : (refusalInJson(body) ?? {})),
    });
    const message = (reply?.result as { message_id?: unknown } | undefined)?.message_id;
    return first === null && Number.isSafeInteger(message)
      ? { ...taken, thread: { chat: settings.chat_id, message: String(message) } }
      : taken;
  },
});
