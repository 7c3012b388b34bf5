/** PagerDuty Events API v2: one alert per incident, resolved with it. */
import { defineChannel } from '../../core/channel.ts';
import { accepted } from '../egress/answer.ts';
import { said, toHeadline, toTold } from '../message/message.ts';
import { clip, fitted, inert, toJson } from '../message/text.ts';
import { jsonHeaders, under } from './fields.ts';

const severities = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
} as const;

export const pagerduty = defineChannel({
  name: 'pagerduty',
  title: 'PagerDuty',
  help: 'Triggers, updates and resolves an alert of a PagerDuty service.',
  fields: {
    routing_key: {
      type: 'text',
      label: 'Integration key',
      help: 'Of an “Events API V2” integration.',
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
      const told = toTold(notice, share);
      const key = { routing_key: settings.routing_key, dedup_key: inert(notice.incident_id, 255) };
      if (notice.occasion === 'resolved') return toJson({ ...key, event_action: 'resolve' });
      return toJson({
        ...key,
        event_action: 'trigger',
        client: 'DecoyVerse',
        ...(told.link
          ? { client_url: told.link, links: [{ href: told.link, text: 'Open the incident' }] }
          : {}),
        payload: {
          summary: toHeadline(told, 1000),
          source: clip(told.rows.find((row) => row.label === 'Who')?.value ?? 'unknown', 255),
          severity: severities[told.level],
          timestamp: notice.last_seen,
          component: said(notice.node_name || notice.node_id, 150),
          group: said(notice.service, 100),
          class: said(notice.attack_type, 60),
          custom_details: {
            ...Object.fromEntries(told.rows.map((row) => [row.label, row.value])),
            Why: told.why,
            ...(told.payload === null ? {} : { Seen: told.payload }),
            'What to do': told.advice,
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
