/** PagerDuty Events API v2: one alert per incident, resolved with it. */
import { defineChannel } from '../../core/channel.ts';
import type { Occasion } from '../../core/occasion.ts';
import { clip } from '../../lib/text.ts';
import { accepted } from '../egress/response.ts';
import { quoted, toContent, toHeadline } from '../message/content.ts';
import { fitted, inert, toJson } from '../message/hostile-text.ts';
import { jsonHeaders, under } from './fields.ts';

const severities = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
} as const;

/** What is done to the alert that stands there already; all else triggers or updates it. */
const actions: Partial<Record<Occasion, string>> = { resolved: 'resolve', acknowledged: 'acknowledge' };

export const pagerduty = defineChannel({
  name: 'pagerduty',
  title: 'PagerDuty',
  help: 'Triggers, updates and resolves an alert of a PagerDuty service.',
  // 120 events a minute and integration key.
  pace: { perSecond: 2, burst: 10 },
  fields: {
    routing_key: {
      type: 'text',
      label: 'Integration key',
      help: 'From an “Events API V2” integration.',
      required: true,
      secret: true,
      pattern: '^[A-Za-z0-9]{20,64}$',
    },
    url: {
      type: 'url',
      label: 'Events API',
      help: 'Europe: https://events.eu.pagerduty.com',
      default: 'https://events.pagerduty.com',
    },
  },
  async send(notice, settings, context) {
    const body = fitted(19_000, (share) => {
      const content = toContent(notice, share);
      const key = { routing_key: settings.routing_key, dedup_key: inert(notice.incident_id, 255) };
      const action = actions[notice.occasion];
      if (action) return toJson({ ...key, event_action: action });
      return toJson({
        ...key,
        event_action: 'trigger',
        client: 'DecoyVerse',
        ...(content.link
          ? {
              client_url: content.link,
              links: [
                { href: content.link, text: 'Open the incident' },
                ...(content.acknowledge ? [{ href: content.acknowledge, text: 'Acknowledge' }] : []),
              ],
            }
          : {}),
        payload: {
          summary: toHeadline(content, 1000),
          source: clip(content.rows.find((row) => row.label === 'Who')?.value ?? 'unknown', 255),
          severity: severities[content.level],
          timestamp: notice.last_seen,
          component: quoted(notice.node_name || notice.node_id, 150),
          group: quoted(notice.service, 100),
          class: quoted(notice.attack_type, 60),
          custom_details: {
            ...Object.fromEntries(content.rows.map((row) => [row.label, row.value])),
            ...(content.text === null ? {} : { Text: content.text }),
            Why: content.why,
            ...(content.payload === null ? {} : { "Attacker's input": content.payload }),
            'What to do': content.advice,
            delivery_id: context.delivery_id,
          },
        },
      });
    });
    const answer = await context.request({
      url: under(settings.url, '/v2/enqueue'),
      headers: jsonHeaders,
      body,
    });
    return accepted(answer, context.nowMs);
  },
});
