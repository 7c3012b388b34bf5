/** Writes a query in canonical form; reading it again gives the same tree. */
import type { Quantity, Query, Term, Test } from './ast.ts';
import { quote } from './raw.ts';

const isKeyword = (text: string): boolean => /^(and|or|not)$/i.test(text);

/** A literal part of a value after a colon: quoted if it would be read differently otherwise. */
const part = (text: string, isFirst: boolean): string =>
  text === '' || (/^[^\s"(),*\\]+$/u.test(text) && !(isFirst && /^[<>=:]/.test(text)) && !isKeyword(text))
    ? text
    : quote(text);

/** Text after a colon. */
function valueText(parts: readonly string[]): string {
  const text = parts.map((one, n) => part(one, n === 0)).join('*');
  // Unquoted, these would mean something else: no value, and "any value".
  if (text === '') return '""';
  return text === '*' ? '*""' : text;
}

/** Words without a field: plain ones as they are, everything else quoted. */
function bareText(parts: readonly string[]): string {
  const text = parts
    .map((one) => (one === '' || /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(one) ? one : quote(one)))
    .join('*');
  return isKeyword(text) ? quote(text) : text;
}

const quantity = (value: Quantity | null): string => value?.text ?? '';

function testText(test: Test): string {
  switch (test.kind) {
    case 'exists':
      return '*';
    case 'text':
      return valueText(test.parts);
    case 'boolean':
      return test.value ? 'yes' : 'no';
    case 'address':
      return test.text;
    case 'compare':
      return `${test.operator === '=' ? '' : test.operator}${test.value.text}`;
    case 'between':
      return `${quantity(test.from)}..${quantity(test.until)}`;
  }
}

function termText(term: Term): string {
  const [test, ...others] = term.tests as [Test, ...Test[]];
  if (term.field === null) return bareText(test.kind === 'text' ? test.parts : ['']);
  if (others.length > 0) return `${term.field}:(${term.tests.map(testText).join(', ')})`;
  const isCompared = test.kind === 'compare' && test.operator !== '=';
  return `${term.field}${isCompared ? '' : ':'}${testText(test)}`;
}

const inner = (query: Query): string =>
  query.kind === 'and' || query.kind === 'or' ? `(${formatQuery(query)})` : formatQuery(query);

/** The text of a query, without unnecessary brackets, quotation marks and spaces. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'and':
      return query.parts.map(inner).join(' ');
    case 'or':
      return query.parts.map(inner).join(' OR ');
    case 'not':
      return query.part.kind === 'not' ? `-(${formatQuery(query.part)})` : `-${inner(query.part)}`;
    case 'term':
      return termText(query);
  }
}
