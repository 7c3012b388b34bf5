/** Verdicts of people on alerts and incidents, and their effects. */

import { judgeAlert } from '../../cases/alert-verdict.ts';
import { Condition } from '../../cases/condition.ts';
import { judgeIncident } from '../../cases/incident-notes.ts';
import { tuningStream } from '../../cases/journal.ts';
import { deleteSuppression, Suppression, toSuppressionView } from '../../cases/suppression.ts';
import { Entry, toEntryView } from '../../contract/entry.ts';
import { Alert, pageOf } from '../../contract/models.ts';
import { Incident, toIncidentView } from '../../contract/models-incident.ts';
import { choice, flag, integer, nullable, number, object, optional, text } from '../../contract/schema.ts';
import { toAlertView } from '../../contract/views.ts';
import { verdictKinds } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Verdicts';
const said = {
  verdict: choice(verdictKinds, {
    description: 'attack; harmless: no attack, but worth a look; expected: ordinary here.',
  }),
  note: optional(text({ maxLength: 2000 })),
};

export function verdictRoutes(parts: RouteParts): Route[] {
  const { now } = parts;
  return [
    userRoute(parts, {
      method: 'POST',
      path: '/api/alerts/:alert_id/verdict',
      access: { user: 'triage' },
      tag,
      summary: 'Say what an alert was',
      description:
        '`expected` creates a suppression rule for exactly its source, node, service, type, process, user and decoy, up to its risk and for 90 days (`apply: false`: only suggests it); the response shows the rule and how many past events it matches. Deleting the rule, or another verdict, reverts it. Only verdicts change anything.',
      body: object({ ...said, apply: optional(flag({ default: true })) }),
      answer: object({
        alert: Alert,
        suggestion: nullable(
          object({ condition: Condition, past_events: integer({ description: 'It holds for so many.' }) }),
        ),
        applied: nullable(Suppression),
        reverted: flag({ description: 'What an earlier verdict had adjusted was taken back.' }),
        threshold_suggestion: nullable(
          number({ description: 'What your verdicts speak for now: see `GET /api/tuning/threshold`.' }),
        ),
      }),
      errors: ['conflict'],
      async handle({ tenant, params, body: { verdict, note = '', apply = true }, caller }) {
        const { alert_id } = params;
        const judged = await judgeAlert(
          { ...parts, tenant },
          { alert_id, by: caller.email, verdict, note, apply },
        );
        return {
          ...judged,
          alert: toAlertView(judged.alert),
          applied: judged.applied && toSuppressionView(judged.applied, now()),
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/verdict',
      access: { user: 'triage' },
      tag,
      summary: 'Say what an incident was',
      description: 'Has no other effect; give a verdict on an alert to suppress events like it.',
      body: object(said),
      answer: Incident,
      async handle({ tenant, params, body: { verdict, note = '' }, caller }) {
        const { incident_id: id } = params;
        return toIncidentView(
          await judgeIncident({ ...parts, tenant }, { id, by: caller.email, verdict, note }),
        );
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/tuning',
      access: { user: 'read' },
      tag,
      summary: 'What verdicts adjusted, latest first',
      description: 'Kinds: applied, suggested, judged, reverted.',
      query: object({ limit: limitOf(50), cursor: cursorField }),
      answer: pageOf(Entry),
      errors: ['bad_request'],
      async handle({ tenant, query }) {
        const page = await tenant.journal(tuningStream, {
          limit: clamp(query.limit, 50),
          cursor: query.cursor ?? null,
        });
        return { items: page.items.map(toEntryView), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/:suppression_id/revert',
      access: { user: 'triage' },
      tag,
      summary: 'Take back what a verdict adjusted',
      answer: object({ status: choice(['success']) }),
      async handle({ tenant, params, caller }) {
        const { user_id, email: by } = caller;
        if (!(await deleteSuppression({ ...parts, tenant }, { id: params.suppression_id, user_id, by })))
          throw notFound('Adjustment');
        return { status: 'success' };
      },
    }),
  ];
}
