/** Verdicts of people on alerts and incidents, and their effects. */

import { judgeAlert } from '../../cases/alert-verdict.ts';
import { judgeIncident } from '../../cases/incident-notes.ts';
import { tuningStream } from '../../cases/journal.ts';
import { suggestScanner } from '../../cases/scanner-suggestion.ts';
import { deleteSuppression } from '../../cases/suppression.ts';
import { toAlertView } from '../../contract/alert.ts';
import { toIncidentView } from '../../contract/incident.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { pageOf } from '../../contract/page.ts';
import { object } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import { toSuppressionView } from '../../contract/suppression.ts';
import {
  AlertVerdict,
  AlertVerdictAnswer,
  IncidentVerdict,
  IncidentVerdictAnswer,
} from '../../contract/verdict.ts';
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
      summary: 'Give a verdict on an alert',
      description:
        '`expected` creates a suppression rule for exactly its source, node, service, type, process, user and decoy, up to its risk and for 90 days (`apply: false`: only suggests it, as for an alert of risk 9 or more without the scope `admin`); the response shows the rule and how many past events it matches. Deleting the rule, or another verdict, reverts it. Only verdicts change anything.',
      body: AlertVerdict,
      answer: AlertVerdictAnswer,
      errors: ['conflict'],
      async handle({ tenant, params, body: { verdict, note = '', apply = true }, caller }) {
        const { alert_id } = params;
        const judged = await judgeAlert(
          { ...parts, tenant },
          { alert_id, by: caller.email, verdict, note, apply, scopes: caller.scopes },
        );
        const find = await parts.assetFor(caller.user_id);
        return {
          ...judged,
          alert: toAlertView(judged.alert, find(judged.alert.source_ip)),
          applied: judged.applied && toSuppressionView(judged.applied, now()),
        };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/incidents/:incident_id/verdict',
      access: { user: 'triage' },
      tag,
      summary: 'Give a verdict on an incident',
      description:
        '`expected` also answers with one known scanner (`known_scanner`, for `POST /api/known-scanners`) that covers all its source did; null if the source did something that no scanner does. Nothing is suppressed by this call.',
      body: IncidentVerdict,
      answer: IncidentVerdictAnswer,
      async handle({ tenant, params, body: { verdict, note = '' }, caller }) {
        const { incident_id: id } = params;
        const judged = await judgeIncident({ ...parts, tenant }, { id, by: caller.email, verdict, note });
        const locate = await parts.locateFor(caller.user_id);
        const known_scanner = verdict === 'expected' ? await suggestScanner(tenant, judged) : null;
        return {
          ...toIncidentView(judged, locate(judged.source_ip), parts.now(), caller.email),
          known_scanner,
        };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/tuning',
      access: { user: 'read' },
      tag,
      summary: 'Adjustments made by verdicts, latest first',
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
      summary: 'Revert an adjustment',
      answer: Success,
      async handle({ tenant, params, caller }) {
        const { user_id, email: by } = caller;
        if (!(await deleteSuppression({ ...parts, tenant }, { id: params.suppression_id, user_id, by })))
          throw notFound('Adjustment');
        return { status: 'success' };
      },
    }),
  ];
}
