/** The scorer's verdict on one event. */
import type { Crowd } from './crowd.ts';
import type { Exposure } from './exposure.ts';

/** Attack types by the field's standard terms. The first five are the contract's. */
export const attackTypes = [
  'Normal',
  'Recon',
  'BruteForce',
  'Injection',
  'DataExfil',
  'CredentialAccess',
  'CommandExecution',
  'MalwareDeployment',
  'SqlInjection',
  'CrossSiteScripting',
  'PathTraversal',
  'CommandInjection',
  'TemplateInjection',
  'InsecureDeserialization',
  'ServerSideRequestForgery',
  'FileInclusion',
  'XmlExternalEntity',
  'Persistence',
  'DefenseEvasion',
  'LateralMovement',
  'DenialOfService',
  'HoneytokenAccess',
  'Fingerprinting',
] as const;
export type AttackType = (typeof attackTypes)[number] | 'unknown';

/** The text of the event that a reason rests on; removing it lowers the score. */
export interface Evidence {
  /** Index into `reasons`. */
  reason: number;
  /** Field of the event: `payload`, `activity`, `service`, `file_accessed`, `extra.password`, … or `history`. */
  field: string;
  /** An exact substring of that field (≤ 200 characters), or for `history` a count in words. */
  text: string;
}

/** The vulnerability that a request tried to exploit or looked for, as the catalogue names it. */
export interface NamedVulnerability {
  /** A CVE, or our own name where there is none. */
  id: string;
  title: string;
  product: string;
  /** True if it was known to be exploited when the catalogue was written; otherwise absent. */
  kev?: true;
  /** `probe`: the request only checks whether the product is there. */
  strength: 'exploit' | 'probe';
}

export interface Verdict {
  attack_type: AttackType;
  /** Integer 0–10. */
  risk_score: number;
  /** `risk_score` with one decimal: keeps the steps of an attack in order where the whole numbers are equal. */
  risk_exact?: number;
  /** Whether the event counts as inside the owner's network or on the internet, and why (half a sentence). */
  exposure?: Exposure;
  exposure_reason?: string;
  /** Calibrated probability 0–1 that `attack_type`'s contract class is right. */
  confidence: number;
  is_anomaly: boolean;
  /** 0 (usual) – 1. */
  anomaly_score: number;
  /** Sentences, strongest first. */
  reasons: string[];
  evidence: Evidence[];
  /** MITRE ATT&CK (v15 names), e.g. `Credential Access`. */
  tactics: string[];
  /** MITRE ATT&CK ids, e.g. `T1110.001`. */
  techniques: string[];
  /** `local`, `rules`, `ml_api` or `fallback`. */
  scored_by: 'local' | 'rules' | 'ml_api' | 'fallback';
  /** Version of the model or rule set, e.g. `2026.11.1`. */
  model: string;
  /** The protocol of the bytes, in lower case; absent where none was recognised. */
  protocol?: string;
  /** Absent where none was named. */
  vulnerability?: NamedVulnerability;
  /** Of the event that made many sources a crowd; absent from all others. */
  crowd?: Crowd;
}

/** The verdict when the ML service does not answer (docs/contract.md). */
export const fallbackVerdict: Verdict = Object.freeze({
  attack_type: 'unknown',
  risk_score: 0,
  confidence: 0,
  is_anomaly: false,
  anomaly_score: 0,
  reasons: [],
  evidence: [],
  tactics: [],
  techniques: [],
  scored_by: 'fallback',
  model: 'fallback',
}) as Verdict;
