/** What the scorer says of an event, as events, alerts, incidents and answers to nodes show it. */
import { risk, share } from './fields.ts';
import { projectionOf } from './project.ts';
import { flag, integer, list, object, type Static, text } from './schema.ts';

export const judgement = {
  attack_type: text({ examples: ['BruteForce'] }),
  risk_score: risk,
  confidence: share('Probability that the attack type is right.'),
  is_anomaly: flag(),
  reasons: list(text(), {
    description: 'Sentences, strongest first.',
    examples: [['212 failed logins in 10 minutes']],
  }),
  tactics: list(text(), { description: 'MITRE ATT&CK tactics.' }),
  techniques: list(text(), { description: 'MITRE ATT&CK technique ids.', examples: [['T1110.001']] }),
  scored_by: text({ description: 'local, rules, ml_api or fallback.', examples: ['local'] }),
  model: text({ description: 'Version of the model or rules.', examples: ['2026.11.1'] }),
};
export const evidence = list(
  object({
    reason: integer({ description: 'Index into reasons.' }),
    field: text({ description: 'The field of the event that contains it, or history.' }),
    text: text(),
  }),
  { description: 'The text behind each reason.' },
);

export const MLPrediction = object(judgement);
export type MLPrediction = Static<typeof MLPrediction>;
export const toPrediction = projectionOf(MLPrediction);
