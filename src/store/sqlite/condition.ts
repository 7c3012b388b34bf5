/** A condition on events as SQL, so that events are counted where they are (core/condition.ts says what it means). */
import { type Comparison, type ConditionField, toMatcher } from '../../core/condition.ts';
import { createNetworkTest } from '../../lib/network.ts';
import { type Clause, clause } from './connection/clause.ts';
import { holdsText, isOneOf } from './connection/text-clause.ts';

const isOfSource = (one: Comparison): boolean =>
  one.is === 'in-network' || (one.is === 'one-of' && one.field === 'source_ip');

/**
 * Whether a source meets what is asked of sources, or null where nothing is: it is asked once per source and not once per
 * event.
 */
export function toSourceTest(comparisons: readonly Comparison[]): ((source: string) => boolean) | null {
  const own = comparisons.filter(isOfSource);
  if (own.length === 0) return null;
  const matches = toMatcher(own, createNetworkTest);
  return (source_ip) =>
    matches({
      source_ip,
      node_id: '',
      service: '',
      timestamp: '',
      payload: '',
      activity: '',
      agent: null,
      extra: null,
      verdict: null,
    });
}

/** Fields that the index over time does not hold. */
const inRow: ReadonlySet<ConditionField> = new Set(['decoy', 'process_name', 'username']);
export const readsRows = (comparisons: readonly Comparison[]): boolean =>
  comparisons.some((one) => one.is === 'containing' || (one.is === 'one-of' && inRow.has(one.field)));

const toClause = (one: Exclude<Comparison, { is: 'in-network' }>): Clause => {
  switch (one.is) {
    case 'one-of':
      return isOneOf(one.field, one.values);
    case 'containing':
      return holdsText(one.fields, one.text);
    case 'time-of-day': {
      const { from, until, timezone = 'UTC', weekdays = [] } = one.hours;
      // Only a zone or weekdays need a call out of SQLite for each row.
      if (timezone !== 'UTC' || weekdays.length > 0)
        return clause('in_hours(timestamp, ?) = 1', JSON.stringify(one.hours));
      const minute = '(substr(timestamp, 12, 2) * 60 + substr(timestamp, 15, 2))';
      return clause(`(${minute} >= ? ${from <= until ? 'AND' : 'OR'} ${minute} < ?)`, from, until);
    }
    case 'risk-at-most':
      return clause('coalesce(risk_score, 0) <= ?', one.risk);
  }
};

/** What is asked of anything but sources; what the index holds comes first, the slowest last. */
export function toClauses(comparisons: readonly Comparison[]): Clause[] {
  const others = comparisons.filter((one) => !isOfSource(one));
  return [...others.filter((one) => !readsRows([one])), ...others.filter((one) => readsRows([one]))].flatMap(
    (one) => (one.is === 'in-network' ? [] : [toClause(one)]),
  );
}
