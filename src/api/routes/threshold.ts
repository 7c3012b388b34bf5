/** The suggested threshold: shown, applied, reverted. */

import { applyThreshold, readThreshold, revertThreshold } from '../../cases/threshold.ts';
import { ThresholdAdvice, ThresholdApply } from '../../contract/verdict.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Verdicts';

export function thresholdRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/tuning/threshold',
      access: { user: 'read' },
      tag,
      summary: 'The threshold suggested by verdicts',
      description:
        'Computed from verdicts on alerts (the latest 300 judged harmless), each incident counted once: the greatest threshold, at most 8, that would have missed no alert judged an attack and avoided at least five incidents judged harmless. It is only a suggestion.',
      answer: ThresholdAdvice,
      handle: ({ tenant, caller }) => readThreshold({ ...parts, tenant }, caller.user_id),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold',
      access: { user: 'admin' },
      tag,
      summary: 'Apply the suggested threshold',
      description: 'Refused (409) if it is not (or no longer) the suggested threshold.',
      body: ThresholdApply,
      answer: ThresholdAdvice,
      errors: ['conflict'],
      handle: ({ tenant, caller: { user_id, email: by }, body: { threshold: to } }) =>
        applyThreshold({ ...parts, tenant }, { user_id, by, to }),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold/revert',
      access: { user: 'admin' },
      tag,
      summary: 'Revert the applied threshold',
      description: 'Refused (409) if another threshold has been set since.',
      answer: ThresholdAdvice,
      errors: ['not_found', 'conflict'],
      handle: ({ tenant, caller: { user_id, email: by } }) =>
        revertThreshold({ ...parts, tenant }, { user_id, by }),
    }),
  ];
}
