/** A query as a tree. Self-contained: evaluating it requires the tree and the time, not the table of fields. */
import type { Words } from '../address-words.ts';
import type { FieldType } from './fields.ts';

/** Its position in the text, in UTF-16 units, brackets and minus sign included. */
export interface Span {
  position: number;
  length: number;
}

export type Query = Everything | Compound | Negation | Term;

/** The empty query. */
export interface Everything extends Span {
  kind: 'everything';
}
export interface Compound extends Span {
  kind: 'and' | 'or';
  /** Two or more. */
  parts: Query[];
}
/** Matches if its part does not; also if the field has no value. */
export interface Negation extends Span {
  kind: 'not';
  part: Query;
}
/** Matches if one of its tests does. */
export interface Term extends Span {
  kind: 'term';
  /** Null for words without a field, which are searched for inside each of `searched`. */
  field: string | null;
  searched: string[];
  type: FieldType;
  match: 'whole' | 'inside';
  /** One test, or those of a list. */
  tests: Test[];
}

export type Test = Exists | TextTest | BooleanTest | AddressTest | Comparison | Between;

/** `field:*`: there is a value, and it is not an empty text or list. */
export interface Exists {
  kind: 'exists';
}
/** The literal parts between wildcards: `['wget']`, `['wget ', '.sh']` for `"wget "*.sh`. Case is ignored. */
export interface TextTest {
  kind: 'text';
  parts: string[];
}
/** A value of an enum is matched exactly: stores find it in an index. */
export const isExact = ({ parts }: TextTest, { type }: Pick<Term, 'type'>): boolean =>
  type === 'enum' && parts.length === 1;

export interface BooleanTest {
  kind: 'boolean';
  value: boolean;
}
export interface AddressTest {
  kind: 'address';
  /** In canonical form: an address, a network, or `first..last`. */
  text: string;
  first: Words;
  last: Words;
}
export type Operator = '=' | '>' | '>=' | '<' | '<=';
export interface Comparison {
  kind: 'compare';
  operator: Operator;
  value: Quantity;
}
export interface Between {
  kind: 'between';
  /** Null = open on that side; not both. */
  from: Quantity | null;
  until: Quantity | null;
}
/**
 * A number; a duration in ms; a point in time as the period that it covers (`2026-11` is a month; `untilMs` is the first
 * instant after it), or a time relative to now. `text` is its written form.
 */
export type Quantity =
  | { type: 'number'; value: number; text: string }
  | { type: 'duration'; ms: number; text: string }
  | { type: 'moment'; fromMs: number; untilMs: number; text: string }
  | { type: 'ago'; ms: number; text: string };

export interface QueryError extends Span {
  /** One sentence that says what is wrong and how to correct it. */
  message: string;
  /** A replacement for the marked text, or null. */
  suggestion: string | null;
}
export type ParsedQuery = { ast: Query; errors?: undefined } | { ast?: undefined; errors: QueryError[] };

export const queryLimits = { length: 2000, terms: 64, depth: 8, wildcards: 5, valueLength: 500 } as const;
