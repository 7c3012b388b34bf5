/** How far a source's activity is above the tenant's baseline. */
import type { Facts } from './facts.ts';
import type { Anomaly, Finding } from './finding.ts';

/** Until the tenant's own baseline is known: what a quiet decoy sees of one source in ten minutes. */
const usual = { mean: 6, deviation: 12 };
/** Buckets after which the tenant's own figures count fully. */
const trusted = 200;
/** Deviations above the mean from which an event is called an anomaly. */
const anomalyFrom = 3;
const bucketsInWindow = 6;

export function anomalyOf({
  events,
  baseline,
  spanMs,
}: Facts): Anomaly & { deviations: number; mean: number } {
  const trust = baseline === null ? 0 : Math.min(1, baseline.samples / trusted);
  const mean = usual.mean * (1 - trust) + (baseline?.mean_events ?? 0) * trust;
  const deviation = Math.max(1, usual.deviation * (1 - trust) + (baseline?.deviation_events ?? 0) * trust);
  const buckets = Math.min(bucketsInWindow, Math.max(1, spanMs / 600_000));
  const deviations = (events / buckets - mean) / deviation;
  const score = deviations <= 0 ? 0 : 1 - Math.exp(-deviations / (2 * anomalyFrom));
  return { score: Number(score.toFixed(3)), isAnomaly: deviations >= anomalyFrom, deviations, mean };
}

export function anomalyFinding(facts: Facts, found: ReturnType<typeof anomalyOf>): Finding | null {
  if (!found.isAnomaly) return null;
  return {
    rule: 'far-above-baseline',
    reason: `This source is far more active than usual here (${facts.events} events; about ${Math.max(1, Math.round(found.mean))} in ten minutes are usual).`,
    field: 'history',
    text: `${facts.events} events`,
    risk: Math.min(4.6, 3 + found.deviations * 0.1),
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    sure: 0.7,
  };
}
