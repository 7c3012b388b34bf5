/** Microsoft Teams by a Workflows webhook: an Adaptive Card whose texts are TextRuns, which know no markup. */
import { defineChannel } from '../../core/channel.ts';
import { accepted } from '../egress/answer.ts';
import { toTold } from '../message/message.ts';
import { fitted, toJson } from '../message/text.ts';
import { jsonHeaders } from './fields.ts';

const colour = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  info: 'default',
} as const;

/** `{{DATE(…)}}`, `${…}` and `@{…}` are functions of cards and flows. */
const still = (text: string): string => text.replace(/([{$@#])\{/g, '$1 {').replace(/([{])\{/g, '$1 {');
const run = (text: string, style: object = {}) => ({ type: 'TextRun', text: still(text), ...style });
const rich = (...inlines: object[]) => ({ type: 'RichTextBlock', inlines });

export const teams = defineChannel({
  name: 'teams',
  title: 'Microsoft Teams',
  help: 'Posts a card to a Teams channel or chat by a Workflows webhook.',
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
      const told = toTold(notice, share);
      const mono = { fontType: 'Monospace' };
      const parts: object[] = [
        rich(run(told.occasion, { weight: 'Bolder', size: 'Medium', color: colour[told.level] })),
        rich(run(told.title, { weight: 'Bolder' })),
        ...told.rows.map((row) => rich(run(`${row.label}: `, { weight: 'Bolder' }), run(row.value, mono))),
      ];
      if (told.why.length) parts.push(rich(run('Why', { weight: 'Bolder' })));
      parts.push(...told.why.map((reason) => rich(run(`• ${reason}`))));
      if (told.payload !== null)
        parts.push(
          rich(run("Seen (the attacker's own bytes): ", { weight: 'Bolder' }), run(told.payload, mono)),
        );
      if (told.advice) parts.push(rich(run('What to do: ', { weight: 'Bolder' }), run(told.advice)));
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
              msteams: { width: 'Full' },
              body: parts,
              actions: told.link
                ? [{ type: 'Action.OpenUrl', title: 'Open the incident', url: told.link }]
                : [],
            },
          },
        ],
      });
    });
    const answer = await context.request({ url: settings.url, headers: jsonHeaders, body });
    return accepted(answer, context.nowMs);
  },
});
