/** The threshold that verdicts speak for: shown, applied, taken back. */

import { readAlertSettings, saveAlertSettings } from '../../cases/alert-settings.ts';
import { noteTuning } from '../../cases/suppression.ts';
import { noteApplied, readLevels, toThreshold } from '../../cases/threshold-advice.ts';
import { ThresholdAdvice, ThresholdApply } from '../../contract/verdict.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Verdicts';

export function thresholdRoutes(parts: RouteParts): Route[] {
  const effective = (threshold: number | null): number => threshold ?? parts.alertRiskThreshold;

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/tuning/threshold',
      access: { user: 'read' },
      tag,
      summary: 'The threshold that verdicts speak for',
      description:
        'Made of verdicts on alerts (the latest 300 called harmless), an incident counted once: the greatest threshold, 8 at most, under which no alert called an attack would have been missed and at least five incidents called harmless would have been spared. It is only suggested.',
      answer: ThresholdAdvice,
      async handle({ tenant, caller: { user_id } }) {
        const { threshold } = await readAlertSettings(tenant, user_id);
        return toThreshold(await readLevels(tenant, user_id), effective(threshold));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold',
      access: { user: 'admin' },
      tag,
      summary: 'Apply the suggested threshold',
      description: 'Refused (409) where it is not, or no longer, the one suggested.',
      body: ThresholdApply,
      answer: ThresholdAdvice,
      errors: ['conflict'],
      async handle({ tenant, caller: { user_id, email: by }, body: { threshold: to } }) {
        const levels = await readLevels(tenant, user_id);
        let from: number | null = null;
        await saveAlertSettings(parts, tenant, user_id, ({ threshold }) => {
          if (toThreshold(levels, effective(threshold)).suggested !== to)
            throw new AppError('conflict', 'That is not what is suggested now');
          from = threshold;
          return { threshold: to };
        });
        const applied = await noteApplied(parts, tenant, user_id, { from, to });
        await noteTuning(parts, tenant, { user_id, by, kind: 'applied', data: { threshold: { from, to } } });
        return toThreshold(applied, to);
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold/revert',
      access: { user: 'admin' },
      tag,
      summary: 'Take the applied threshold back',
      description: 'Refused (409) where somebody has set another since.',
      answer: ThresholdAdvice,
      errors: ['conflict'],
      async handle({ tenant, caller: { user_id, email: by } }) {
        const { applied } = await readLevels(tenant, user_id);
        if (applied === null) throw notFound('Adjustment');
        await saveAlertSettings(parts, tenant, user_id, ({ threshold }) => {
          if (threshold !== applied.to) throw new AppError('conflict', 'Another threshold was set since');
          return { threshold: applied.from };
        });
        const levels = await noteApplied(parts, tenant, user_id, null);
        const data = { threshold: { from: applied.to, to: applied.from } };
        await noteTuning(parts, tenant, { user_id, by, kind: 'reverted', data });
        return toThreshold(levels, effective(applied.from));
      },
    }),
  ];
}
