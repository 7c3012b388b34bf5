/** Suppression rules: what raises no alert. Suppressed events are stored, counted and searchable. */

import { toCondition } from '../../cases/condition.ts';
import { parseExpiry } from '../../cases/expiry.ts';
import { checkTextCondition } from '../../cases/masked-search.ts';
import {
  changeSuppression,
  createSuppression,
  deleteSuppression,
  getSuppression,
  listSuppressions,
} from '../../cases/suppression.ts';
import { previewSuppression } from '../../cases/suppression-preview.ts';
import { checkRights, decideEnd } from '../../cases/suppression-rights.ts';
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
import { notFound } from '../../core/errors.ts';
import type { EventCondition } from '../../core/query.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Suppressions';

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
      summary: 'Preview the effect of a suppression rule',
      description: 'Counts exactly, over all stored events or those of a time range. Changes nothing.',
      body: SuppressionPreview,
      answer: SuppressionCount,
      handle({ tenant, caller, body, gone }) {
        const condition = toCondition(body.condition as EventCondition);
        checkTextCondition(caller, condition);
        const { user_id } = caller;
        return previewSuppression({ ...parts, tenant }, { ...body, user_id, condition, gone: gone() });
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/suppressions',
      access: { user: 'triage' },
      tag,
      summary: 'Create a suppression rule',
      description:
        'A rule that could hide risk 9 or more (without `max_risk` up to 8), or names no source, network, node or decoy, requires the scope `admin` and an expiry: 90 days if `expires_at` is omitted.',
      body: SuppressionCreate,
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const { name, note = '', enabled = true } = body;
        const { user_id, email: by } = caller;
        const condition = toCondition(body.condition as EventCondition);
        checkRights(caller, condition);
        checkTextCondition(caller, condition);
        const given = body.expires_at === undefined ? undefined : parseExpiry(body.expires_at, now());
        const expires_at = decideEnd(condition, given, parts.clock());
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
      body: SuppressionUpdate,
      answer: Suppression,
      errors: ['conflict'],
      async handle({ tenant, caller, params, body: { version, expires_at, condition, ...rest } }) {
        const stored = await getSuppression(tenant, params.id);
        const next = condition ? toCondition(condition as EventCondition) : stored.body.condition;
        const given = expires_at === undefined ? undefined : parseExpiry(expires_at, now());
        // A rule of before this was required keeps what it has until it is made to hide something again.
        const renews = condition !== undefined || expires_at !== undefined || rest.enabled === true;
        // Whoever may answer may also stop a rule.
        if (renews) checkRights(caller, next);
        if (condition !== undefined) checkTextCondition(caller, next);
        const end = renews
          ? decideEnd(
              next,
              given ?? (expires_at === undefined ? (stored.expires_at ?? undefined) : given),
              parts.clock(),
            )
          : undefined;
        const changed = await changeSuppression(
          { ...parts, tenant },
          { id: params.id, version: version ?? null },
          {
            ...rest,
            ...(condition ? { condition: next } : {}),
            ...(end === undefined ? {} : { expires_at: end }),
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
      summary: 'Delete a suppression rule',
      description: 'Also reverts what a verdict applied.',
      answer: Success,
      async handle({ tenant, params, caller }) {
        const { user_id, email: by } = caller;
        if (!(await deleteSuppression({ ...parts, tenant }, { id: params.id, user_id, by })))
          throw notFound('Suppression rule');
        return { status: 'success' };
      },
    }),
  ];
}
