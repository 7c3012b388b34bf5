/** Checks a record against one of the native schemas. Written for speed: every event passes through it. */
import type { FieldError } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/event.ts';
import { isDeeper, isJsonObject, maxDepth } from '../lib/json-guards.ts';
import { type Beside, keepPayload, keepText } from './kept-text.ts';
import type { EventSchema, TextSchema } from './native-schema.ts';
import { toTimestamp } from './timestamp.ts';

/** JSON Schema counts code points, JavaScript code units: count only where the two could differ. */
const isLonger = (text: string, max: number): boolean =>
  text.length > max && (text.length > max * 2 || [...text].length > max);

/** `__proto__` from JSON.parse is an own property; assigning it would change a prototype. It is never kept. */
const keep = (into: JsonObject, key: string, value: Json): void => {
  if (key !== '__proto__') into[key] = value;
};

interface TextRule {
  name: string;
  required: boolean;
  nullable: boolean;
  min: number;
  max: number;
  kept: number;
  time: boolean;
}

/** What a check returns: the texts by name (absent and null ones are missing), and everything else under `extra`. */
export interface Checked {
  texts: { [name: string]: string };
  extra: JsonObject | null;
  /** What was found out about the texts: the length and hash of those that were kept to their limit. */
  beside: Beside;
}

/** Creates the checker of a schema. It adds mistakes to `errors` and then returns null. */
export function createCheck(
  schema: EventSchema,
): (record: JsonObject, errors: FieldError[]) => Checked | null {
  const known = new Set(Object.keys(schema.properties));
  const rules: TextRule[] = [];
  for (const [name, property] of Object.entries(schema.properties)) {
    if (name === 'extra') continue;
    const text = property as TextSchema;
    rules.push({
      name,
      required: schema.required.includes(name),
      nullable: text.type !== 'string',
      min: text.minLength ?? 0,
      max: text.maxLength ?? Number.POSITIVE_INFINITY,
      kept: text['x-kept-length'] ?? Number.POSITIVE_INFINITY,
      time: text.pattern !== undefined,
    });
  }

  const problemOf = (
    rule: TextRule,
    value: unknown,
    { texts, beside }: Pick<Checked, 'texts' | 'beside'>,
  ): string | null => {
    if (value === undefined) return rule.required ? 'is required' : null;
    if (value === null && rule.nullable) return null;
    if (typeof value !== 'string') return 'must be a string';
    if (value.length < rule.min) return 'must not be empty';
    if (value.length > rule.max && isLonger(value, rule.max))
      return `must have at most ${rule.max} characters`;
    if (!rule.time) {
      const { name, kept } = rule;
      texts[name] =
        value.length <= kept
          ? value
          : name === 'payload'
            ? keepPayload(value, kept, beside)
            : keepText(name, value, kept, beside);
      return null;
    }
    const time = toTimestamp(value);
    if (time === null) return 'must be a time like 2026-08-21T10:15:30.123Z';
    texts[rule.name] = time;
    return null;
  };

  const extraOf = (record: JsonObject, errors: FieldError[]): JsonObject | null => {
    const extra = record.extra;
    let out: JsonObject | null = null;
    if (extra !== undefined && extra !== null) {
      if (!isJsonObject(extra)) {
        errors.push({ field: 'extra', message: 'must be an object' });
        return null;
      }
      out = {};
      for (const key of Object.keys(extra)) keep(out, key, extra[key] as Json);
    }
    for (const key in record) {
      if (known.has(key)) continue;
      out ??= {};
      if (!Object.hasOwn(out, key)) keep(out, key, record[key] as Json);
    }
    if (out !== null && isDeeper(out, maxDepth)) {
      errors.push({ field: 'extra', message: `must be nested at most ${maxDepth} levels deep` });
      return null;
    }
    return out;
  };

  return (record, errors) => {
    const before = errors.length;
    const texts: Checked['texts'] = {};
    const beside: Beside = {};
    for (const rule of rules) {
      const value = Object.hasOwn(record, rule.name) ? record[rule.name] : undefined;
      const problem = problemOf(rule, value, { texts, beside });
      if (problem !== null) errors.push({ field: rule.name, message: problem });
    }
    const extra = extraOf(record, errors);
    return errors.length === before ? { texts, extra, beside } : null;
  };
}
