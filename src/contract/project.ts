/**
 * Views: records as they leave the server. A view is a projection of its schema, so each field is named once, there;
 * what a record gains later stays inside until its schema names it.
 */
import type { JsonSchema, Schema } from './schema.ts';

type Copy = (value: unknown) => unknown;

/** Null where a value is passed on as it is. */
function compile(schema: JsonSchema): Copy | null {
  if (Array.isArray(schema.anyOf)) {
    const [shape, other] = schema.anyOf as JsonSchema[];
    return other?.type === 'null' ? compile(shape!) : null;
  }
  if (schema.items !== undefined) {
    const copy = compile(schema.items as JsonSchema);
    return copy && ((value) => (Array.isArray(value) ? value.map(copy) : value));
  }
  return schema.properties !== undefined && schema.additionalProperties === false
    ? compileObject(schema)
    : null;
}

function compileObject(schema: JsonSchema): Copy {
  const required = new Set(schema.required as string[]);
  const fields = Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, part]) => ({
    name,
    copy: compile(part),
    isRequired: required.has(name),
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const out: Record<string, unknown> = {};
    for (const { name, copy, isRequired } of fields) {
      const given = (value as Record<string, unknown>)[name];
      if (given !== undefined) out[name] = copy === null ? given : copy(given);
      else if (isRequired) out[name] = null;
    }
    return out;
  };
}

/**
 * A function that copies the fields which `schema` names, in the schema's order, down to nested objects and lists of
 * them; open objects and maps are passed on whole. A required field that is undefined becomes null. Compile once,
 * beside the schema.
 */
export function projectionOf<T>(schema: Schema<T>): (record: T) => T {
  const copy = compileObject(schema);
  return (record) => copy(record) as T;
}
