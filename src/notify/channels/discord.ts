/**
 * Discord webhook: one embed with link buttons; no one can be mentioned (`allowed_mentions` is empty). In a forum each
 * incident is a post; in a text channel what is acknowledged or resolved changes the first message, and what is worse is a
 * new one, since a webhook can neither answer a message nor begin a thread at one.
 */
import { defineChannel, type Notice } from '../../core/channel.ts';
import { clip } from '../../lib/text.ts';
import { accepted, parseObject } from '../egress/response.ts';
import { toContent, toHeadline } from '../message/content.ts';
import { isCalm } from '../message/follow-up.ts';
import { codeSpan, fitted, markdownText, toJson } from '../message/hostile-text.ts';
import { jsonHeaders } from './fields.ts';

const colours = {
  critical: 0xd32f2f,
  high: 0xf57c00,
  medium: 0xfbc02d,
  low: 0x1976d2,
  info: 0x757575,
} as const;

/** Longer addresses are no button: they stay links in the text. */
const longestButtonUrl = 512;

/** Link buttons need no application behind the webhook, unlike those that Discord would report a click of. */
function toButtons(links: readonly (readonly [string, string])[], code: string | null): object[] {
  const components: object[] = links.map(([label, url]) => ({ type: 2, style: 5, label, url }));
  // Discord tells the application of the click.
  if (code !== null) components.push({ type: 2, style: 1, label: 'Acknowledge', custom_id: code });
  return components.length === 0 ? [] : [{ type: 1, components }];
}

function toMessage(notice: Notice, share: number, code: string | null): object {
  const content = toContent(notice, share);
  const parts = (content.text ?? []).map(markdownText);
  parts.push(...content.why.map((reason) => `- ${markdownText(reason)}`));
  if (content.advice) parts.push(`**What to do:** ${markdownText(content.advice)}`);
  const links: [string, string][] = [];
  if (content.link) links.push(['Open the incident', content.link]);
  if (content.acknowledge && code === null) links.push(['Acknowledge', content.acknowledge]);
  const long = links.filter(([, url]) => url.length > longestButtonUrl);
  if (long.length) parts.push(long.map(([label, url]) => `[${label}](<${url}>)`).join(' · '));
  if (content.payload !== null) parts.push(`\`\`\`\n${content.payload.replaceAll('`', 'ˋ')}\n\`\`\``);
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: markdownText(toHeadline(content, 125)),
        description: clip(parts.join('\n'), 3000 * share + 1000),
        ...(content.link ? { url: content.link } : {}),
        color: colours[content.level],
        timestamp: notice.last_seen,
        fields: content.rows.map((row) => ({ name: row.label, value: codeSpan(clip(row.value, 300)) })),
      },
    ],
    // Empty where an edit takes the buttons away.
    components: toButtons(
      links.filter(([, url]) => url.length <= longestButtonUrl),
      code,
    ),
  };
}

export const discord = defineChannel({
  name: 'discord',
  title: 'Discord',
  help: 'Posts to a Discord channel or forum through its webhook.',
  // Five requests in two seconds, thirty in a minute and webhook.
  pace: { perSecond: 0.5, burst: 4 },
  fields: {
    url: {
      type: 'url',
      label: 'Webhook',
      help: 'https://discord.com/api/webhooks/…; with ?thread_id=… it posts to a thread.',
      required: true,
      secret: true,
    },
    public_key: {
      type: 'text',
      label: 'Public key',
      help: 'Of the application that owns the webhook: then the button acknowledges within Discord. The application needs the callback address as its interactions endpoint URL.',
      pattern: '^[0-9a-f]{64}$',
    },
    forum: {
      type: 'boolean',
      label: 'Forum',
      help: 'The webhook is one of a forum: each incident is a post there, and what happens next follows in it.',
      default: false,
    },
  },
  keepsThreads: () => true,
  async send(notice, settings, context) {
    const code = settings.public_key === undefined ? null : (notice.acknowledge_code ?? null);
    const webhook = new URL(settings.url);
    const place = webhook.pathname.split('/').at(-2) ?? '';
    const thread = context.thread?.webhook === place ? context.thread : null;
    const isPost = settings.forum && !webhook.searchParams.has('thread_id');
    // An embed may hold 6,000 characters in all.
    const bodyOf = (more: object): string =>
      fitted(8000, (share) => toJson({ ...toMessage(notice, share, code), ...more }));

    const call = (change: (url: URL) => void, body: string, method: 'POST' | 'PATCH' = 'POST') => {
      const url = new URL(settings.url);
      // Without it Discord ignores the buttons of webhooks that no application owns.
      url.searchParams.set('with_components', 'true');
      change(url);
      return context.request({ url: url.href, method, headers: jsonHeaders, body });
    };
    const name = clip(toHeadline(toContent(notice), 90), 100);
    const post = (into: string | null) =>
      call(
        (url) => {
          // Without it Discord answers before it knows whether the message was accepted.
          url.searchParams.set('wait', 'true');
          if (into !== null) url.searchParams.set('thread_id', into);
        },
        bodyOf(isPost && into === null ? { thread_name: name } : {}),
      );
    const edit = (message: string) =>
      call(
        (url) => {
          url.pathname = `${url.pathname.replace(/\/+$/, '')}/messages/${encodeURIComponent(message)}`;
        },
        bodyOf({}),
        'PATCH',
      );
    const into = isPost ? (thread?.channel ?? null) : null;
    const edited = !isPost && isCalm(notice) ? (thread?.message ?? null) : null;
    let answer = edited === null ? await post(into) : await edit(edited);
    // The message or the post that it belongs to was deleted.
    const isLost = (edited !== null || into !== null) && answer.status === 404;
    if (isLost) answer = await post(null);
    const said = parseObject(answer.body);
    const wait = Number(said?.retry_after);
    const taken = accepted(answer, context.nowMs, {
      retryAfterMs: wait > 0 ? Math.ceil(wait * 1000) : null,
    });
    const isFirst = isLost || thread === null;
    return isFirst && typeof said?.id === 'string'
      ? { ...taken, thread: { webhook: place, message: said.id, channel: String(said.channel_id ?? '') } }
      : taken;
  },
});
