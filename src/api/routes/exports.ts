/** Every list as a file: read page by page while it is sent, so that its length costs no memory. */
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { auditStream, newEntry } from '../../cases/journal.ts';
import { type BoundName, boundsOf, type ListBounds, toBoundFilter } from '../../cases/list-bounds.ts';
import { type ListAsked, type ListName, queryFieldsOf, readList } from '../../cases/lists.ts';
import { maySeeSecrets } from '../../cases/masked-search.ts';
import { modelOf } from '../../contract/list-models.ts';
import { observableSorts } from '../../contract/observable.ts';
import { queryField } from '../../contract/query-language.ts';
import { choice, flag, object, optional, text } from '../../contract/schema.ts';
import { tableColumns, toTableRow } from '../../contract/table.ts';
import { mayAct } from '../../core/access.ts';
import { AppError } from '../../core/errors.ts';
import { type ObservableKind, observableKinds } from '../../core/observable.ts';
import type { Page } from '../../core/query.ts';
import { toCsvCell } from '../../lib/csv.ts';
import { createFairTurns } from '../../lib/fair-turns.ts';
import { momentOf, toStamp } from '../http/moment.ts';
import { checkQuery } from '../http/query-language.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';
import { watchReader } from '../http/stuck-reader.ts';
import { exposureField, groupField, nodeField } from '../http/within.ts';

type Format = 'csv' | 'ndjson';

const boundFields = {
  from: momentOf('Start of the time range, as in the list.'),
  to: momentOf('End of the time range, as in the list.'),
  node_id: nodeField,
  group_id: groupField,
  exposure: exposureField,
  sort: optional(
    choice(observableSorts, {
      description:
        'As in the list, `events` by default. Rankings of a range, and `rise`, stop after 1,000 values.',
    }),
  ),
};
const boundFieldsOf = (name: ListName): Partial<typeof boundFields> =>
  Object.fromEntries(boundsOf[name].map((bound: BoundName) => [bound, boundFields[bound]]));

/** Records read at once; a page ends earlier where they are large. */
const pageSize = 500;
/** A tenant's at the same time: each reads the store as fast as its reader takes it. */
const mostAtOnce = 3;
/** Of all tenants; the last of them are for those who have none. */
const mostOfAll = 120;
const reserved = 40;
/** Pages are read in turns of the tenants, so that many exports of one delay no other's. */
const pageTurns = {
  atOnce: 2,
  atOncePerOwner: 1,
  most: mostOfAll,
  mostPerOwner: mostAtOnce,
  reserved,
  waitMs: 60_000,
};
/** A reader who takes nothing for so long is let go. */
const stuckMs = 60_000;

async function* lines(
  read: (cursor: string | null) => Promise<Page<object>>,
  format: Format,
  columns: readonly string[],
  { waits, ended }: { waits: (isForReader: boolean) => void; ended: () => void },
): AsyncGenerator<string> {
  try {
    if (format === 'csv') yield `${columns.join(',')}\r\n`;
    let cursor: string | null = null;
    do {
      waits(false);
      const page: Page<object> = await read(cursor);
      waits(true);
      if (page.items.length > 0)
        yield page.items
          .map((item) =>
            format === 'csv'
              ? `${toTableRow(item, columns).map(toCsvCell).join(',')}\r\n`
              : `${JSON.stringify(item)}\n`,
          )
          .join('');
      cursor = page.next_cursor;
      // An embedded store answers within the same turn of the event loop: others get theirs between pages.
      await nextTurn();
    } while (cursor !== null);
  } finally {
    ended();
  }
}

