/** Scores the contract's six features alone, for clients of the Python platform's ML API. */
import type { AttackType } from '../core/verdict.ts';
import type { ContractFeatures } from './contract-features.ts';
import { type Anomaly, type Finding, fuse } from './finding.ts';

interface FeatureRule {
  id: string;
  attackType: AttackType;
  reason: string;
  tactics: readonly string[];
  techniques: readonly string[];
  sure: number;
  /** 0 = does not match. */
  risk(features: ContractFeatures): number;
  text(features: ContractFeatures): string;
}

/** Above these the feature alone decides the class, as in the reference implementation of the API. */
const manyFailures = 80;
const fastRequests = 400;

/** In order of precedence. */
const rules: readonly FeatureRule[] = [
  {
    id: 'features-sql',
    attackType: 'Injection',
    reason: 'A payload contained SQL or shell commands.',
    tactics: ['Initial Access'],
    techniques: ['T1190'],
    sure: 0.93,
    risk: ({ sql_payload, commands_count }) => (sql_payload === 1 ? 8 + commands_count * 0.05 : 0),
    text: () => 'sql_payload 1',
  },
  {
    id: 'features-failures',
    attackType: 'BruteForce',
    reason: 'Sign-ins failed repeatedly.',
    tactics: ['Credential Access'],
    techniques: ['T1110'],
    sure: 0.95,
    risk({ failed_logins }) {
      if (failed_logins < 20) return 0;
      return failed_logins > manyFailures
        ? Math.min(9, 8 + (failed_logins - manyFailures) / 70)
        : 5.6 + (failed_logins - 20) / 30;
    },
    text: ({ failed_logins }) => `failed_logins ${failed_logins}`,
  },
  {
    id: 'features-honeytoken',
    attackType: 'DataExfil',
    reason: 'A decoy file or a planted token was used.',
    tactics: ['Collection', 'Credential Access'],
    techniques: ['T1005', 'T1552'],
    sure: 0.92,
    risk: ({ honeytoken_access, commands_count }) =>
      honeytoken_access === 1 ? 8 + commands_count * 0.05 : 0,
    text: () => 'honeytoken_access 1',
  },
  {
    id: 'features-rate',
    attackType: 'Recon',
    reason: 'Requests came faster than a person could send them.',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    sure: 0.88,
    risk: ({ request_rate }) =>
      request_rate > fastRequests
        ? 6 + (request_rate - fastRequests) / 150
        : request_rate > 250
          ? 4 + (request_rate - 250) / 100
          : 0,
    text: ({ request_rate }) => `request_rate ${request_rate}`,
  },
];

/** Distance from a usual visit, 0–1. */
function anomalyOf({ failed_logins, request_rate, commands_count }: ContractFeatures, risk: number): Anomaly {
  const far = Math.max(failed_logins / 60, request_rate / 400, commands_count / 25, risk / 12);
  const score = Number(Math.min(1, far).toFixed(3));
  return { score, isAnomaly: score >= 0.6 };
}

/** The verdict on the six features. Where several rules match, the first names the class; all count for the risk. */
export function judgeFeatures(
  features: ContractFeatures,
  by: { scored_by: 'local' | 'rules'; model: string },
) {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const risk = rule.risk(features);
    if (risk === 0) continue;
    const { id, reason, attackType, tactics, techniques, sure } = rule;
    findings.push({
      rule: id,
      reason,
      field: 'history',
      text: rule.text(features),
      risk,
      attackType,
      tactics,
      techniques,
      sure,
    });
  }
  const first = findings[0];
  const verdict = fuse(findings, anomalyOf(features, first?.risk ?? 0), by);
  const isClear = first !== undefined && first.risk >= 5;
  return {
    ...verdict,
    attack_type: isClear ? first.attackType : ('Normal' as const),
    confidence: isClear ? first.sure : first ? 0.7 : 0.94,
    risk_score: Math.max(1, verdict.risk_score),
  };
}
