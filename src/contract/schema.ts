/**
 * JSON Schema as plain data, with the TypeScript type of what it describes. The same object validates requests
 * (check.ts), projects records (project.ts) and appears in the OpenAPI document, so the three cannot drift. The
 * vocabulary is small on purpose: check.ts supports nothing beyond it.
 */

/** JSON Schema as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

declare const described: unique symbol;
/** A schema of values of type T. The type is carried for the compiler only. */
export type Schema<T = unknown> = JsonSchema & { readonly [described]?: T };
export type Static<S> = S extends { readonly [described]?: infer T } ? Exclude<T, undefined> : never;

/** A property that may be left out. */
export interface Optional<T> {
  optional: Schema<T>;
}
export const optional = <T>(schema: Schema<T>): Optional<T> => ({ optional: schema });

type Properties = { readonly [name: string]: Schema<unknown> | Optional<unknown> };
type Flat<T> = { [K in keyof T]: T[K] };
type Shape<P extends Properties> = Flat<
  {
    [K in keyof P as P[K] extends Optional<unknown> ? never : K]: Static<P[K]>;
  } & {
    [K in keyof P as P[K] extends Optional<unknown> ? K : never]?: P[K] extends Optional<infer T> ? T : never;
  }
>;

interface Annotations {
  description?: string;
  examples?: readonly unknown[];
  default?: unknown;
}

/** Lengths are in characters (code points). */
export const text = (
  annotations: Annotations & {
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    format?: 'email' | 'date-time';
  } = {},
): Schema<string> => ({ type: 'string', ...annotations });
export const integer = (
  annotations: Annotations & { minimum?: number; maximum?: number } = {},
): Schema<number> => ({
  type: 'integer',
  ...annotations,
});
export const number = (
  annotations: Annotations & { minimum?: number; maximum?: number } = {},
): Schema<number> => ({
  type: 'number',
  ...annotations,
});
export const flag = (annotations: Annotations = {}): Schema<boolean> => ({ type: 'boolean', ...annotations });
export const choice = <const C extends string>(
  choices: readonly C[],
  annotations: Annotations = {},
): Schema<C> => ({
  type: 'string',
  enum: choices,
  ...annotations,
});
export const list = <T>(
  items: Schema<T>,
  annotations: Annotations & { minItems?: number; maxItems?: number } = {},
): Schema<T[]> => ({
  type: 'array',
  items,
  ...annotations,
});
/** Any JSON. */
export const anything = (annotations: Annotations = {}): Schema<unknown> => ({ ...annotations });
/** Any JSON object with values of one kind. */
export const record = <T>(values: Schema<T>, annotations: Annotations = {}): Schema<Record<string, T>> => ({
  type: 'object',
  additionalProperties: values,
  ...annotations,
});
export const nullable = <T>(schema: Schema<T>): Schema<T | null> =>
  typeof schema.type === 'string' && schema.type !== 'object'
    ? {
        ...schema,
        type: [schema.type, 'null'],
        ...(schema.enum ? { enum: [...(schema.enum as []), null] } : {}),
      }
    : { anyOf: [schema, { type: 'null' }] };
/** One of several shapes. */
export const either = <A, B>(a: Schema<A>, b: Schema<B>, annotations: Annotations = {}): Schema<A | B> => ({
  anyOf: [a, b],
  ...annotations,
});

/** An object that has these properties and, unless it is `open`, no others. */
export function object<const P extends Properties>(
  properties: P,
  { open = false, ...annotations }: Annotations & { open?: boolean; minProperties?: number } = {},
): Schema<Shape<P>> {
  const entries = Object.entries(properties).map(([name, part]) => {
    const isOptional = 'optional' in part && typeof part.optional === 'object';
    return { name, isOptional, schema: isOptional ? (part as Optional<unknown>).optional : part };
  });
  return {
    type: 'object',
    required: entries.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    properties: Object.fromEntries(entries.map(({ name, schema }) => [name, schema])),
    additionalProperties: open,
    ...annotations,
  };
}