export function exportRoutes(parts: RouteParts): Route[] {
  const running = new Map<string, number>();
  const turns = createFairTurns(pageTurns, 'exports');
  const { clock } = parts;
  let all = 0;

  /** Throws `too_many_requests`; the answer is to be called at the end. */
  function begin(userId: string): () => void {
    const count = running.get(userId) ?? 0;
    if (count >= mostAtOnce)
      throw new AppError('too_many_requests', `${mostAtOnce} exports are running: wait for one to end`, {
        retryAfterSeconds: 5,
      });
    if (all >= mostOfAll - (count === 0 ? 0 : reserved))
      throw new AppError('too_many_requests', 'Too many exports are running', { retryAfterSeconds: 10 });
    all++;
    running.set(userId, count + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      all--;
      const left = (running.get(userId) ?? 1) - 1;
      if (left > 0) running.set(userId, left);
      else running.delete(userId);
    };
  }

  const ofList = (name: ListName): Route => {
    const fields = queryFieldsOf[name];
    const columns = tableColumns(modelOf[name]);
    const canReveal = name === 'events' || name === 'observables';
    return userRoute(parts, {
      method: 'GET',
      path: `/api/${name}/export` as '/api/x/export',
      access: { user: 'read' },
      tag: 'Exports',
      summary: `All ${name} as a file`,
      description: `Streamed; nothing in it is shortened. CSV is safe to open in a spreadsheet. At most ${mostAtOnce} exports of a tenant at once.${canReveal ? ' Passwords that look like a person’s are masked; `reveal=true` shows them, requires the scope `secrets`, and is recorded in the audit log.' : ''}`,
      query: object({
        format: optional(choice(['csv', 'ndjson'], { default: 'ndjson' })),
        ...(fields === null
          ? name === 'observables'
            ? { q: optional(text({ description: 'A part of the value.', maxLength: 200 })) }
            : {}
          : { q: queryField }),
        ...(name === 'observables' ? { kind: choice(observableKinds) } : {}),
        ...boundFieldsOf(name),
        ...(canReveal ? { reveal: optional(flag()) } : {}),
      }),
      answerType: ['text/csv', 'application/x-ndjson'],
      errors: ['bad_request', 'forbidden', 'not_found', 'too_many_requests'],
      async handle({ tenant, caller, query, request, reply, gone: watchGone }) {
        const {
          format = 'ndjson',
          q,
          kind,
          reveal,
          from,
          to,
          ...within
        } = query as {
          format?: Format;
          q?: string;
          kind?: ObservableKind;
          reveal?: boolean;
        } & ListBounds;
        if (fields !== null && q !== undefined) checkQuery(q, fields);
        if (reveal && !mayAct(caller.scopes, 'secrets'))
          throw new AppError('forbidden', 'The scope "secrets" is required to reveal passwords');
        const nowMs = clock();
        const asIs = { ...within, from: toStamp(from), to: toStamp(to) };
        const bounds = await toBoundFilter(tenant, name, asIs, { text: q, nowMs });
        const end = begin(caller.user_id);
        const gone = watchGone();
        try {
          if (reveal)
            await tenant.append(
              newEntry(parts, {
                user_id: caller.user_id,
                stream: auditStream,
                by: caller.email,
                kind: 'Export with passwords revealed',
                data: {
                  method: 'GET',
                  path: `/api/${name}/export`,
                  params: kind === undefined ? {} : { kind },
                  fields: Object.keys(query as object),
                  address: request.ip,
                  request_id: request.id,
                },
              }),
            );
          const locate = await parts.locateFor(caller.user_id);
          const asked: ListAsked = {
            q,
            kind,
            bounds,
            isRevealed: reveal === true,
            reader: caller.email,
            maySee: maySeeSecrets(caller),
            nowMs,
          };
          const read = (cursor: string | null) =>
            turns.run(
              caller.user_id,
              () => readList({ tenant, locate }, name, asked, { limit: pageSize, cursor, gone }),
              gone,
            );
          reply
            .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
            .header('content-disposition', `attachment; filename="${name}.${format}"`)
            .header('cache-control', 'no-store')
            .header('x-content-type-options', 'nosniff');
          const watch = watchReader(request.raw.socket, stuckMs, () => {
            stream.destroy();
            reply.raw.destroy();
          });
          const ended = (): void => {
            watch.end();
            end();
          };
          const waits = (isForReader: boolean): void => {
            watch.isWaiting = isForReader;
          };
          const stream = Readable.from(lines(read, format, columns, { waits, ended }));
          // A reader who leaves before the first line never starts the generator.
          stream.once('close', ended);
          return reply.send(stream);
        } catch (error) {
          end();
          throw error;
        }
      },
    });
  };
  return (Object.keys(modelOf) as ListName[]).map(ofList);
}
