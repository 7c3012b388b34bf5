import { toMatcher as matcherOf, toComparisons } from '../core/condition.ts';
import { suppressionDocs } from '../core/doc-kinds.ts';
import type { StoredEvent } from '../core/event.ts';
import type { Doc, EventCondition } from '../core/query.ts';
import type { SuppressionBody } from '../core/suppression.ts';
import { createNetworkTest } from '../lib/network.ts';

/** A rule, ready to be asked about events. */
export interface SuppressionRule {
  id: string;
  user_id: string;
  enabled: boolean;
  /** ISO; null = does not expire. */
  expires_at: string | null;
  matches: (event: StoredEvent) => boolean;
}

/** Whether an event meets a condition (core/condition.ts says when); an empty condition matches nothing. */
export const toMatcher = (condition: EventCondition): ((event: StoredEvent) => boolean) =>
  matcherOf(toComparisons(condition), createNetworkTest);

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

const readBody = ({ enabled, condition }: SuppressionBody): Pick<SuppressionRule, 'enabled' | 'matches'> => ({
  enabled,
  matches: toMatcher(condition),
});

/** A rule's document, ready to be asked about events. */
export const toSuppressionRule = (doc: Doc): SuppressionRule => ({
  id: doc.id,
  user_id: doc.user_id,
  expires_at: doc.expires_at,
  ...readBody(suppressionDocs.parse(doc.body)),
});
