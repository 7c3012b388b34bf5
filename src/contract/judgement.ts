/** What the scorer says of an event, as events, alerts, incidents and answers to nodes show it. */
import { exposures } from '../core/exposure.ts';
import { risk, share } from './fields.ts';
import { projectionOf } from './project.ts';
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

export const judgement = {
  attack_type: text({ examples: ['BruteForce'] }),
  risk_score: risk,
  risk_exact: optional(
    number({
      description: 'The risk with one decimal: keeps the steps of an attack in order.',
      examples: [8.6],
    }),
  ),
  exposure: optional(
    choice(exposures, { description: 'Judged as inside your network (internal) or on the internet.' }),
  ),
  exposure_reason: optional(text({ examples: ['the source is a private address (RFC 1918)'] })),
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
export const Vulnerability = object(
  {
    id: text({ description: 'CVE id, or a name of our own if there is none.', examples: ['CVE-2021-44228'] }),
    title: text({ examples: ['Log4Shell: code by a JNDI look-up in a logged text'] }),
    product: text({ examples: ['Apache Log4j'] }),
    kev: optional(flag({ description: 'Known to be exploited when the catalogue was written.' })),
    strength: choice(['exploit', 'probe'], {
      description: 'exploit: an attempt to exploit it; probe: a check whether the product is present.',
    }),
  },
  { description: 'The vulnerability that was tried.' },
);
export type Vulnerability = Static<typeof Vulnerability>;
/** What alerts and incidents name beside the judgement. */
export const named = {
  protocol: nullable(text({ description: 'The protocol of the bytes.', examples: ['tls'] })),
  vulnerability: nullable(Vulnerability),
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
