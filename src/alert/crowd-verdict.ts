/** The verdict of the event that completes a crowd. Pure. */
import { countText } from '../core/count-text.ts';
import type { Crowd } from '../core/crowd.ts';
import type { Verdict } from '../core/verdict.ts';

/** Above the default threshold. */
const crowdRisk = 8;
const greaterCrowdRisk = 9;

function toSentence({ service, sources, failed_logins, span, usual }: Crowd): string {
  const where = service === null ? 'this node' : `${service} of this node`;
  const did = failed_logins > 0 ? `, with ${countText(failed_logins)} failed sign-ins` : '';
  const before = usual === null ? '' : `; usual are about ${countText(usual)}`;
  return `About ${countText(sources)} sources came to ${where} within ${span === 'hour' ? 'an hour' : 'a day'}${did}${before}: they act together`;
}

/**
 * Raised and marked, so that it belongs to the crowd's incident (core/grouping.ts). An event that alerts by itself stays
 * what it is, and another one of the crowd is taken. `isGreater`: the crowd was told of and has grown.
 */
export function raiseForCrowd(verdict: Verdict, crowd: Crowd, isGreater: boolean): Verdict {
  if (verdict.risk_score >= crowdRisk) return verdict;
  const risk_score = isGreater ? greaterCrowdRisk : crowdRisk;
  const isGuessing = crowd.failed_logins * 2 >= crowd.events;
  const [tactic, technique] = isGuessing ? ['Credential Access', 'T1110'] : ['Reconnaissance', 'T1595'];
  return {
    ...verdict,
    attack_type: isGuessing ? 'BruteForce' : 'Recon',
    risk_score,
    risk_exact: risk_score,
    confidence: Math.max(verdict.confidence, 0.9),
    reasons: [toSentence(crowd), ...verdict.reasons],
    evidence: [
      { reason: 0, field: 'history', text: `${crowd.sources} sources` },
      ...verdict.evidence.map((one) => ({ ...one, reason: one.reason + 1 })),
    ],
    tactics: [...new Set([tactic, ...verdict.tactics])],
    techniques: [...new Set([technique, ...verdict.techniques])],
    crowd,
  };
}
