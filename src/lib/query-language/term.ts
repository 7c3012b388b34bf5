/** Reads one term: `field:value`, a comparison, a list, or words without a field. */
import type { Operator, Query, Span, Term, Test } from './ast.ts';
import type { Field } from './fields.ts';
import { isBlank, isError, partsOf, quote, type Raw, readRaw } from './raw.ts';
import { Fault, type Reading, stickAt } from './reading.ts';
import { nearest } from './suggest.ts';
import { toAddress, toTest } from './values.ts';

const name = /[\p{L}_][\p{L}\p{N}_.-]*/uy;
const operator = /:?(?:>=|<=|!=|>|<|=)|:/y;
const spacedOperator = /\s+(?:>=|<=|!=|>|<|=)\s*/y;

/** Throws Fault. */
export function readTerm(reading: Reading): Query {
  const { text, fields } = reading;
  const from = reading.at;
  reading.countTerm(from);
  const named = stickAt(name, text, from);
  if (named !== null) {
    const after = from + named.length;
    const field = fields.find(named);
    const written = stickAt(operator, text, after) ?? (field ? stickAt(spacedOperator, text, after) : null);
    if (written !== null) {
      if (field) return readField(reading, field, from, after, written);
      // Not a field: an address, a link, or a slip.
      const raw = readRaw(text, from, false);
      const isLink = written === ':' && text.startsWith('//', after + 1);
      if (!isError(raw) && !isLink && !toAddress(raw.typed)) throw unknownField(reading, named, raw, written);
    }
  }
  const raw = readRaw(text, from, false);
  if (isError(raw)) throw new Fault(raw.position, raw.length, raw.message, raw.suggestion);
  reading.at = from + raw.length;
  const address = raw.pieces.every(({ isQuoted }) => !isQuoted) ? toAddress(raw.typed) : null;
  if (address && fields.bareAddress) return termOf(fields.bareAddress, [address], reading.span(from));
  const parts = partsOf(raw);
  if (typeof parts === 'string') throw new Fault(from, raw.length, parts);
  if (parts.every((part) => part === ''))
    throw new Fault(from, raw.length, 'write what to search for; to find everything, leave the query empty');
  if (fields.searched.length === 0)
    throw new Fault(
      from,
      raw.length,
      'words without a field cannot be searched for here; write `field:value`',
    );
  return {
    kind: 'term',
    field: null,
    searched: fields.searched,
    type: 'text',
    match: 'inside',
    tests: [{ kind: 'text', parts }],
    ...reading.span(from),
  };
}

function unknownField({ fields }: Reading, named: string, raw: Raw, written: string): Fault {
  const near = nearest(named, fields.names);
  const hint =
    near === null ? `to search for this text, put it in quotation marks` : `did you mean \`${near}\`?`;
  const shown = named.length > 40 ? `${named.slice(0, 37)}…` : named;
  return near === null
    ? new Fault(
        raw.position,
        Math.max(raw.length, named.length + written.length),
        `unknown field \`${shown}\`; ${hint}`,
        quote(raw.typed),
      )
    : new Fault(raw.position, named.length, `unknown field \`${shown}\`; ${hint}`, near);
}

const termOf = (field: Field, tests: Test[], span: Span): Term => ({
  kind: 'term',
  field: field.name,
  searched: [],
  type: field.type,
  match: field.match ?? 'whole',
  tests,
  ...span,
});

function readField(reading: Reading, given: Field, from: number, after: number, written: string): Query {
  const { text, fields } = reading;
  const sign = written.trim().replace(/^:/, '') || '=';
  reading.at = after + written.length;
  const field = given.short ? fields.find(given.short.of) : given;
  if (!field) throw new Error(`${given.name} is short for a field that does not exist here`);
  if (given.short && sign !== '=')
    throw new Fault(after, written.length, `\`${given.name}\` must be followed by a colon`, ':');
  const compared = (given.short?.operator ?? (sign === '!=' ? '=' : sign)) as Operator;
  if (text[reading.at] === '(' && !given.short && compared === '=') {
    const tests = readList(reading, field);
    return negated(sign, termOf(field, tests, reading.span(from)));
  }
  if (reading.at >= text.length || isBlank(text[reading.at])) {
    let next = reading.at;
    while (isBlank(text[next])) next += 1;
    const raw = readRaw(text, next, false);
    const joined = isError(raw) || raw.length === 0 ? null : `${given.name}${written.trim()}${raw.typed}`;
    throw new Fault(
      from,
      (joined === null ? reading.at : next + (raw as Raw).length) - from,
      joined === null
        ? `a value is missing after \`${given.name}${written.trim()}\``
        : `the value of \`${given.name}\` must follow directly after \`${written.trim()}\``,
      joined,
    );
  }
  const raw = readRaw(text, reading.at, false);
  if (isError(raw)) throw new Fault(raw.position, raw.length, raw.message, raw.suggestion);
  const test = toTest(raw, compared, field);
  if ('wrong' in test) {
    const isWhole = test.suggestion?.startsWith(`${field.name}:`);
    throw isWhole
      ? new Fault(from, raw.position + raw.length - from, test.wrong, test.suggestion)
      : new Fault(raw.position, raw.length, test.wrong, test.suggestion);
  }
  reading.at += raw.length;
  return negated(sign, termOf(field, [test], reading.span(from)));
}

const negated = (sign: string, term: Term): Query =>
  sign === '!=' ? { kind: 'not', part: term, position: term.position, length: term.length } : term;

/** `(a, b OR c)` after a colon. */
function readList(reading: Reading, field: Field): Test[] {
  const { text } = reading;
  const from = reading.at;
  const tests: Test[] = [];
  reading.at += 1;
  for (;;) {
    reading.skipBlanks();
    if (text[reading.at] === ')' && tests.length > 0) break;
    const sign = (stickAt(/(?:>=|<=|>|<|=)/y, text, reading.at) ?? '') as Operator | '';
    const raw = readRaw(text, reading.at + sign.length, true);
    if (isError(raw)) throw new Fault(raw.position, raw.length, raw.message, raw.suggestion);
    if (raw.length === 0) {
      const isClosed = reading.at < text.length;
      throw new Fault(
        isClosed ? reading.at : from,
        1,
        isClosed ? `a value of \`${field.name}\` is missing here` : `this list is not closed`,
        null,
      );
    }
    const test = toTest(raw, sign || '=', field);
    if ('wrong' in test) throw new Fault(raw.position, raw.length, test.wrong, test.suggestion);
    if (tests.length > 0) reading.countTerm(raw.position);
    tests.push(test);
    reading.at = raw.position + raw.length;
    reading.skipBlanks();
    if (text[reading.at] === ',') reading.at += 1;
    else if (reading.keyword() === 'OR') reading.at += 2;
    else if (text[reading.at] !== ')')
      throw new Fault(
        from,
        reading.at - from,
        'a list must be closed with `)`, and its values separated by commas or OR',
      );
  }
  reading.at += 1;
  return tests;
}
