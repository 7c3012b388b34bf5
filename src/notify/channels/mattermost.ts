/**
 * Mattermost incoming webhook: an attachment with fields, since Mattermost does not know Slack's blocks. Its texts are
 * Markdown: ours stands outside, the attacker's in code.
 */
import { defineChannel } from '../../core/channel.ts';
import { clip } from '../../lib/text.ts';
import { accepted, parseObject, type Refusal } from '../egress/response.ts';
import { toContent, toHeadline } from '../message/content.ts';
import { codeSpan, fitted, toJson } from '../message/hostile-text.ts';
import { caField, jsonHeaders } from './fields.ts';

const colour = {
  critical: '#d24b4e',
  high: '#e0812c',
  medium: '#d6b11e',
  low: '#3d79c2',
  info: '#8a8f98',
} as const;

/** Mattermost says `ok`; trouble comes as JSON with an id and a sentence, also behind proxies that make it a 200. */
function refusal(body: string): Refusal | null {
  if (body.trim() === 'ok') return null;
  const status = parseObject(body)?.status_code;
  return typeof status === 'number' && status >= 400 ? { status } : {};
}

export const mattermost = defineChannel({
  name: 'mattermost',
  title: 'Mattermost',
  help: 'Posts to a Mattermost channel through an incoming webhook.',
  pace: { perSecond: 5, burst: 20 },
  fields: {
    url: {
      type: 'url',
      label: 'Incoming webhook',
      help: 'https://mattermost.example.com/hooks/…',
      required: true,
      secret: true,
    },
    ca: caField,
  },
  async send(notice, settings, context) {
    // A post has at most 16,383 characters.
    const body = fitted(12_000, (share) => {
      const content = toContent(notice, share);
      const code = (text: string, max: number): string => codeSpan(clip(text, max));
      const fields = content.rows.map((row) => ({
        short: row.value.length < 40,
        title: row.label,
        value: code(row.value, 380),
      }));
      if (content.why.length)
        fields.push({
          short: false,
          title: 'Why',
          value: content.why.map((reason) => `- ${code(reason, 80 + 170 * share)}`).join('\n'),
        });
      if (content.payload !== null)
        fields.push({ short: false, title: "Attacker's input", value: code(content.payload, 500) });
      if (content.advice)
        fields.push({ short: false, title: 'What to do', value: code(content.advice, 600) });
      return toJson({
        text: `**${content.occasion}** (risk ${notice.risk_score} of 10)`,
        attachments: [
          {
            fallback: toHeadline(content, 300),
            color: colour[content.level],
            text: code(content.title, 300) + (content.link ? `\n[Open the incident](${content.link})` : ''),
            fields,
          },
        ],
      });
    });
    const answer = await context.request({
      url: settings.url,
      headers: jsonHeaders,
      body,
      ca: settings.ca,
    });
    return accepted(answer, context.nowMs, { refusal });
  },
});
