/** What people say of alerts and incidents, and what follows from it. */
import { verdictKinds } from '../core/alert.ts';
import { Alert } from './alert.ts';
import { Condition } from './condition.ts';
import { incidentFields } from './incident.ts';
import { KnownScannerCreate } from './known-scanner.ts';
import {
  choice,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';
import { Suppression } from './suppression.ts';

const verdict = {
  verdict: choice(verdictKinds, {
    description: 'attack; harmless: no attack, but worth a look; expected: normal activity here.',
  }),
  note: optional(text({ maxLength: 2000 })),
};
export const AlertVerdict = object({ ...verdict, apply: optional(flag({ default: true })) });
export type AlertVerdict = Static<typeof AlertVerdict>;
export const IncidentVerdict = object(verdict);
export type IncidentVerdict = Static<typeof IncidentVerdict>;
export const IncidentVerdictAnswer = object({
  ...incidentFields,
  known_scanner: nullable(KnownScannerCreate),
});
export type IncidentVerdictAnswer = Static<typeof IncidentVerdictAnswer>;

export const AlertVerdictAnswer = object({
  alert: Alert,
  suggestion: nullable(
    object({ condition: Condition, past_events: integer({ description: 'Stored events that match it.' }) }),
  ),
  applied: nullable(Suppression),
  reverted: flag({ description: 'Whether the adjustment of an earlier verdict was reverted.' }),
  threshold_suggestion: nullable(
    number({ description: 'The threshold that your verdicts suggest: see `GET /api/tuning/threshold`.' }),
  ),
});
export type AlertVerdictAnswer = Static<typeof AlertVerdictAnswer>;

const perRisk = (description: string) =>
  list(integer(), {
    description,
    minItems: 11,
    maxItems: 11,
    examples: [[0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0]],
  });
export const ThresholdAdvice = object({
  current: number({ description: 'An alert is raised when the risk is greater than this.' }),
  suggested: nullable(number({ description: 'Null: no improvement, or too few verdicts.' })),
  reason: text({ examples: ['6 incidents called harmless had risk 8 or less. None was called an attack.'] }),
  attack: perRisk('Incidents called an attack, by risk 0 to 10.'),
  harmless: perRisk('Incidents called harmless, by risk 0 to 10.'),
  applied: nullable(
    object(
      { from: nullable(number({ description: "Null: the server's default." })), to: number() },
      { description: 'The last applied suggestion, which can be reverted.' },
    ),
  ),
});
export type ThresholdAdvice = Static<typeof ThresholdAdvice>;
export const ThresholdApply = object({
  threshold: number({ minimum: 0, maximum: 10, examples: [8] }),
});
export type ThresholdApply = Static<typeof ThresholdApply>;
