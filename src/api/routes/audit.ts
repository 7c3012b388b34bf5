/** The audit log, to read and to take away. Nothing changes or removes a line of it. */
import { Readable } from 'node:stream';
import { auditStream } from '../../cases/journal.ts';
import { Entry, toEntryView } from '../../contract/journal.ts';
import { pageOf } from '../../contract/page.ts';
import { choice, object, optional } from '../../contract/schema.ts';
import type { JournalEntry } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { toCsvCell } from '../../lib/csv.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { clamp, cursorField, limitOf, maxLimit } from '../http/paging.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Audit log';

/** Empty for what a line does not have: a sign-in has no subjects, and lines of earlier versions have none. */
const cell = (value: unknown): string =>
  toCsvCell(typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));
const toRow = ({ at, by, kind, data, id }: JournalEntry): string => {
  const { method, path, params, subjects, fields, address } = data as { [name: string]: unknown };
  return `${[at, by, kind, method, path, params, subjects, fields, address, id].map(cell).join(',')}\r\n`;
};

async function* lines(tenant: TenantStore, format: 'ndjson' | 'csv'): AsyncGenerator<string> {
  if (format === 'csv') yield 'at,by,action,method,path,params,subjects,fields,address,id\r\n';
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<TenantStore['journal']>> = await tenant.journal(auditStream, {
      limit: maxLimit,
      cursor,
    });
    const write =
      format === 'csv' ? toRow : (entry: JournalEntry) => `${JSON.stringify(toEntryView(entry))}\n`;
    if (page.items.length > 0) yield page.items.map(write).join('');
    cursor = page.next_cursor;
  } while (cursor !== null);
}

export function auditRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/audit',
      access: { user: 'admin' },
      tag,
      summary: 'The audit log, latest first',
      description:
        'Who made which call, when and from where, on what (`params`, and in `subjects` the addresses, names and ids of what was changed, created or deleted), and the names of the fields sent, never their values.',
      query: object({
        limit: limitOf(100),
        cursor: cursorField,
        from: momentOf('Not before.'),
        to: momentOf('Before.'),
      }),
      answer: pageOf(Entry),
      errors: ['bad_request'],
      async handle({ tenant, query }) {
        const { limit, cursor, from, to } = query;
        const page = await tenant.journal(
          auditStream,
          { limit: clamp(limit, 100), cursor: cursor ?? null },
          { from: toStamp(from), to: toStamp(to) },
        );
        return { items: page.items.map(toEntryView), next_cursor: page.next_cursor };
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/audit/export',
      access: { user: 'admin' },
      tag,
      summary: 'Download the audit log',
      query: object({ format: optional(choice(['ndjson', 'csv'], { default: 'ndjson' })) }),
      answerType: ['application/x-ndjson', 'text/csv'],
      handle({ tenant, query, reply }) {
        const format = query.format ?? 'ndjson';
        reply
          .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
          .header('content-disposition', `attachment; filename="audit.${format}"`)
          .header('cache-control', 'no-store')
          .header('x-content-type-options', 'nosniff');
        return reply.send(Readable.from(lines(tenant, format)));
      },
    }),
  ];
}
