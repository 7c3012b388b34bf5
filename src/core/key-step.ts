/** The steps that made an incident what it is: its first, each that made it worse, each way in, each planted token. */
import type { EventKind } from './event.ts';
import type { EventPlace } from './place.ts';
import type { NamedVulnerability } from './verdict.ts';

export interface KeyStep {
  /** Of the event. */
  log_id: string;
  alert_id: string | null;
  at: string;
  kind: EventKind;
  /** One sentence, as the title of an incident. */
  title: string;
  attack_type: string;
  risk_score: number;
  node_id: string;
  service: string;
  source_ip: string;
  /** The account that was tried, or the user of an agent's host. */
  account: string | null;
  place: EventPlace | null;
  protocol: string | null;
  vulnerability: NamedVulnerability | null;
}

/** Kept per incident: the first and the latest of the others. */
export const mostKeySteps = 16;

/** The steps with one more, in the order in which they came. */
export function addKeyStep(steps: readonly KeyStep[], step: KeyStep): KeyStep[] {
  const [first, ...rest] = steps;
  if (first === undefined) return [step];
  return [first, ...rest.slice(-(mostKeySteps - 2)), step];
}
