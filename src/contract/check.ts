/** Validates values by the schemas of schema.ts. Nothing in a body is coerced; no message repeats the input. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { JsonSchema } from './schema.ts';

const maxErrors = 20;
const email = /^[^\s@"(),:;<>[\\\]\u0000-\u001f\u007f]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
const dateTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i;

const formats: Record<string, (text: string) => boolean> = {
  email: (text) => text.length <= 254 && email.test(text) && !text.includes('..'),
  'date-time': (text) => dateTime.test(text) && !Number.isNaN(Date.parse(text)),
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};
const isOf = (type: string, value: unknown): boolean =>
  type === 'integer'
    ? Number.isInteger(value)
    : type === 'number'
      ? Number.isFinite(value)
      : kindOf(value) === type;

const typeNames: Record<string, string> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

/** Code points, as JSON Schema counts; counted only where the two could differ. */
const lengthOf = (text: string, limit: number): number =>
  text.length < limit || text.length > limit * 2 ? text.length : [...text].length;

/** A name that a client chose, shortened, and without characters that could break a terminal. */
const safeName = (name: string): string => name.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');

function textProblem(schema: JsonSchema, value: string): string | null {
  const { minLength, maxLength, pattern, format } = schema;
  if (typeof minLength === 'number' && lengthOf(value, minLength) < minLength)
    return minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`;
  if (typeof maxLength === 'number' && lengthOf(value, maxLength) > maxLength)
    return `must have at most ${maxLength} characters`;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
    return 'does not have the expected format';
  if (typeof format === 'string' && !formats[format]?.(value))
    return format === 'email' ? 'must be an e-mail address' : 'must be a time like 2026-08-21T10:15:30Z';
  return null;
}

function scalarProblem(schema: JsonSchema, value: unknown): string | null {
  const types = schema.type === undefined ? [] : [schema.type].flat().map(String);
  if (types.length > 0 && !types.some((type) => isOf(type, value)))
    return `must be ${types.map((type) => typeNames[type] ?? type).join(' or ')}`;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value))
    return `must be one of ${schema.enum.filter((one) => one !== null).join(', ')}`;
  if (typeof value === 'number') {
    const { minimum, maximum } = schema;
    if (typeof minimum === 'number' && value < minimum) return `must be at least ${minimum}`;
    if (typeof maximum === 'number' && value > maximum) return `must be at most ${maximum}`;
  }
  return typeof value === 'string' ? textProblem(schema, value) : null;
}

/** Adds to `errors` what is wrong with `value`. `at` is its path in dots. */
function walk(schema: JsonSchema, value: unknown, at: string, errors: FieldError[]): void {
  if (errors.length >= maxErrors) return;
  const fail = (field: string, message: string): unknown => errors.push({ field: field || 'body', message });
  const below = (name: string | number): string => (at ? `${at}.${name}` : String(name));
  if (Array.isArray(schema.anyOf)) {
    const attempts = (schema.anyOf as JsonSchema[]).map((one) => {
      const found: FieldError[] = [];
      walk(one, value, at, found);
      return { found, fits: scalarProblem(one, value) === null };
    });
    // Report the errors of the shape that was meant.
    if (attempts.every(({ found }) => found.length > 0))
      errors.push(...(attempts.find((one) => one.fits) ?? attempts[0]!).found);
    return;
  }
  const problem = scalarProblem(schema, value);
  if (problem !== null) {
    fail(at, problem);
    return;
  }
  if (Array.isArray(value)) {
    const { minItems, maxItems, items } = schema;
    if (typeof minItems === 'number' && value.length < minItems)
      fail(at, `must have at least ${minItems} entries`);
    else if (typeof maxItems === 'number' && value.length > maxItems)
      fail(at, `must have at most ${maxItems} entries`);
    else if (items)
      for (const [index, item] of value.entries()) walk(items as JsonSchema, item, below(index), errors);
  } else if (typeof value === 'object' && value !== null) {
    const input = value as Record<string, unknown>;
    const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
    for (const name of (schema.required ?? []) as string[])
      if (!Object.hasOwn(input, name)) fail(below(name), 'is required');
    for (const name of Object.keys(input)) {
      if (Object.hasOwn(properties, name)) walk(properties[name]!, input[name], below(name), errors);
      else if (schema.additionalProperties === false) fail(below(safeName(name)), 'is not a known field');
      else if (typeof schema.additionalProperties === 'object')
        walk(schema.additionalProperties as JsonSchema, input[name], below(safeName(name)), errors);
    }
    const { minProperties } = schema;
    if (typeof minProperties === 'number' && Object.keys(input).length < minProperties)
      fail(at, `must have at least ${minProperties} of its fields`);
  }
}

/** Throws `invalid_request` that names what is wrong (at most 20 fields). */
export function checkBody(schema: JsonSchema, body: unknown): void {
  const errors: FieldError[] = [];
  if (body === undefined) errors.push({ field: 'body', message: 'is required' });
  else walk(schema, body, '', errors);
  if (errors.length > 0) throw invalid(errors.slice(0, maxErrors));
}

/** The spellings that the Python platform accepts. */
const booleans = new Map(
  ['true', '1', 'yes', 'on', 'false', '0', 'no', 'off'].map((spelling, index) => [spelling, index < 4]),
);

/**
 * Parses a query string by an object schema: numbers and booleans are parsed from their text, defaults are filled in,
 * unknown keys are ignored. A key that appears twice is refused. Throws as checkBody does.
 */
export function readQuery(schema: JsonSchema, query: unknown): Record<string, unknown> {
  const input = query as Record<string, unknown>;
  const errors: FieldError[] = [];
  const out: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(schema.properties as Record<string, JsonSchema>)) {
    const raw = input[name];
    // An empty value is left out, as forms send it; not where it must be a time: there it is a mistake of a program.
    if (raw === undefined || (raw === '' && part.format === undefined)) {
      if (part.default !== undefined) out[name] = part.default;
      continue;
    }
    if (Array.isArray(raw)) {
      errors.push({ field: name, message: 'must appear only once' });
      continue;
    }
    let value: unknown = raw;
    if ((part.type === 'integer' || part.type === 'number') && /^-?\d{1,15}(\.\d{1,9})?$/.test(String(raw)))
      value = Number(raw);
    else if (part.type === 'boolean') value = booleans.get(String(raw).toLowerCase()) ?? raw;
    walk(part, value, name, errors);
    out[name] = value;
  }
  for (const name of (schema.required ?? []) as string[])
    if (!Object.hasOwn(out, name) && !errors.some((e) => e.field === name))
      errors.push({ field: name, message: 'is required' });
  if (errors.length > 0) throw invalid(errors);
  return out;
}
