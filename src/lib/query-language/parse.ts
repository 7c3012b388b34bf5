/**
 * Reads a query:
 *
 *   query := all ("OR" all)*            all := one (["AND"] one)*         one := ("-" | "NOT") one | "(" query ")" | term
 *   term  := name (":" | "=" | "!=" | ">" | ">=" | "<" | "<=") value      value := text | "text in quotes" | "(" value ("," | "OR" value)* ")"
 *          | text
 */
import { type ParsedQuery, type Query, type QueryError, queryLimits, type Span } from './ast.ts';
import { type Field, toFieldNames } from './fields.ts';
import { isBlank, isError, quote, readRaw } from './raw.ts';
import { Fault, Reading } from './reading.ts';
import { readTerm } from './term.ts';

/** Terms or bracketed parts joined by OR. Null if there is none, or if they are invalid. */
function readAny(reading: Reading, depth: number): Query | null {
  const parts: Query[] = [];
  for (let or: number | null = null; ; ) {
    const known = reading.errors.length;
    const part = readAll(reading, depth);
    const next = reading.keyword() === 'OR' ? reading.at : null;
    const lone = or ?? next;
    if (part) parts.push(part);
    else if (lone !== null && reading.errors.length === known) reading.note(loneWord('OR', lone));
    if (next === null) break;
    or = next;
    reading.at += 2;
  }
  return parts.length < 2 ? (parts[0] ?? null) : { kind: 'or', parts, ...covering(parts) };
}

const covering = (parts: readonly Query[]): Span => {
  const { position } = parts[0]!;
  const last = parts.at(-1)!;
  return { position, length: last.position + last.length - position };
};

const loneWord = (word: 'AND' | 'OR', position: number): QueryError => ({
  position,
  length: word.length,
  message: `\`${word}\` must be between two terms; to search for the word, write \`"${word.toLowerCase()}"\``,
  suggestion: `"${word.toLowerCase()}"`,
});

/** Terms one after another, with or without AND. */
function readAll(reading: Reading, depth: number): Query | null {
  const parts: Query[] = [];
  let and: number | null = null;
  let hasTerm = false;
  while (!reading.isAtEnd()) {
    const word = reading.keyword();
    if (word === 'OR') break;
    if (word === 'AND') {
      if (!hasTerm) reading.note(loneWord('AND', reading.at));
      and = reading.at;
      hasTerm = false;
      reading.at += 3;
      continue;
    }
    const part = readOne(reading, depth);
    if (part) parts.push(part);
    and = null;
    hasTerm = true;
  }
  if (and !== null) reading.note(loneWord('AND', and));
  return parts.length < 2 ? (parts[0] ?? null) : { kind: 'and', parts, ...covering(parts) };
}

/** One term; if it is invalid, the error is recorded and the term is skipped. */
function readOne(reading: Reading, depth: number): Query | null {
  const from = reading.at;
  try {
    return readNegatable(reading, depth);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    reading.note(error.error);
    if (error.isFinal) reading.stop();
    reading.at = Math.max(reading.at, error.error.position + error.error.length, from + 1);
    while (
      reading.at < reading.text.length &&
      !isBlank(reading.text[reading.at]) &&
      reading.text[reading.at] !== ')'
    )
      reading.at += 1;
    return null;
  }
}

function readNegatable(reading: Reading, depth: number): Query | null {
  const { text } = reading;
  const from = reading.at;
  const isMinus = text[from] === '-';
  if (!isMinus && reading.keyword() !== 'NOT') return readPrimary(reading, depth);
  if (depth >= queryLimits.depth) throw tooDeep(from);
  reading.at += isMinus ? 1 : 3;
  if (isMinus && text[reading.at] === '-') {
    const raw = readRaw(text, from, false);
    const typed = isError(raw) ? '--' : raw.typed;
    throw new Fault(
      from,
      typed.length,
      `two minus signs: to search for this text, put it in quotation marks`,
      quote(typed),
    );
  }
  if (isMinus && (reading.at >= text.length || isBlank(text[reading.at])))
    throw new Fault(
      from,
      1,
      'a minus sign must be directly before the term that it excludes; to search for it, write `"-"`',
      '"-"',
    );
  if (!isMinus && (reading.isAtEnd() || ['OR', 'AND'].includes(reading.keyword() ?? '')))
    throw new Fault(from, 3, '`NOT` must be before a term; to search for the word, write `"not"`', '"not"');
  const part = readNegatable(reading, depth + 1);
  return part && { kind: 'not', part, ...reading.span(from) };
}

const tooDeep = (position: number): Fault =>
  new Fault(
    position,
    1,
    `brackets and NOT can be nested at most ${queryLimits.depth} levels deep`,
    null,
    true,
  );

function readPrimary(reading: Reading, depth: number): Query | null {
  const from = reading.at;
  if (reading.text[from] !== '(') return readTerm(reading);
  if (depth >= queryLimits.depth) throw tooDeep(from);
  reading.at += 1;
  const known = reading.errors.length;
  const inner = readAny(reading, depth + 1);
  reading.skipBlanks();
  if (reading.text[reading.at] !== ')')
    throw new Fault(
      from,
      1,
      'this bracket is not closed; to search for a bracket, put it in quotation marks',
    );
  reading.at += 1;
  if (!inner && reading.errors.length === known)
    throw new Fault(
      from,
      reading.at - from,
      'these brackets are empty; to search for brackets, put them in quotation marks',
    );
  return inner && { ...inner, ...reading.span(from) };
}

/** Reads a query in the terms of these fields. Never throws; at most ten errors, in the order of the text. */
export function parseQuery(text: string, fields: readonly Field[]): ParsedQuery {
  const whole = { position: 0, length: text.length };
  if (text.length > queryLimits.length)
    return {
      errors: [
        { ...whole, message: `a query can have at most ${queryLimits.length} characters`, suggestion: null },
      ],
    };
  const odd = /[\0\p{Cs}]/u.exec(text);
  if (odd)
    return {
      errors: [
        { position: odd.index, length: 1, message: 'this character cannot be searched for', suggestion: '' },
      ],
    };
  const reading = new Reading(text, toFieldNames(fields));
  const ast = readAny(reading, 0);
  if (reading.at < text.length && reading.errors.length === 0) {
    reading.note({
      position: reading.at,
      length: 1,
      message: 'this bracket was not opened; to search for a bracket, put it in quotation marks',
      suggestion: '',
    });
  }
  if (reading.errors.length > 0) return { errors: reading.errors.sort((a, b) => a.position - b.position) };
  return { ast: ast ?? { kind: 'everything', ...whole } };
}
