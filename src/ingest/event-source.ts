/** The source of a draft: its one name, with what was written beside it. */
import type { Json, JsonObject } from '../core/event.ts';
import { parseSource } from '../lib/source-name.ts';

export const sourceProblem = 'must be an IP address or a host name';

export interface EventSource {
  source_ip: string;
  /** `source_port` and `source_zone`, where they were written behind the address. */
  beside: JsonObject;
}

/** Null where the text names no source. */
export function toEventSource(text: string): EventSource | null {
  const found = parseSource(text);
  if (found === null) return null;
  const { name, port, zone } = found;
  const beside: { [key: string]: Json } = {};
  if (port !== null) beside.source_port = port;
  if (zone !== null) beside.source_zone = zone;
  return { source_ip: name, beside };
}
