/** Records of real sensors (from our own lab, and made after their sources) and the drafts they must become. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/core/event.ts';

export interface Vector {
  why: string;
  record: JsonObject;
  /** Null = no event. `extra` holds what is there beside the record's own fields. */
  draft: { extra: JsonObject; [field: string]: unknown } | null;
}

export function vectorsOf(format: string): Vector[] {
  const folder = join(import.meta.dirname, '..', 'ingest', 'vectors', format);
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Vector);
}
