/** The share of alerts that people confirmed as attacks, by attack type. */
import type { Alert } from '../core/alert.ts';

export interface Precision {
  /** Alerts that a person judged as an attack or as harmless; `expected` (a drill) counts as neither. */
  judged: number;
  attack: number;
  harmless: number;
  expected: number;
  /** attack / (attack + harmless); null where nothing was judged. */
  precision: number | null;
}

const empty = (): Precision => ({ judged: 0, attack: 0, harmless: 0, expected: 0, precision: null });

function add(counts: Precision, verdict: NonNullable<Alert['human_verdict']>['verdict']): void {
  counts[verdict] += 1;
  counts.judged = counts.attack + counts.harmless;
  counts.precision = counts.judged === 0 ? null : counts.attack / counts.judged;
}

/** Alerts without a human verdict are left out. */
export function toPrecision(alerts: Iterable<Pick<Alert, 'attack_type' | 'human_verdict'>>): {
  all: Precision;
  by_type: Record<string, Precision>;
} {
  const all = empty();
  const byType = new Map<string, Precision>();
  for (const { attack_type: type, human_verdict: human } of alerts) {
    if (human === null) continue;
    const mine = byType.get(type) ?? empty();
    byType.set(type, mine);
    add(mine, human.verdict);
    add(all, human.verdict);
  }
  return { all, by_type: Object.fromEntries([...byType].sort(([a], [b]) => (a < b ? -1 : 1))) };
}
