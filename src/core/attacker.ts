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

/** What is kept of a source; the rest of a profile follows from it. */
export type ProfileFigures = Omit<AttackerProfile, 'most_common_attack' | 'average_risk_score'> & {
  risk_sum: number;
};

export function toAttackerProfile({ risk_sum, ...kept }: ProfileFigures): AttackerProfile {
  const { total_attacks } = kept;
  return {
    ...kept,
    most_common_attack: mostCommon(kept.attack_types),
    average_risk_score: total_attacks > 0 ? Math.round((risk_sum / total_attacks) * 10) / 10 : 0,
  };
}
