/** Adds up deltas of one target, so that many changes are written as one. Nothing given is changed. */
import type { AlertFold, IncidentFold } from './alert.ts';
import type { ProfileDelta } from './attacker.ts';
import type { DecoyTouch } from './decoy.ts';
import type { Effects, RollupDelta } from './effects.ts';
import type { VulnerabilityDelta } from './vulnerability-sum.ts';

/** Of two ISO times in UTC, as all of ours are. */
export const laterOf = (a: string, b: string): string => (a > b ? a : b);
export const earlierOf = (a: string, b: string): string => (a < b ? a : b);

/** Names come from senders, so the sum has no prototype that a name could reach. */
function sumNames(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const counts = Object.assign(Object.create(null) as Record<string, number>, a);
  for (const name of Object.keys(b)) counts[name] = (counts[name] ?? 0) + (b[name] ?? 0);
  return counts;
}

/** The later one of each name stays. */
function addExamples(a: Record<string, string>, b: Record<string, string>): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, a, b);
}

/** Two of one source. */
export const sumProfiles = (a: ProfileDelta, b: ProfileDelta): ProfileDelta => ({
  ...a,
  events: a.events + b.events,
  risk_sum: a.risk_sum + b.risk_sum,
  max_risk: Math.max(a.max_risk, b.max_risk),
  first_seen: earlierOf(a.first_seen, b.first_seen),
  last_seen: laterOf(a.last_seen, b.last_seen),
  attack_types: sumNames(a.attack_types, b.attack_types),
  services: sumNames(a.services, b.services),
  nodes: sumNames(a.nodes, b.nodes),
  exposures: sumNames(a.exposures, b.exposures),
});

/** Two of one hour and part. */
export const sumRollups = (a: RollupDelta, b: RollupDelta): RollupDelta => ({
  ...a,
  events: a.events + b.events,
  risk_sum: a.risk_sum + b.risk_sum,
  high_risk: a.high_risk + b.high_risk,
  alerts: a.alerts + b.alerts,
  attack_types: sumNames(a.attack_types, b.attack_types),
  services: sumNames(a.services, b.services),
  nodes: sumNames(a.nodes, b.nodes),
  countries: sumNames(a.countries, b.countries),
  techniques: sumNames(a.techniques, b.techniques),
  exposures: sumNames(a.exposures, b.exposures),
  suppressed: sumNames(a.suppressed, b.suppressed),
  networks: sumNames(a.networks, b.networks),
  risks: sumNames(a.risks, b.risks),
  vulnerabilities: sumNames(a.vulnerabilities, b.vulnerabilities),
  examples: addExamples(a.examples, b.examples),
  sources: sumNames(a.sources, b.sources),
});

/** Two of one vulnerability. */
export const sumVulnerabilities = (a: VulnerabilityDelta, b: VulnerabilityDelta): VulnerabilityDelta => ({
  ...b,
  events: a.events + b.events,
  first_seen: earlierOf(a.first_seen, b.first_seen),
  last_seen: laterOf(a.last_seen, b.last_seen),
  sources: sumNames(a.sources, b.sources),
});

/** Two of one alert. Of two judgements the riskier one stays. */
export const sumAlertFolds = (a: AlertFold, b: AlertFold): AlertFold => ({
  ...a,
  events: a.events + b.events,
  last_seen: laterOf(a.last_seen, b.last_seen),
  worse: (b.worse?.risk_score ?? -1) > (a.worse?.risk_score ?? -1) ? b.worse : a.worse,
});

/** Two of one incident, in the order they were decided: what is newer replaces what is older. */
export const sumIncidentFolds = (a: IncidentFold, b: IncidentFold): IncidentFold => ({
  ...a,
  events: a.events + b.events,
  alerts: a.alerts + b.alerts,
  first_seen: earlierOf(a.first_seen, b.first_seen),
  last_seen: laterOf(a.last_seen, b.last_seen),
  active_at: laterOf(a.active_at, b.active_at),
  resumed_at: b.resumed_at ?? a.resumed_at,
  worse: b.worse ?? a.worse,
  touched: b.touched ?? a.touched,
  notified: b.notified ?? a.notified,
});

/** Two of one decoy. */
export const sumTouches = (a: DecoyTouch, b: DecoyTouch): DecoyTouch => ({
  ...a,
  at: laterOf(a.at, b.at),
  count: a.count + b.count,
});

type SuppressionHits = Effects['suppressionHits'][number];
/** Two of one rule. */
export const sumSuppressionHits = (a: SuppressionHits, b: SuppressionHits): SuppressionHits => ({
  ...a,
  hits: a.hits + b.hits,
  last_at: laterOf(a.last_at, b.last_at),
});
