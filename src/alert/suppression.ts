/** Suppression rules: which of them hides an event from people. */
import type { StoredEvent } from '../core/event.ts';
import type { Doc, EventCondition } from '../core/query.ts';
import { createHoursTest } from '../core/week-hours.ts';
import { createNetworkTest } from '../lib/network.ts';

/** A rule with its condition compiled. */
export interface SuppressionRule {
  id: string;
  user_id: string;
  enabled: boolean;
  /** ISO; null = does not expire. */
  expires_at: string | null;
  matches: (event: StoredEvent) => boolean;
}

type Test = (event: StoredEvent) => boolean;

const lower = (values: readonly string[]): Set<string> => new Set(values.map((v) => v.toLowerCase()));
const extraText = (event: StoredEvent, key: string): string | null => {
  const value = event.extra?.[key];
  return typeof value === 'string' ? value : null;
};

/**
 * Compiles a condition; all its parts must hold. An empty condition matches nothing: a rule that is meant to hide
 * everything must say so explicitly (`networks: ['0.0.0.0/0', '::/0']`).
 */
export function toMatcher(condition: EventCondition): Test {
  const tests: Test[] = [];
  const oneOf = (
    values: readonly string[] | undefined,
    read: (event: StoredEvent) => string | null | undefined,
  ): void => {
    if (!values || values.length === 0) return;
    const set = lower(values);
    tests.push((event) => {
      const value = read(event);
      return typeof value === 'string' && set.has(value.toLowerCase());
    });
  };
  oneOf(condition.sources, (e) => e.source_ip);
  if (condition.networks && condition.networks.length > 0) {
    const inNetworks = createNetworkTest(condition.networks);
    tests.push((event) => inNetworks(event.source_ip));
  }
  oneOf(condition.nodes, (e) => e.node_id);
  oneOf(condition.services, (e) => e.service);
  oneOf(condition.decoys, (e) => e.agent?.file_path || e.agent?.file_accessed);
  oneOf(condition.processes, (e) => extraText(e, 'process_name'));
  oneOf(condition.users, (e) => e.agent?.username ?? extraText(e, 'username'));
  oneOf(condition.attack_types, (e) => e.verdict?.attack_type);
  if (condition.text) {
    const text = condition.text.toLowerCase();
    tests.push((e) => e.payload.toLowerCase().includes(text) || e.activity.toLowerCase().includes(text));
  }
  if (condition.time_of_day) {
    const isInHours = createHoursTest(condition.time_of_day);
    tests.push((e) => isInHours(e.timestamp));
  }
  if (condition.max_risk !== undefined) {
    const most = condition.max_risk;
    tests.push((e) => (e.verdict?.risk_score ?? 0) <= most);
  }
  return tests.length === 0 ? () => false : (event) => tests.every((test) => test(event));
}

/** The first rule that matches and has not expired at `nowIso`, or null. */
export function decideSuppression(
  event: StoredEvent,
  rules: readonly SuppressionRule[],
  nowIso: string,
): SuppressionRule | null {
  for (const rule of rules) {
    if (rule.enabled && (rule.expires_at === null || rule.expires_at > nowIso) && rule.matches(event))
      return rule;
  }
  return null;
}

/** From a rule's document (kind `suppression`; body: `enabled`, `condition`). */
export const toSuppressionRule = (doc: Doc): SuppressionRule => ({
  id: doc.id,
  user_id: doc.user_id,
  enabled: doc.body.enabled !== false,
  expires_at: doc.expires_at,
  matches: toMatcher((doc.body.condition ?? {}) as EventCondition),
});
