/** Takes a batch's text apart into records. One that is unreadable is named and never stops the others. */
import { AppError } from '../core/errors.ts';
import { endOfString, isPoisoned, isTooDeep, maxDepth, mayPoison } from '../lib/json-guards.ts';

/** Stands in the place of a record that could not be read. */
export class BadRecord {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export const maxRecords = 5000;

const unreadable = (detail: string): AppError => new AppError('bad_request', detail);
const tooMany = (): AppError => new AppError('too_large', `A batch has at most ${maxRecords} events`);
const poisoned = (): BadRecord => new BadRecord('has a key that is not allowed');

function toRecord(text: string): unknown {
  if (isTooDeep(text)) return new BadRecord(`is nested too deep (more than ${maxDepth} levels)`);
  try {
    const value: unknown = JSON.parse(text);
    return mayPoison(text) && isPoisoned(value) ? poisoned() : value;
  } catch {
    return new BadRecord('is not valid JSON');
  }
}

/** The texts of an array's elements, by brackets and commas outside strings. Null where brackets do not match. */
function elementsOf(text: string): string[] | null {
  const out: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '"':
        i = endOfString(text, i);
        break;
      case '[':
      case '{':
        if (++depth === 1) start = i + 1;
        break;
      case ']':
      case '}':
        if (--depth === 0) {
          out.push(text.slice(start, i));
          return text.slice(i + 1).trim() === '' ? out : null;
        }
        break;
      case ',':
        if (depth === 1) {
          out.push(text.slice(start, i));
          start = i + 1;
          if (out.length >= maxRecords) throw tooMany();
        }
    }
  }
  return null;
}

/** One event or an array of them. Throws `bad_request` where nothing is readable, `too_large` for too many. */
export function toJsonRecords(text: string): unknown[] {
  const isList = text.trimStart().startsWith('[');
  if (isTooDeep(text, isList ? maxDepth + 1 : maxDepth)) {
    // An attacker's nesting, passed on in one event, must not cost the node the others.
    const elements = isList ? elementsOf(text) : null;
    if (elements === null) throw unreadable(`The body is nested too deep (more than ${maxDepth} levels)`);
    return elements.map(toRecord);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('The body is not valid JSON');
  }
  const records = Array.isArray(value) ? value : [value];
  if (records.length === 0) throw unreadable('The body holds no events');
  if (records.length > maxRecords) throw tooMany();
  return mayPoison(text) ? records.map((one) => (isPoisoned(one) ? poisoned() : one)) : records;
}

/** One event a line; empty lines are nothing. Throws as toJsonRecords. */
export function toLineRecords(text: string): unknown[] {
  const out: unknown[] = [];
  let readable = false;
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    start = end + 1;
    if (line === '') continue;
    if (out.length >= maxRecords) throw tooMany();
    const one = toRecord(line);
    readable ||= !(one instanceof BadRecord);
    out.push(one);
  }
  if (out.length === 0) throw unreadable('The body holds no events');
  if (!readable) throw unreadable('No line of the body is valid JSON');
  return out;
}
