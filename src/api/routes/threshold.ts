/** The suggested threshold: shown, applied, reverted. */

import { applyThreshold, readThreshold, revertThreshold } from '../../cases/threshold.ts';
import { integer, list, nullable, number, object, text } from '../../contract/schema.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Verdicts';
const perRisk = (description: string) =>
  list(integer(), {
    description,
    minItems: 11,
    maxItems: 11,
    examples: [[0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0]],
  });
const level = number({ minimum: 0, maximum: 10, examples: [8] });
const View = object({
  current: number({ description: 'Alerts are made where risk is greater.' }),
  suggested: nullable(number({ description: 'Null: nothing to gain, or too few verdicts.' })),
  reason: text({ examples: ['6 incidents judged harmless had risk 8 or less. None was judged an attack.'] }),
  attack: perRisk('Incidents called an attack, by risk 0 to 10.'),
  harmless: perRisk('Incidents called harmless, by risk 0 to 10.'),
  applied: nullable(
    object(
      { from: nullable(number({ description: "Null: the server's own." })), to: number() },
      { description: 'What was applied last and can be taken back.' },
    ),
  ),
});

export function thresholdRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/tuning/threshold',
      access: { user: 'read' },
      tag,
      summary: 'The threshold that verdicts speak for',
      description:
        'Computed from verdicts on alerts (the latest 300 judged harmless), each incident counted once: the greatest threshold, at most 8, that would have missed no alert judged an attack and avoided at least five incidents judged harmless. It is only a suggestion.',
      answer: View,
      handle: ({ tenant, caller }) => readThreshold({ ...parts, tenant }, caller.user_id),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold',
      access: { user: 'admin' },
      tag,
      summary: 'Apply the suggested threshold',
      description: 'Refused (409) if it is not, or no longer, the suggested one.',
      body: object({ threshold: level }),
      answer: View,
      errors: ['conflict'],
      handle: ({ tenant, caller: { user_id, email: by }, body: { threshold: to } }) =>
        applyThreshold({ ...parts, tenant }, { user_id, by, to }),
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/tuning/threshold/revert',
      access: { user: 'admin' },
      tag,
      summary: 'Take the applied threshold back',
      description: 'Refused (409) if another threshold has been set since.',
      answer: View,
      errors: ['conflict'],
      handle: ({ tenant, caller: { user_id, email: by } }) =>
        revertThreshold({ ...parts, tenant }, { user_id, by }),
    }),
  ];
}
