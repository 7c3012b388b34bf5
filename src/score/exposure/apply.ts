/** A verdict after exposure: what the scorer found, brought into the order that inside and outside call for. Pure. */
import type { DraftEvent } from '../../core/event.ts';
import type { Exposure, ExposureContext } from '../../core/exposure.ts';
import type { AttackType, Verdict } from '../../core/verdict.ts';
import { type Act, actOf } from './act.ts';
import { type Level, levelOf, scanReach } from './levels.ts';

/** What an act is called where the scorer had no name for it. */
const typeOfAct: Readonly<Partial<Record<Act, AttackType>>> = {
  token: 'HoneytokenAccess',
  'planted-credential': 'HoneytokenAccess',
  'sign-in': 'CredentialAccess',
  'sign-in-attempt': 'BruteForce',
  file: 'HoneytokenAccess',
  relay: 'LateralMovement',
  poisoning: 'CredentialAccess',
  kerberos: 'CredentialAccess',
  scan: 'Recon',
  fingerprinting: 'Fingerprinting',
  'page-view': 'Recon',
  connection: 'Recon',
  ping: 'Recon',
  command: 'CommandExecution',
  query: 'Recon',
  request: 'Recon',
  upload: 'MalwareDeployment',
  download: 'MalwareDeployment',
};

const round = (risk: number): number => Math.round(risk * 10) / 10;

/** What looking around and guessing may be called. An upper bound holds for these alone: it never hides an exploit. */
const bounded: ReadonlySet<string> = new Set(['Normal', 'unknown', 'Recon', 'Fingerprinting', 'BruteForce']);

/** An attempt to exploit a named vulnerability ranks above guessing, and inside among the most urgent acts. */
const exploitLevel: Readonly<Record<Exposure, Level>> = {
  internal: {
    from: 9,
    to: 10,
    reason: 'Somebody inside the network tried to exploit a known vulnerability on a decoy.',
  },
  internet: { from: 8.3, to: 10, reason: null },
};

/** Where the scorer's risk (0–10) lies within a level: it keeps the order within one act. */
function within({ from, to }: Level, { risk_score: risk, attack_type: type, scored_by }: Verdict): number {
  if (risk < from) return from;
  // An ML service of the owner's own knows why: its verdict is raised where it must be, and never lowered.
  if (risk > to && bounded.has(type) && scored_by !== 'ml_api') return to;
  return risk;
}

/**
 * The verdict with its exposure, the reason for it, and its risk within the level of what was done. What is bookkeeping, or
 * was not judged, is returned with its exposure only. Never changes `verdict`.
 */
export function applyExposure(
  event: Pick<DraftEvent, 'kind' | 'service' | 'activity' | 'payload' | 'extra' | 'agent' | 'source_ip'>,
  verdict: Verdict,
  { decision, gotIn, places }: ExposureContext,
): Verdict {
  const { exposure, reason: why } = decision;
  const stated = { exposure, exposure_reason: why };
  const act = actOf(event);
  if (act === 'bookkeeping') return { ...verdict, ...stated };
  const isScan = exposure === 'internal' && places >= scanReach;
  let found = levelOf(exposure, act, verdict.attack_type, gotIn);
  if (isScan && found.from < 8)
    found = {
      from: 8,
      to: 9,
      reason: `A host inside the network touched ${places} ports, services or nodes within an hour: it scans.`,
    };
  if (verdict.vulnerability?.strength === 'exploit' && found.from < exploitLevel[exposure].from)
    found = exploitLevel[exposure];
  const exact = round(within(found, verdict));
  const raised = exact > verdict.risk_score;
  if (exact === verdict.risk_score && !raised) return { ...verdict, ...stated, risk_exact: exact };
  const name =
    verdict.attack_type === 'Normal' || verdict.attack_type === 'unknown' ? typeOfAct[act] : undefined;
  const reasons =
    raised && found.reason !== null ? [found.reason, ...verdict.reasons].slice(0, 8) : verdict.reasons;
  return {
    ...verdict,
    ...stated,
    attack_type: name ?? verdict.attack_type,
    risk_exact: exact,
    risk_score: Math.min(10, Math.round(exact)),
    reasons,
    evidence:
      reasons === verdict.reasons
        ? verdict.evidence
        : [
            { reason: 0, field: 'source_ip', text: event.source_ip },
            ...verdict.evidence
              .map((one) => ({ ...one, reason: one.reason + 1 }))
              .filter(({ reason }) => reason < reasons.length),
          ],
    confidence: raised && name !== undefined ? Math.max(verdict.confidence, 0.8) : verdict.confidence,
  };
}
