/** Logs of a sensor of one's own, read by a mapping in a file: as a format, and as a dry run that stores nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toMapping } from '../../cases/mappings.ts';
import { checkBody } from '../../contract/check.ts';
import { MappingCreate } from '../../contract/mapping.ts';
import { AppError, invalid } from '../../core/errors.ts';
import type { EventFormat } from '../../core/format.ts';
import type { Mapping } from '../../core/mapping.ts';
import { findMapping, parseMapped, unknownToMapping } from '../../ingest/mapping.ts';
import { isJsonObject } from '../../lib/json-guards.ts';
import { visibleJson } from '../../lib/text.ts';
import { CliError, type ExitCode, exitCodes } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { openSource, readSource } from './source.ts';

const mostShown = 20;

function parseFile(file: string, folder: string): Mapping {
  try {
    const given = JSON.parse(readFileSync(resolve(folder, file), 'utf8')) as MappingCreate;
    checkBody(MappingCreate, given);
    return toMapping(given);
  } catch (cause) {
    const why =
      cause instanceof AppError
        ? (cause.errors ?? []).map(({ field, message }) => `${field} ${message}`).join('; ') || cause.detail
        : cause instanceof SyntaxError
          ? 'it is not JSON'
          : 'it cannot be read';
    throw new CliError(`the mapping ${file}: ${why}`, { hint: 'see docs/sensors.md', cause });
  }
}

/** Throws a CliError naming what is wrong with it. */
export function readMappingFile(file: string, folder: string): EventFormat {
  const mapping = parseFile(file, folder);
  return {
    name: mapping.name,
    title: mapping.name,
    parse(record) {
      if (!isJsonObject(record) || findMapping([mapping], record) === null)
        throw invalid([{ field: 'record', message: 'is not what the mapping is about' }]);
      return parseMapped(mapping, record, new Date().toISOString());
    },
    unknown: (record) => (isJsonObject(record) ? unknownToMapping(mapping, record) : null),
  };
}

/** What the first records of each file become, as one JSON text a line on stdout. Exit code 3 where some are refused. */
export async function showMapped(
  terminal: Terminal,
  files: readonly string[],
  format: EventFormat,
): Promise<ExitCode> {
  let refused = files.length === 0 ? 1 : 0;
  let good = 0;
  for (const file of files) {
    const source = openSource(file, terminal.stdin);
    let shown = 0;
    for await (const entries of readSource(source, format)) {
      for (const entry of entries) {
        if (shown >= mostShown) break;
        shown += 1;
        const line = entry.line ?? entry.index + 1;
        if (entry.status === 'draft') {
          const { event_id: _, collection: _c, agent: _a, raw: _r, ...event } = entry.draft;
          const unknown = format.unknown?.(entry.record) ?? null;
          const becomes = unknown === null ? 'event' : 'unknown_record';
          terminal.result(
            visibleJson({ line, becomes, ...(unknown === null ? {} : { reason: unknown }), event }),
          );
        } else
          terminal.result(
            visibleJson({
              line,
              becomes: entry.status === 'skipped' ? 'skipped' : 'rejected',
              reason: entry.reason,
            }),
          );
        if (entry.status === 'invalid') refused += 1;
        else good += 1;
      }
      if (shown >= mostShown) break;
    }
    if (shown === mostShown) terminal.say(`${source.name}: the first ${mostShown} records are shown`);
  }
  if (refused === 0) return exitCodes.ok;
  return good > 0 ? exitCodes.partly : exitCodes.failed;
}
