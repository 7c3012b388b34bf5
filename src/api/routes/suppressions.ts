/** Suppression rules: what raises no alert. Suppressed events are stored, counted and searchable. */

import { Condition, toCondition } from '../../cases/condition.ts';
import { parseExpiry } from '../../cases/expiry.ts';
import {
  changeSuppression,
  createSuppression,
  deleteSuppression,
  getSuppression,
  listSuppressions,
  Suppression,
  toSuppressionView,
} from '../../cases/suppression.ts';
import { previewSuppression } from '../../cases/suppression-preview.ts';
import { nullableTime } from '../../contract/entry.ts';
import { choice, flag, integer, list, object, optional, text } from '../../contract/schema.ts';
import { notFound } from '../../core/errors.ts';
import type { EventCondition } from '../../core/query.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Suppressions';
const name = text({ minLength: 1, maxLength: 100, examples: ['Backup host reads the share every night'] });
const note = text({ maxLength: 1000 });

export function suppressionRoutes(parts: RouteParts): Route[] {
  const { now } = parts;

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/suppressions',
      access: { user: 'read' },
      tag,
      summary: 'All suppression rules',
      answer: list(Suppression),
      async handle({ tenant }) {
        return (await listSuppressions(tenant)).map((doc) => toSuppressionView(doc, now()));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/suppressions/preview',
      access: { user: 'read' },
      tag,
      summary: 'What a rule would have hidden',
      description: 'Counts exactly, over all stored events or those of a time range. Changes nothing.',
      body: object({
        condition: Condition,
        from: optional(text({ format: 'date-time' })),
        to: optional(text({ format: 'date-time' })),
      }),
      answer: object({
        count: integer({ description: 'Events the condition holds for.' }),
        would_have_alerted: integer({
          description: 'Those among them that alert by themselves: what the rule would have hidden.',
        }),
        from: nullableTime,
        to: nullableTime,
      }),
      handle({ tenant, caller, body }) {
        const condition = toCondition(body.condition as EventCondition);
        const { user_id } = caller;
        return previewSuppression({ ...parts, tenant }, { ...body, user_id, condition });
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/suppressions',
      access: { user: 'triage' },
      tag,
      summary: 'Make a suppression rule',
      body: object({
        name,
        condition: Condition,
        note: optional(note),
        enabled: optional(flag()),
        expires_at: optional(nullableTime),
      }),
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { name, note = '', enabled = true } = body;
        const { user_id, email: by } = caller;
        const condition = toCondition(body.condition as EventCondition);
        const expires_at = parseExpiry(body.expires_at, now());
        const rule = { user_id, by, name, note, enabled, condition, expires_at, origin: null };
        return toSuppressionView(await createSuppression({ ...parts, tenant }, rule), now());
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/suppressions/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Change a suppression rule',
      body: object(
        {
          name: optional(name),
          condition: optional(Condition),
          note: optional(note),
          enabled: optional(flag()),
          expires_at: optional(nullableTime),
          version: optional(integer({ minimum: 1 })),
        },
        { minProperties: 1 },
      ),
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, expires_at, condition, ...rest } }) {
        await getSuppression(tenant, params.id);
        const changed = await changeSuppression(
          { ...parts, tenant },
          { id: params.id, version: version ?? null },
          {
            ...rest,
            ...(condition ? { condition: toCondition(condition as EventCondition) } : {}),
            ...(expires_at === undefined ? {} : { expires_at: parseExpiry(expires_at, now()) }),
          },
        );
        return toSuppressionView(changed, now());
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/suppressions/:id',
      access: { user: 'triage' },
      tag,
      summary: 'Take a suppression rule away',
      description: 'Also reverts what a verdict applied.',
      answer: object({ status: choice(['success']) }),
      async handle({ tenant, params, caller }) {
        const { user_id, email: by } = caller;
        if (!(await deleteSuppression({ ...parts, tenant }, { id: params.id, user_id, by })))
          throw notFound('Suppression rule');
        return { status: 'success' };
      },
    }),
  ];
}
