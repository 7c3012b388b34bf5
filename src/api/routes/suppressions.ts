/** Suppression rules: what need not wake anybody. Hidden events are kept, counted and searchable. */

import { toCondition } from '../../cases/condition.ts';
import { toIso } from '../../cases/journal.ts';
import {
  addSuppression,
  mostSuppressions,
  removeSuppression,
  suppressionKind,
} from '../../cases/suppression.ts';
import { list } from '../../contract/schema.ts';
import { Success } from '../../contract/success.ts';
import {
  Suppression,
  SuppressionCount,
  SuppressionCreate,
  SuppressionPreview,
  SuppressionUpdate,
  toSuppressionView,
} from '../../contract/suppression.ts';
import { alertSettingsKind, toAlertSettings } from '../../core/alert-settings.ts';
import { AppError, invalid, notFound } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import type { EventCondition } from '../../core/query.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Suppressions';

export function suppressionRoutes(parts: RouteParts): Route[] {
  const { now, pipeline } = parts;

  function toEnd(given: string | null | undefined): string | null {
    const end = toIso(given);
    if (end !== null && end <= now())
      throw invalid([{ field: 'expires_at', message: 'must lie in the future' }]);
    return end;
  }

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/suppressions',
      access: { user: 'read' },
      tag,
      summary: 'All suppression rules',
      answer: list(Suppression),
      async handle({ tenant }) {
        const docs = await tenant.docs(suppressionKind, {}, mostSuppressions);
        return docs.map((doc) => toSuppressionView(doc, now()));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/suppressions/preview',
      access: { user: 'read' },
      tag,
      summary: 'What a rule would have hidden',
      description: 'Counts exactly, over all stored events or those of a time range. Changes nothing.',
      body: SuppressionPreview,
      answer: SuppressionCount,
      async handle({ tenant, caller, body }) {
        const condition = toCondition(body.condition as EventCondition);
        const from = toIso(body.from);
        const to = toIso(body.to);
        const range = { ...(from ? { from } : {}), ...(to ? { to } : {}) };
        const settings = toAlertSettings(await tenant.doc(alertSettingsKind, caller.user_id));
        const threshold = settings.threshold ?? parts.alertRiskThreshold;
        const { count, alerting } = await tenant.countEvents(condition, { threshold, ...range });
        return { count, would_have_alerted: alerting, from, to };
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/suppressions',
      access: { user: 'triage' },
      tag,
      summary: 'Make a suppression rule',
      body: SuppressionCreate,
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const doc = await addSuppression(parts, tenant, {
          user_id: caller.user_id,
          by: caller.email,
          name: body.name,
          note: body.note ?? '',
          enabled: body.enabled ?? true,
          condition: toCondition(body.condition as EventCondition),
          expires_at: toEnd(body.expires_at),
          origin: null,
        });
        return toSuppressionView(doc, now());
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/suppressions/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Change a suppression rule',
      body: SuppressionUpdate,
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, expires_at, condition, ...rest } }) {
        const doc = await tenant.doc(suppressionKind, params.id);
        if (!doc) throw notFound('Suppression rule');
        const changed = condition ? { condition: toCondition(condition as EventCondition) } : {};
        const saved = await tenant.updateDoc(suppressionKind, params.id, version ?? doc.version, {
          body: { ...doc.body, ...rest, ...changed } as JsonObject,
          ...(expires_at === undefined ? {} : { expires_at: toEnd(expires_at) }),
          updated_at: now(),
        });
        if (saved === null) throw notFound('Suppression rule');
        if (saved === 'stale')
          throw new AppError('conflict', 'The rule was changed meanwhile; read it again');
        pipeline.refresh();
        return toSuppressionView(saved, now());
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/suppressions/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Take a suppression rule away',
      description: 'Also takes back what a verdict adjusted.',
      answer: Success,
      async handle({ tenant, params, caller }) {
        const { user_id, email } = caller;
        if (!(await removeSuppression(parts, tenant, { id: params.id, user_id, by: email })))
          throw notFound('Suppression rule');
        return { status: 'success' };
      },
    }),
  ];
}
