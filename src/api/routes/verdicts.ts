/** What people say of alerts and incidents, and what follows from it. */

import { readAlertSettings } from '../../cases/alert-settings.ts';
import { streamOf } from '../../cases/incident-changes.ts';
import { newEntry } from '../../cases/journal.ts';
import { removeSuppression } from '../../cases/suppression.ts';
import { noteVerdict, toThreshold } from '../../cases/threshold-advice.ts';
import { tune } from '../../cases/verdict-effects.ts';
import { toAlertView } from '../../contract/alert.ts';
import { Incident, toIncidentView } from '../../contract/incident.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { pageOf } from '../../contract/page.ts';
import { object } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { toSuppressionView } from '../../contract/suppression.ts';
import { AlertVerdict, AlertVerdictAnswer, IncidentVerdict } from '../../contract/verdict.ts';
import type { HumanVerdict } from '../../core/alert.ts';
import { notFound } from '../../core/errors.ts';
import { clamp, cursorField, limitOf } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Verdicts';

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
        'An `expected` one makes a suppression rule for exactly its source, node, service, type, process, user and decoy, up to its risk and for 90 days (`apply: false`: only suggests it); the answer shows the rule and how many past events it holds for. Taking the rule away, or another verdict, takes it back. Nothing but a verdict adjusts anything.',
      body: AlertVerdict,
      answer: AlertVerdictAnswer,
      errors: ['conflict'],
      async handle({ tenant, params, body: { verdict, note = '', apply = true }, caller }) {
        const standing = await tenant.alert(params.alert_id);
        if (standing === null) throw notFound('Alert');
        const human_verdict: HumanVerdict = { verdict, note, by: caller.email, at: now() };
        const alert = await tenant.updateAlert(params.alert_id, { human_verdict });
        if (alert === null) throw notFound('Alert');
        const tuned = await tune(parts, tenant, { alert, verdict, note, by: caller.email, apply });
        const levels = await noteVerdict(parts, tenant, alert, verdict);
        const settings = await readAlertSettings(tenant, caller.user_id);
        await tenant.announce({ kind: 'alert', id: alert.alert_id, at: now() });
        return {
          alert: toAlertView(alert),
          suggestion: tuned.condition && {
            condition: tuned.condition,
            past_events: (await tenant.countEvents(tuned.condition, { threshold: parts.alertRiskThreshold }))
              .count,
          },
          applied: tuned.applied && toSuppressionView(tuned.applied, now()),
          reverted: tuned.reverted,
          threshold_suggestion: toThreshold(levels, settings.threshold ?? parts.alertRiskThreshold).suggested,
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/verdict',
      access: { user: 'triage' },
      tag,
      summary: 'Say what an incident was',
      description: 'Adjusts nothing; say it of an alert to have the like hidden.',
      body: IncidentVerdict,
      answer: Incident,
      async handle({ tenant, params, body: { verdict, note = '' }, caller }) {
        const { email: by, user_id } = caller;
        const human_verdict: HumanVerdict = { verdict, note, by, at: now() };
        const incident = await tenant.updateIncident(params.incident_id, null, { human_verdict });
        if (incident === null || incident === 'stale') throw notFound('Incident');
        const stream = streamOf(incident.incident_id);
        await tenant.append(
          newEntry(parts, { user_id, stream, by, kind: 'verdict', data: { verdict, note } }),
        );
        await tenant.announce({ kind: 'incident', id: incident.incident_id, at: now() });
        return toIncidentView(incident);
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
        const page = await tenant.journal('tuning', {
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
      answer: Success,
      async handle({ tenant, params, caller }) {
        const { user_id, email: by } = caller;
        if (!(await removeSuppression(parts, tenant, { id: params.suppression_id, user_id, by })))
          throw notFound('Adjustment');
        return { status: 'success' };
      },
    }),
  ];
}
