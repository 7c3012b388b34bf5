/** Discord webhook: one embed; nobody can be mentioned (`allowed_mentions` is empty). */
import { defineChannel } from '../../core/channel.ts';
import { accepted, parseObject } from '../egress/answer.ts';
import { toHeadline, toTold } from '../message/message.ts';
import { clip, codeSpan, fitted, markdownText, toJson } from '../message/text.ts';
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
  help: 'Posts to a Discord channel by its webhook.',
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
      const told = toTold(notice, share);
      const parts = told.why.map((reason) => `- ${markdownText(reason)}`);
      if (told.payload !== null) parts.push(`\`\`\`\n${told.payload.replaceAll('`', 'ˋ')}\n\`\`\``);
      if (told.advice) parts.push(`**What to do:** ${markdownText(told.advice)}`);
      return toJson({
        allowed_mentions: { parse: [] },
        embeds: [
          {
            title: markdownText(toHeadline(told, 125)),
            description: clip(parts.join('\n'), 4000 * share),
            ...(told.link ? { url: told.link } : {}),
            color: colours[told.level],
            timestamp: notice.last_seen,
            fields: told.rows.map((row) => ({ name: row.label, value: codeSpan(clip(row.value, 300)) })),
          },
        ],
      });
    });
    const url = new URL(settings.url);
    // Without it Discord answers before it knows whether the message was taken.
    url.searchParams.set('wait', 'true');
    const answer = await context.request({ url: url.href, headers: jsonHeaders, body });
    const wait = Number(parseObject(answer.body)?.retry_after);
    return accepted(answer, context.nowMs, { retryAfterMs: wait > 0 ? Math.ceil(wait * 1000) : null });
  },
});
