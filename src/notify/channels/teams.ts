/** Microsoft Teams by a Workflows webhook: an Adaptive Card whose texts are TextRuns, which know no markup. */
import { defineChannel } from '../../core/channel.ts';
import { accepted, type Refusal } from '../egress/response.ts';
import { toContent, toKicker } from '../message/content.ts';
import { fitted, toJson } from '../message/hostile-text.ts';
import { jsonHeaders } from './fields.ts';

const colour = {
  critical: 'Attention',
  high: 'Attention',
  medium: 'Warning',
  low: 'Accent',
  info: 'Default',
} as const;

/** `{{DATE(…)}}`, `${…}` and `@{…}` are functions of cards and flows. */
const still = (text: string): string => text.replace(/([{$@#])\{/g, '$1 {').replace(/([{])\{/g, '$1 {');
const run = (text: string, style: object = {}) => ({ type: 'TextRun', text: still(text), ...style });
const open = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });
const rich = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines });

/**
 * A flow takes a message with 202 and says nothing; a connector with 200 and `1`. Both report trouble as a sentence in a
 * 200: “Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 …”.
 */
function refusal(body: string): Refusal | null {
  if (!/\bfailed\b|\berror\b/i.test(body)) return null;
  const [, status] = /\bHTTP error ([45]\d\d)\b/.exec(body) ?? [];
  return status === undefined ? {} : { status: Number(status) };
}

export const teams = defineChannel({
  name: 'teams',
  title: 'Microsoft Teams',
  help: 'Posts a card to a Teams channel or chat through a Workflows webhook.',
  // Four requests a second and webhook are taken before Teams begins to refuse.
  pace: { perSecond: 1, burst: 4 },
  fields: {
    url: {
      type: 'url',
      label: 'Workflows webhook',
      help: 'From the flow “Post to a channel when a webhook request is received”.',
      required: true,
      secret: true,
    },
  },
  async send(notice, settings, context) {
    const body = fitted(19_000, (share) => {
      const content = toContent(notice, share);
      const kicker = toKicker(content);
      const mono = { fontType: 'Monospace' };
      const parts: object[] = [
        ...(kicker === null
          ? []
          : [rich(run(kicker, { weight: 'Bolder', size: 'Medium', color: colour[content.level] }))]),
        rich(run(content.title, { weight: 'Bolder' })),
        ...(content.text ?? []).map((line) => rich(run(line || ' '))),
        ...content.rows.map((row) => rich(run(`${row.label}: `, { weight: 'Bolder' }), run(row.value, mono))),
      ];
      if (content.why.length) parts.push(rich(run('Why', { weight: 'Bolder' })));
      parts.push(...content.why.map((reason) => rich(run(`• ${reason}`))));
      if (content.advice) parts.push(rich(run('What to do: ', { weight: 'Bolder' }), run(content.advice)));
      if (content.payload !== null)
        parts.push(rich(run("Attacker's input: ", { weight: 'Bolder' }), run(content.payload, mono)));
      return toJson({
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              type: 'AdaptiveCard',
              version: '1.4',
              msteams: { width: 'full' },
              body: parts,
              actions: [
                ...(content.link ? [open('Open the incident', content.link)] : []),
                ...(content.acknowledge ? [open('Acknowledge', content.acknowledge)] : []),
              ],
            },
          },
        ],
      });
    });
    const answer = await context.request({ url: settings.url, headers: jsonHeaders, body });
    return accepted(answer, context.nowMs, { refusal });
  },
});
