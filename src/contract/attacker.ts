/** What is known of a source. */
import type { AttackerProfile as Profile } from '../core/attacker.ts';
import { counts, risk, time } from './fields.ts';
import { type Located, located } from './place.ts';
import { projectionOf } from './project.ts';
import { integer, number, object, type Static, text } from './schema.ts';

export const AttackerProfile = object({
  source_ip: text({ examples: ['203.0.113.9'] }),
  ...located,
  total_attacks: integer({ description: 'Every event of this source, not only alerts.' }),
  most_common_attack: text({ examples: ['BruteForce'] }),
  average_risk_score: number({ description: 'To one decimal, without connection bookkeeping.' }),
  story: text({ examples: ['1,065 password guesses, 3 commands in 12 days'] }),
  max_risk_score: risk,
  first_seen: time('Of its first event.'),
  last_seen: time('Of its latest event.'),
  attack_types: counts('Events by attack type.'),
  services_targeted: counts('Events by service.'),
  nodes: counts('Events by node id.'),
  exposures: counts('Events inside and on the internet.'),
});
export type AttackerProfile = Static<typeof AttackerProfile>;
const project = projectionOf(AttackerProfile);
export const toProfileView = (profile: Profile, seen: Located): AttackerProfile =>
  project({ ...profile, ...seen });
