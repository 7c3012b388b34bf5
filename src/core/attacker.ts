import { countText } from './count-text.ts';

/** What is known of one source (an address, or a host name for agent events) within one tenant. */
export interface AttackerProfile {
  user_id: string;
  source_ip: string;
  total_attacks: number;
  most_common_attack: string;
  /** One decimal; of events that were more than bookkeeping. */
  average_risk_score: number;
  /** In one line: `1,065 password guesses in 12 days`. */
  story: string;
  max_risk_score: number;
  first_seen: string;
  last_seen: string;
  attack_types: Record<string, number>;
  services_targeted: Record<string, number>;
  /** By node id and exposure; empty for what came before these were counted. */
  nodes: Record<string, number>;
  exposures: Record<string, number>;
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
  nodes: Record<string, number>;
  exposures: Record<string, number>;
}

/** What a source caused without attacking: connections closed, clients named, events that nobody judged. */
export const isBookkeeping = (attackType: string): boolean =>
  attackType === 'Normal' || attackType === 'unknown';

/** Ties go to the name that sorts first, so that every store agrees. Bookkeeping counts only where there is nothing else. */
export function mostCommon(counts: Record<string, number>): string {
  let best = '';
  for (const name of Object.keys(counts).sort()) {
    const count = counts[name] ?? 0;
    if (count <= 0) continue;
    if (best !== '' && isBookkeeping(name) && !isBookkeeping(best)) continue;
    if (best === '' || (isBookkeeping(best) && !isBookkeeping(name)) || count > (counts[best] ?? 0))
      best = name;
  }
  return best;
}

/** What one event of a type is called, and several. */
const acts: Readonly<Record<string, readonly [string, string]>> = {
  BruteForce: ['password guess', 'password guesses'],
  CredentialAccess: ['act to get at credentials', 'acts to get at credentials'],
  CommandExecution: ['command', 'commands'],
  MalwareDeployment: ['act to deploy malware', 'acts to deploy malware'],
  LateralMovement: ['relay or tunnel request', 'relay or tunnel requests'],
  Recon: ['look around', 'looks around'],
  Fingerprinting: ['test for a decoy', 'tests for a decoy'],
  HoneytokenAccess: ['touch of a decoy', 'touches of decoys'],
  DataExfil: ['act to take data', 'acts to take data'],
  Persistence: ['act to stay', 'acts to stay'],
  DefenseEvasion: ['act to cover tracks', 'acts to cover tracks'],
  DenialOfService: ['act to do damage', 'acts to do damage'],
};
const mostActs = 3;
const dayMs = 86_400_000;

function spanOf(first: string, last: string): string {
  const ms = Date.parse(last) - Date.parse(first);
  if (!(ms >= 0)) return '';
  const [count, unit] =
    ms >= 2 * dayMs
      ? [Math.round(ms / dayMs), 'days']
      : ms >= 7_200_000
        ? [Math.round(ms / 3_600_000), 'hours']
        : [Math.max(1, Math.round(ms / 60_000)), ms < 90_000 ? 'minute' : 'minutes'];
  return ` in ${count} ${unit}`;
}

/** The profile in one line: `1,065 password guesses, 3 commands in 12 days`. */
export function toStory({
  attack_types,
  total_attacks,
  first_seen,
  last_seen,
}: Pick<AttackerProfile, 'attack_types' | 'total_attacks' | 'first_seen' | 'last_seen'>): string {
  const told = Object.entries(attack_types)
    .filter(([type, count]) => count > 0 && !isBookkeeping(type))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostActs)
    .map(([type, count]) => {
      const [one, several] = acts[type] ?? [`attempt (${type})`, `attempts (${type})`];
      return `${countText(count)} ${count === 1 ? one : several}`;
    });
  const what = told.length > 0 ? told.join(', ') : `${countText(total_attacks)} events, no attack`;
  return `${what}${spanOf(first_seen, last_seen)}`;
}

/** What is kept of a source; the rest of a profile follows from it. */
export type ProfileFigures = Omit<AttackerProfile, 'most_common_attack' | 'average_risk_score' | 'story'> & {
  risk_sum: number;
};

export function toAttackerProfile({ risk_sum, ...kept }: ProfileFigures): AttackerProfile {
  const { total_attacks, attack_types, max_risk_score } = kept;
  let judged = total_attacks;
  for (const [type, count] of Object.entries(attack_types)) if (isBookkeeping(type)) judged -= count;
  // Sums from before bookkeeping was left out are too great: no average exceeds the greatest risk.
  const average = judged > 0 ? Math.min(max_risk_score, Math.round((risk_sum / judged) * 10) / 10) : 0;
  return {
    ...kept,
    most_common_attack: mostCommon(attack_types),
    average_risk_score: average,
    story: toStory(kept),
  };
}
