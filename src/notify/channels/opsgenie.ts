/** Opsgenie Alert API, which Jira Service Management serves too: one alert per incident, closed with it. */
import { defineChannel } from '../../core/channel.ts';
import type { Occasion } from '../../core/occasion.ts';
import { clip } from '../../lib/text.ts';
import { accepted } from '../egress/response.ts';
import { quoted, toContent, toHeadline, toPlain } from '../message/content.ts';
import { fitted, inert, toJson } from '../message/hostile-text.ts';
import { jsonHeaders, under } from './fields.ts';

const priorities = { critical: 'P1', high: 'P2', medium: 'P3', low: 'P4', info: 'P5' } as const;

/** What is done to the alert that stands there already; all else opens or repeats it. */
const actions: Partial<Record<Occasion, string>> = { resolved: 'close', acknowledged: 'acknowledge' };

export const opsgenie = defineChannel({
  name: 'opsgenie',
  title: 'Opsgenie',
  help: 'Opens and closes alerts in Opsgenie or Jira Service Management.',
  pace: { perSecond: 2, burst: 10 },
  fields: {
    api_key: {
      type: 'text',
      label: 'API key',
      help: 'From an API integration.',
      required: true,
      secret: true,
      pattern: '^[A-Za-z0-9-]{16,100}$',
    },
    url: {
      type: 'url',
      label: 'Alert API',
      help: 'Europe: https://api.eu.opsgenie.com. Jira Service Management: https://api.atlassian.com/jsm/ops/integration',
      default: 'https://api.opsgenie.com',
    },
  },
  async send(notice, settings, context) {
    const alias = inert(notice.incident_id, 512);
    const action = actions[notice.occasion];
    const body = fitted(19_000, (share) => {
      const content = toContent(notice, share);
      if (action) return toJson({ source: 'DecoyVerse', note: toHeadline(content, 500) });
      return toJson({
        message: toHeadline(content, 130),
        alias,
        description: clip(`${content.title}\n\n${toPlain(content)}`, 14_000),
        entity: quoted(notice.node_name || notice.node_id, 150),
        source: 'DecoyVerse',
        priority: priorities[content.level],
        tags: ['DecoyVerse', quoted(notice.attack_type, 50)],
        details: {
          incident_id: alias,
          delivery_id: context.delivery_id,
          risk_score: String(notice.risk_score),
          ...(content.link ? { link: content.link } : {}),
        },
      });
    });
    const path = action
      ? `/v2/alerts/${encodeURIComponent(alias)}/${action}?identifierType=alias`
      : '/v2/alerts';
    const answer = await context.request({
      url: under(settings.url, path),
      headers: { ...jsonHeaders, authorization: `GenieKey ${settings.api_key}` },
      body,
    });
    return accepted(answer, context.nowMs);
  },
});
