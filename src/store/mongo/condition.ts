/**
 * A condition on events, asked of documents (core/condition.ts says what it means). The server narrows by what it can
 * compare exactly; letters' case and networks are compared here, so only the fields that are looked at are read.
 */
import type { Document, Filter } from 'mongodb';
import {
  type Comparison,
  type ConditionField,
  type ConditionSubject,
  toMatcher,
} from '../../core/condition.ts';
import { createNetworkTest } from '../../lib/network.ts';
import type { Stored } from './connection/connection.ts';

const fieldsOf: Record<ConditionField, readonly string[]> = {
  source_ip: ['source_ip'],
  node_id: ['node_id'],
  service: ['service'],
  attack_type: ['verdict.attack_type'],
  decoy: ['agent'],
  process_name: ['extra'],
  username: ['agent', 'extra'],
};

function lookedAt(one: Comparison): readonly string[] {
  switch (one.is) {
    case 'one-of':
      return fieldsOf[one.field];
    case 'in-network':
      return ['source_ip'];
    case 'containing':
      return one.fields;
    case 'time-of-day':
      return ['timestamp'];
    case 'risk-at-most':
      return ['verdict.risk_score'];
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = <T>(value: unknown): T | null =>
  typeof value === 'object' && value !== null ? (value as T) : null;

/** What was not read is empty: it is not looked at. */
const toSubject = (document: Document): ConditionSubject => ({
  source_ip: textOf(document.source_ip),
  node_id: textOf(document.node_id),
  service: textOf(document.service),
  timestamp: textOf(document.timestamp),
  payload: textOf(document.payload),
  activity: textOf(document.activity),
  agent: objectOf(document.agent),
  extra: objectOf(typeof document.extra === 'string' ? JSON.parse(document.extra) : document.extra),
  verdict: objectOf(document.verdict),
});

export interface DocumentMatcher {
  narrowing: Filter<Stored>[];
  projection: Document;
  matches(document: Document): boolean;
}

export function toDocumentMatcher(comparisons: readonly Comparison[]): DocumentMatcher {
  const matches = toMatcher(comparisons, createNetworkTest);
  const projection: Document = { _id: 0 };
  for (const field of comparisons.flatMap(lookedAt)) projection[field] = 1;
  const asksDecoy = comparisons.some((one) => one.is === 'one-of' && one.field === 'decoy');
  return {
    narrowing: asksDecoy ? [{ agent: { $type: 'object' } }] : [],
    projection,
    matches: (document) => matches(toSubject(document)),
  };
}
