/** One description of a setting feeds validator, API schema, console form, CLI flags and docs. */
import { type FieldError, invalid } from './errors.ts';

interface FieldCommon {
  label: string;
  help?: string;
  /** Absent = may be left out. */
  required?: boolean;
  /** Shown masked, never given back. */
  secret?: boolean;
}
export type Field = FieldCommon &
  (
    | { type: 'text'; max?: number; pattern?: string; default?: string }
    | { type: 'url'; max?: number; default?: string }
    | { type: 'number'; min?: number; max?: number; integer?: boolean; default?: number }
    | { type: 'boolean'; default?: boolean }
    | { type: 'choice'; choices: readonly string[]; default?: string }
    | { type: 'list'; max?: number; default?: readonly string[] }
  );
export type Fields = { readonly [name: string]: Field };

type ValueOf<F extends Field> = F extends { type: 'number' }
  ? number
  : F extends { type: 'boolean' }
    ? boolean
    : F extends { type: 'list' }
      ? string[]
      : F extends { type: 'choice'; choices: readonly (infer C)[] }
        ? C & string
        : string;
type Present<F extends Field> = F extends { required: true } | { default: unknown } ? true : false;

/** The values a set of fields describes. */
export type Settings<F extends Fields> = {
  [K in keyof F as Present<F[K]> extends true ? K : never]: ValueOf<F[K]>;
} & { [K in keyof F as Present<F[K]> extends true ? never : K]?: ValueOf<F[K]> };

function problemOf(field: Field, value: unknown): string | null {
  switch (field.type) {
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
      if (field.integer && !Number.isInteger(value)) return 'must be a whole number';
      if (field.min !== undefined && value < field.min) return `must be at least ${field.min}`;
      if (field.max !== undefined && value > field.max) return `must be at most ${field.max}`;
      return null;
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice':
      return typeof value === 'string' && field.choices.includes(value)
        ? null
        : `must be one of ${field.choices.join(', ')}`;
    case 'list':
      if (!Array.isArray(value) || value.some((v) => typeof v !== 'string' || v.length > 500))
        return 'must be a list of texts of at most 500 characters';
      return value.length > (field.max ?? 100) ? `must have at most ${field.max ?? 100} entries` : null;
    default: {
      if (typeof value !== 'string') return 'must be a text';
      if (field.required && value === '') return 'must not be empty';
      const max = field.max ?? 2000;
      if (value.length > max) return `must have at most ${max} characters`;
      if (field.type === 'text' && field.pattern && !new RegExp(field.pattern, 'u').test(value))
        return 'does not have the expected form';
      return null;
    }
  }
}

/**
 * Reads `input` by `fields`: unknown keys and wrong values are refused, all at once (`invalid_request`); defaults
 * are filled in. `prefix` stands before field names in errors.
 */
export function parseSettings<F extends Fields>(fields: F, input: unknown, prefix = ''): Settings<F> {
  const errors: FieldError[] = [];
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw invalid([{ field: prefix || 'settings', message: 'must be an object' }]);
  const given = input as Record<string, unknown>;
  const at = (name: string): string => (prefix ? `${prefix}.${name}` : name);
  for (const name of Object.keys(given))
    if (!Object.hasOwn(fields, name)) errors.push({ field: at(name.slice(0, 60)), message: 'is not known' });
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) {
      if (field.default !== undefined)
        out[name] = Array.isArray(field.default) ? [...field.default] : field.default;
      else if (field.required) errors.push({ field: at(name), message: 'is required' });
      continue;
    }
    const problem = problemOf(field, value);
    if (problem) errors.push({ field: at(name), message: problem });
    else out[name] = value;
  }
  if (errors.length > 0) throw invalid(errors);
  return out as Settings<F>;
}
