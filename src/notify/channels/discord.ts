/** Discord webhook: one embed; no one can be mentioned (`allowed_mentions` is empty). */
import { defineChannel } from '../../core/channel.ts';
import { clip } from '../../lib/text.ts';
import { accepted, parseObject } from '../egress/response.ts';
import { toContent, toHeadline } from '../message/content.ts';
import { codeSpan, fitted, markdownText, toJson } from '../message/hostile-text.ts';
import { jsonHeaders } from './fields.ts';

const colours = {
  critical: 0xd32f2f,
  high: 0xf57c00,
  medium: 0xfbc02d,
  low: 0x1976d2,
  info: 0x757575,
} as const;

export const discord = defineChannel({
  name: 'discord',
  title: 'Discord',
  help: 'Posts to a Discord channel through its webhook.',
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
  },
  async send(notice, settings, context) {
    // An embed may hold 6,000 characters in all.
    const body = fitted(8000, (share) => {
      const content = toContent(notice, share);
      const parts = (content.text ?? []).map(markdownText);
      parts.push(...content.why.map((reason) => `- ${markdownText(reason)}`));
      if (content.advice) parts.push(`**What to do:** ${markdownText(content.advice)}`);
      const links = [
        content.link ? `[Open the incident](<${content.link}>)` : '',
        content.acknowledge ? `[Acknowledge](<${content.acknowledge}>)` : '',
      ].filter(Boolean);
      if (links.length) parts.push(links.join(' · '));
      if (content.payload !== null) parts.push(`\`\`\`\n${content.payload.replaceAll('`', 'ˋ')}\n\`\`\``);
      return toJson({
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
      });
    });
    const url = new URL(settings.url);
    // Without it Discord answers before it knows whether the message was accepted.
    url.searchParams.set('wait', 'true');
    const answer = await context.request({ url: url.href, headers: jsonHeaders, body });
    const wait = Number(parseObject(answer.body)?.retry_after);
    return accepted(answer, context.nowMs, { retryAfterMs: wait > 0 ? Math.ceil(wait * 1000) : null });
  },
});
