/** Conditions that must all hold, written so that even a simple planner sees which index answers them. */
import type { Document, Filter } from 'mongodb';
import type { Stored } from './connection.ts';

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The scalar that a field must equal, or undefined. What is no scalar keeps its `$eq`, whoever passed it. */
function scalarIn(condition: unknown): unknown {
  if (isScalar(condition)) return condition;
  if (typeof condition !== 'object' || condition === null) return undefined;
  const [only, ...others] = Object.entries(condition);
  return only?.[0] === '$eq' && others.length === 0 && isScalar(only[1]) ? only[1] : undefined;
}

/** Equal values stand plainly beside each other, as an index begins with them; all the rest stays apart. */
export function allOf(filters: readonly Filter<Stored>[]): Filter<Stored> {
  const flat: Document = {};
  const apart: Document[] = [];
  for (const [name, condition] of filters.flatMap((filter) => Object.entries(filter))) {
    const value = scalarIn(condition);
    if (value === undefined || Object.hasOwn(flat, name)) apart.push({ [name]: condition });
    else flat[name] = value;
  }
  return apart.length === 0 ? flat : { ...flat, $and: apart };
}
