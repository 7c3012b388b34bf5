/** Slack incoming webhook: a Block Kit message. The attacker's text stands in plain text or code, never in markup. */
import { defineChannel } from '../../core/channel.ts';
import { accepted } from '../egress/answer.ts';
import { toHeadline, toTold } from '../message/message.ts';
import { clip, codeSpan, fitted, slackText, toJson } from '../message/text.ts';
import { jsonHeaders } from './fields.ts';

const mark = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵', info: '⚪' } as const;
const markdown = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const plain = (text: string) => ({ type: 'plain_text', text: slackText(text), emoji: false });
/** Limits count what Slack reads, escapes included: clipping first and escaping after keeps every escape whole. */
const code = (text: string, max: number): string => codeSpan(slackText(clip(text, max)));

export const slack = defineChannel({
  name: 'slack',
  title: 'Slack',
  help: 'Posts to a Slack channel by an incoming webhook (Mattermost and Rocket.Chat take it too).',
  fields: {
    url: {
      type: 'url',
      label: 'Incoming webhook',
      help: 'https://hooks.slack.com/services/…',
      required: true,
      secret: true,
    },
  },
  async send(notice, settings, context) {
    const body = fitted(19_000, (share) => {
      const told = toTold(notice, share);
      const blocks: object[] = [
        { type: 'header', text: plain(`${mark[told.level]} ${clip(told.occasion, 60)}`) },
        { type: 'section', text: plain(told.title) },
        {
          type: 'section',
          fields: told.rows.map((row) => markdown(`*${row.label}*\n${code(row.value, 380)}`)),
        },
      ];
      if (told.why.length)
        blocks.push({
          type: 'section',
          text: markdown(
            `*Why*\n${told.why.map((reason) => `• ${code(reason, 80 + 170 * share)}`).join('\n')}`,
          ),
        });
      if (told.payload !== null)
        blocks.push({
          type: 'rich_text',
          elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: told.payload }] }],
        });
      if (told.advice) blocks.push({ type: 'section', text: plain(`What to do: ${told.advice}`) });
      if (told.link)
        blocks.push({
          type: 'actions',
          elements: [{ type: 'button', text: plain('Open the incident'), url: told.link, action_id: 'open' }],
        });
      return toJson({
        text: slackText(`${toHeadline(told, 300)} (risk ${notice.risk_score} of 10)`),
        mrkdwn: false,
        parse: 'none',
        link_names: false,
        unfurl_links: false,
        unfurl_media: false,
        blocks,
      });
    });
    const answer = await context.request({ url: settings.url, headers: jsonHeaders, body });
    return accepted(answer, context.nowMs);
  },
});
