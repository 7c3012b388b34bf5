/**
 * The threshold that a tenant's verdicts speak for. Verdicts are people's: an attacker can send as much as he likes and
 * adds nothing to them. What follows is only suggested, needs enough incidents, never misses what was called an attack,
 * and never hides risks of nine and ten.
 */

import type { RouteParts } from '../api/http/route.ts';
import type { Alert, VerdictKind } from '../core/alert.ts';
import { AppError } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import type { Doc } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { changeDoc } from './change-doc.ts';

const levelsKind = 'verdict-levels';

/** Of each kind: the latest called harmless (what was noise two years ago may be none now), the least risky called an attack. */
const mostJudged = 300;
/** Fewer incidents are chance. */
const fewestSpared = 5;
/** What is riskier alerts whatever was said. */
const highest = 8;

export interface Judged {
  alert_id: string;
  incident_id: string;
  verdict: 'attack' | 'harmless';
  risk: number;
}
export interface Levels {
  judged: Judged[];
  /** What was applied last and not taken back. */
  applied: { from: number | null; to: number } | null;
}

const toLevels = (doc: Pick<Doc, 'body'> | null): Levels => ({
  judged: [],
  applied: null,
  ...((doc?.body ?? {}) as unknown as Partial<Levels>),
});

export interface Threshold {
  current: number;
  /** Null where nothing would be gained, or too little is known. */
  suggested: number | null;
  reason: string;
  /** Incidents by risk (0 to 10): of the least risky alert called an attack, of the riskiest called harmless. */
  attack: number[];
  harmless: number[];
  applied: Levels['applied'];
}

function byRisk(judged: readonly Judged[], verdict: Judged['verdict']): number[] {
  const counts = new Array<number>(11).fill(0);
  for (const one of judged) if (one.verdict === verdict) counts[one.risk]! += 1;
  return counts;
}

/**
 * Adds a verdict. Of an incident one alert of each kind stays, so however many it makes, it counts once and pushes
 * nothing else out; and no number of later verdicts makes the least of the attacks forgotten. Pure.
 */
export function addJudged(judged: readonly Judged[], added: Judged): Judged[] {
  const { verdict, incident_id, risk } = added;
  const others = judged.filter((one) => one.alert_id !== added.alert_id);
  const isWeightier = (one: Judged): boolean => (verdict === 'attack' ? one.risk <= risk : one.risk >= risk);
  const ofIncident = others.find((one) => one.verdict === verdict && one.incident_id === incident_id);
  if (ofIncident && isWeightier(ofIncident)) return others;
  const all = [...others.filter((one) => one !== ofIncident), added];
  const ofKind = (kind: Judged['verdict']): Judged[] => all.filter((one) => one.verdict === kind);
  const attacks = ofKind('attack').sort((a, b) => a.risk - b.risk);
  return [...attacks.slice(0, mostJudged), ...ofKind('harmless').slice(-mostJudged)];
}

/** `current` is what holds now: alerts are made where risk is greater. Pure. */
export function toThreshold({ judged, applied }: Levels, current: number): Threshold {
  const harmless = byRisk(judged, 'harmless');
  const attack = byRisk(judged, 'attack');
  const shown = { current, attack, harmless, applied };
  const least = Math.min(11, ...judged.filter(({ verdict }) => verdict === 'attack').map(({ risk }) => risk));
  const spared = (threshold: number): number =>
    harmless.reduce((sum, count, risk) => (risk > current && risk <= threshold ? sum + count : sum), 0);
  let suggested = Math.min(highest, least - 1);
  // Not higher than it helps.
  while (suggested > current && harmless[suggested] === 0) suggested -= 1;
  const count = suggested > current ? spared(suggested) : 0;
  if (count < fewestSpared)
    return {
      ...shown,
      suggested: null,
      reason: `Fewer than ${fewestSpared} incidents called harmless could be spared without missing one called an attack.`,
    };
  const missed =
    least > 10 ? 'None was called an attack.' : `The least of those called an attack had risk ${least}.`;
  return {
    ...shown,
    suggested,
    reason: `${count} incidents called harmless had risk ${suggested} or less. ${missed}`,
  };
}

type Parts = Pick<RouteParts, 'now'>;

export const readLevels = async (tenant: TenantStore, user_id: string): Promise<Levels> =>
  toLevels(await tenant.doc(levelsKind, user_id));

async function changeLevels(
  parts: Parts,
  tenant: TenantStore,
  user_id: string,
  change: (levels: Levels) => Partial<Levels>,
): Promise<Levels> {
  const doc = await changeDoc(parts, tenant, { kind: levelsKind, id: user_id, user_id }, (standing) => {
    const levels = toLevels(standing);
    return { ...levels, ...change(levels) } as unknown as JsonObject;
  });
  if (doc === null) throw new AppError('conflict', 'Others are judging at the same time; try again');
  return toLevels(doc);
}

/** The latest verdict of an alert replaces the one before it; `expected` (a drill, a job of ours) says nothing of risk. */
export const noteVerdict = (
  parts: Parts,
  tenant: TenantStore,
  { alert_id, incident_id, user_id, risk_score }: Alert,
  verdict: VerdictKind,
): Promise<Levels> =>
  changeLevels(parts, tenant, user_id, ({ judged }) => {
    if (verdict === 'expected') return { judged: judged.filter((one) => one.alert_id !== alert_id) };
    const risk = Math.min(10, Math.max(0, Math.floor(risk_score)));
    return { judged: addJudged(judged, { alert_id, incident_id, verdict, risk }) };
  });

export const noteApplied = (
  parts: Parts,
  tenant: TenantStore,
  user_id: string,
  applied: Levels['applied'],
): Promise<Levels> => changeLevels(parts, tenant, user_id, () => ({ applied }));
