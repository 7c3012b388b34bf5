/** Reads a query of the language as a parameter of a request. */

import { QueryFields } from '../../contract/query-language.ts';
import { type FieldError, invalid } from '../../core/errors.ts';
import type { EventQuery } from '../../core/query.ts';
import { type Field, parseQuery } from '../../lib/query-language/index.ts';
import { type Route, type RouteParts, userRoute } from './route.ts';

/** Throws `invalid_request` that says where it is wrong and what would be right. */
export function checkQuery(text: string, fields: readonly Field[]): void {
  const { errors } = parseQuery(text, fields);
  if (errors === undefined) return;
  const wrong = errors.map(
    ({ position, length, message, suggestion }): FieldError => ({
      field: 'q',
      message,
      position,
      length,
      ...(suggestion === null ? {} : { suggestion }),
    }),
  );
  throw invalid(
    wrong,
    errors.map(({ position, message }) => `q, character ${position + 1}: ${message}`).join('; '),
  );
}

/** `q` as a filter has it: nothing where there is none. Throws as checkQuery. */
export function readQuery(
  q: string | undefined,
  fields: readonly Field[],
  nowMs: number,
): { query?: EventQuery } {
  if (q === undefined) return {};
  checkQuery(q, fields);
  return { query: { text: q, nowMs } };
}

/** The route that tells the console and programs what can be asked for. */
export function queryFieldsRoute(
  parts: RouteParts,
  { path, tag, of }: { path: string; tag: string; of: string },
  fields: readonly Field[],
): Route {
  const listed = fields.map((field) => ({
    name: field.name,
    type: field.type,
    help: field.help ?? '',
    aliases: field.aliases ?? [],
    values: field.values ?? [],
  }));
  return userRoute(parts, {
    method: 'GET',
    path,
    access: { user: 'read' },
    tag,
    summary: `Fields of the query language for ${of}`,
    answer: QueryFields,
    handle: () => ({ fields: listed }),
  });
}
