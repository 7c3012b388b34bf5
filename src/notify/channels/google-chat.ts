/**
 * Google Chat by the webhook of a space: a card with buttons, all messages of an incident in one thread. `<…>` would be a
 * mention in a message and markup in a card: the attacker's angles become others.
 */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { accepted, parseObject, type Refusal, refusalInJson } from '../egress/response.ts';
import { toContent, toHeadline, toKicker } from '../message/content.ts';
import { fitted, inert, toJson, withoutAngles } from '../message/hostile-text.ts';
import { jsonHeaders } from './fields.ts';

const paragraph = (text: string) => ({ textParagraph: { text: withoutAngles(text) } });
const labelled = (topLabel: string, text: string) => ({
  decoratedText: { topLabel, text: withoutAngles(text), wrapText: true },
});
const button = (text: string, url: string) => ({ text, onClick: { openLink: { url } } });

function toMessage(notice: Notice, share: number): object {
  const content = toContent(notice, share);
  const kicker = toKicker(content);
  const title = withoutAngles(content.title);
  const widgets: object[] = [
    ...(content.text ?? []).filter((line) => line.trim() !== '').map(paragraph),
    ...content.rows.map(({ label, value }) => labelled(label, value)),
  ];
  if (content.why.length) widgets.push(labelled('Why', content.why.map((one) => `• ${one}`).join('\n')));
  if (content.advice) widgets.push(labelled('What to do', content.advice));
  const buttons = [
    ...(content.link ? [button('Open the incident', content.link)] : []),
    ...(content.acknowledge ? [button('Acknowledge', content.acknowledge)] : []),
  ];
  if (buttons.length) widgets.push({ buttonList: { buttons } });
  if (content.payload !== null) widgets.push(labelled("Attacker's input", content.payload));
  return {
    // What a phone shows of it.
    text: withoutAngles(toHeadline(content, 300)),
    cardsV2: [
      {
        cardId: 'incident',
        card: {
          header: kicker === null ? { title } : { title: kicker, subtitle: title },
          sections: [{ widgets: widgets.length ? widgets : [paragraph(content.title)] }],
        },
      },
    ],
    thread: { threadKey: inert(notice.incident_id, 400) },
  };
}

/** A message that was taken has a name; trouble is `{"error":{"code":…}}`, whatever the status. */
function refusal(body: string): Refusal | null {
  const { name } = parseObject(body) ?? {};
  return typeof name === 'string' && name.startsWith('spaces/') ? null : (refusalInJson(body) ?? {});
}

export const googleChat = defineChannel({
  name: 'google-chat',
  title: 'Google Chat',
  help: 'Posts cards to a Google Chat space through its webhook, one thread for each incident.',
  // One message a second and space (https://developers.google.com/workspace/chat/limits).
  pace: { perSecond: 1, burst: 1 },
  fields: {
    url: {
      type: 'url',
      label: 'Webhook',
      help: 'https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…',
      required: true,
      secret: true,
    },
  },
  async send(notice, settings, context) {
    const url = new URL(settings.url);
    // The thread is named by us: nothing has to be remembered.
    url.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    // A message has at most 32,000 bytes, cards included.
    const body = fitted(19_000, (share) => toJson(toMessage(notice, share)));
    const answer = await context.request({ url: url.href, headers: jsonHeaders, body });
    return accepted(answer, context.nowMs, { refusal });
  },
});
