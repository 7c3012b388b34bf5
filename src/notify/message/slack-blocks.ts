/** A notice as a message of Slack's Block Kit. Pure. */
import type { Notice } from '../../core/channel.ts';
import { clip } from '../../lib/text.ts';
import { type MessageContent, toContent, toHeadline } from './content.ts';
import { codeSpan, slackText } from './hostile-text.ts';

const mark = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵', info: '⚪' } as const;
const markdown = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const plain = (text: string) => ({ type: 'plain_text', text: slackText(text), emoji: false });
/** Limits count what Slack reads, escapes included: clipping first and escaping after keeps every escape whole. */
const inCode = (text: string, max: number): string => codeSpan(slackText(clip(text, max)));

const button = (text: string, url: string, action_id: string) => ({
  type: 'button',
  text: plain(text),
  url,
  action_id,
});
/** Slack tells us of the click. */
const ownButton = (text: string, value: string, action_id: string) => ({
  type: 'button',
  text: plain(text),
  value,
  action_id,
});
const toTag = ({ severity }: MessageContent): string => (severity === '' ? '' : `${severity} `);

/** Lines as texts of at most 2,000 characters before they are escaped; a section takes 3,000. */
function toChunks(lines: readonly string[] | null): string[] {
  const chunks: string[] = [];
  for (const line of lines ?? []) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + line.length < 2000)
      chunks[chunks.length - 1] = `${last}\n${line}`;
    else chunks.push(line || ' ');
  }
  return chunks;
}

/** `share` scales the limits of the texts (see `fitted`); `code` is what its own button carries, null = a link. */
export function toSlackMessage(notice: Notice, share: number, code: string | null = null): object {
  const content = toContent(notice, share);
  const blocks: object[] = [
    ...(content.hasOwnTitle
      ? [{ type: 'section', text: plain(`${mark[content.level]} ${content.title}`) }]
      : [
          {
            type: 'header',
            text: plain(`${mark[content.level]} ${toTag(content)}${clip(content.occasion, 60)}`),
          },
          { type: 'section', text: plain(content.title) },
        ]),
    ...toChunks(content.text).map((text) => ({ type: 'section', text: plain(text) })),
  ];
  if (content.rows.length)
    blocks.push({
      type: 'section',
      fields: content.rows.map((row) => markdown(`*${row.label}*\n${inCode(row.value, 380)}`)),
    });
  if (content.why.length)
    blocks.push({
      type: 'section',
      text: markdown(
        `*Why*\n${content.why.map((reason) => `• ${inCode(reason, 80 + 170 * share)}`).join('\n')}`,
      ),
    });
  if (content.advice) blocks.push({ type: 'section', text: plain(`What to do: ${content.advice}`) });
  const buttons = [
    ...(content.link ? [button('Open the incident', content.link, 'open')] : []),
    ...(code !== null
      ? [ownButton('Acknowledge', code, 'acknowledge')]
      : content.acknowledge
        ? [button('Acknowledge', content.acknowledge, 'acknowledge')]
        : []),
  ];
  if (buttons.length) blocks.push({ type: 'actions', elements: buttons });
  if (content.payload !== null)
    blocks.push({
      type: 'rich_text',
      elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: content.payload }] }],
    });
  return {
    text: slackText(`${toHeadline(content, 300)} (risk ${notice.risk_score} of 10)`),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks,
  };
}
