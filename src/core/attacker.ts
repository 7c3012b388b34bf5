/** What is known of one source (an address, or a host name for agent events) within one tenant. */
export interface AttackerProfile {
  user_id: string;
  source_ip: string;
  total_attacks: number;
  most_common_attack: string;
  /** One decimal. */
  average_risk_score: number;
  max_risk_score: number;
  first_seen: string;
  last_seen: string;
  attack_types: Record<string, number>;
  services_targeted: Record<string, number>;
}

/** What a batch adds to a profile. Negative counts take back what a re-scoring corrected. */
export interface ProfileDelta {
  user_id: string;
  source_ip: string;
  events: number;
  risk_sum: number;
  max_risk: number;
  first_seen: string;
  last_seen: string;
  attack_types: Record<string, number>;
  services: Record<string, number>;
}

/** Ties go to the name that sorts first, so that every store agrees. */
export function mostCommon(counts: Record<string, number>): string {
  let best = '';
  for (const name of Object.keys(counts).sort()) {
    if (best === '' || (counts[name] ?? 0) > (counts[best] ?? 0)) best = name;
  }
  return best;
}
