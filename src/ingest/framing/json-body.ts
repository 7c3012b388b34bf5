/**
 * A request body of `application/json`: one record or an array of them. It is valid as a whole or refused as a whole,
 * except for a record that an attacker nested too deeply: it must not cost the sender the others.
 */
import { AppError } from '../../core/errors.ts';
import { isPoisoned, isTooDeep, maxDepth, mayPoison } from '../../lib/json-guards.ts';
import { type Parsed, parseRecord, poisoned } from './json-record.ts';
import { createValueSplitter } from './values.ts';

/** The elements of an array one by one; null if the text is not one array. */
function toElements(text: string): Parsed[] | null {
  const splitter = createValueSplitter('array', Number.POSITIVE_INFINITY);
  const elements = [...splitter.push(text), ...splitter.end()];
  if (!splitter.isWhole()) return null;
  return elements.map(
    (one): Parsed => (one.text === null ? { record: null, problem: one.problem } : parseRecord(one.text)),
  );
}

/** Throws `bad_request` if the body is not valid JSON as a whole. */
export function parseJsonBody(text: string): Parsed[] {
  const isArray = text.trimStart().startsWith('[');
  if (isTooDeep(text, isArray ? maxDepth + 1 : maxDepth)) {
    const elements = isArray ? toElements(text) : null;
    if (elements === null)
      throw new AppError('bad_request', `The body is nested too deeply (more than ${maxDepth} levels)`);
    return elements;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('bad_request', 'The body is not valid JSON');
  }
  const records: unknown[] = Array.isArray(value) ? value : [value];
  const isSuspect = mayPoison(text);
  return records.map((record) => (isSuspect && isPoisoned(record) ? poisoned : { record, problem: null }));
}
