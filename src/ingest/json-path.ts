/** A field within a record, by its path: `attack_connection.remote_ip`, `peers.0.ip`. */
import type { Json, JsonObject } from '../core/event.ts';
import { isJsonObject } from '../lib/json-guards.ts';

/** A name that has a dot itself (`id.orig_h`) is found too. Undefined where there is none. */
export function at(record: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  if (!path.includes('.')) return undefined;
  let value: Json | undefined = record;
  for (const name of path.split('.')) {
    if (Array.isArray(value) && /^\d{1,4}$/.test(name)) value = value[Number(name)];
    else if (isJsonObject(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}
