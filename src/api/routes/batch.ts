/** Batches of events (contract §7): JSON or NDJSON, plain or gzip. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BatchAnswer } from '../../contract/ingest-answer.ts';
import { toPrediction } from '../../contract/judgement.ts';
import { either, flag, list, object, optional, type Schema } from '../../contract/schema.ts';
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { AcceptResult } from '../../core/pipeline.ts';
import { BadRecord, maxRecords, toJsonRecords, toLineRecords } from '../../ingest/batch-records.ts';
import { nativeSchemas, parseNativeEvent } from '../../ingest/native.ts';
import { checkEncoding, decode } from '../http/body.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';

const maxBytes = 8 * 1024 * 1024;
const inflate = promisify(gunzip);

/** The bytes, inflated where they are compressed; never more than a plain body may have. */
async function plainBytes(request: FastifyRequest, bytes: Buffer): Promise<Buffer> {
  if (request.headers['content-encoding']?.toLowerCase() !== 'gzip') {
    checkEncoding(request);
    return bytes;
  }
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('too_large', 'The request body is too large once it is inflated');
    throw new AppError('bad_request', 'The body is not valid gzip');
  }
}

/** The readers of batches, for the part of the app that takes them. */
export function readBatchBodies(scope: FastifyInstance): void {
  const reader =
    (toRecords: (text: string) => unknown[]) =>
    async (request: FastifyRequest, bytes: Buffer): Promise<unknown[]> =>
      toRecords(decode(await plainBytes(request, bytes), true));
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, reader(toJsonRecords));
  scope.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, reader(toLineRecords));
}

interface Result {
  index: number;
  status: AcceptResult['status'];
  event_id: string | null;
  log_id?: string;
  alert_created?: boolean;
  ml_prediction?: ReturnType<typeof toPrediction>;
  reason?: string;
  retryable?: true;
}

const rejected = (index: number, event_id: string | null, reason: string, retryable?: true): Result => ({
  index,
  status: 'rejected',
  event_id,
  reason,
  ...(retryable ? { retryable } : {}),
});

function toResult(index: number, draft: DraftEvent, result: AcceptResult | undefined): Result {
  if (!result || result.log_id === null || result.verdict === null)
    return rejected(index, draft.event_id, result?.reason ?? 'was rejected', result?.retryable);
  return {
    index,
    status: result.status,
    event_id: draft.event_id,
    log_id: result.log_id,
    alert_created: result.alert_created,
    ml_prediction: toPrediction(result.verdict),
  };
}

const forged = "node_id: is not the node's whose key was shown";

/** What a record claims to be named; said again in the answer so that a sender finds it. */
function claimedId(record: unknown): string | null {
  const id =
    typeof record === 'object' && record !== null ? (record as { event_id?: unknown }).event_id : null;
  return typeof id === 'string' ? id.slice(0, 128) : null;
}

export function batchRoutes({ pipeline, log }: RouteParts): Route[] {
  /** A draft, or why there is none. */
  function read(record: unknown, nodeId: string, isHistory: boolean): DraftEvent | string {
    if (record instanceof BadRecord) return record.reason;
    const claimed = (record as { node_id?: unknown } | null)?.node_id;
    if (typeof claimed === 'string' && claimed !== '' && claimed !== nodeId) return forged;
    try {
      const draft = parseNativeEvent(record);
      return isHistory ? { ...draft, history: true } : draft;
    } catch (error) {
      if (error instanceof AppError) return error.detail;
      throw error;
    }
  }

  const one = either(nativeSchemas.HoneypotLog as Schema, nativeSchemas.AgentEvent as Schema);
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/events',
      access: { node: 'events' },
      tag: 'Ingest',
      summary: 'Report many events at once',
      description:
        'One event, an array (`application/json`) or one a line (`application/x-ndjson`), each a HoneypotLog or an AgentEvent, told apart by `file_accessed`. At most 5,000 events and 8 MiB, also after `Content-Encoding: gzip`. The node is named by its key (and `X-Node-Id`); an event that names another is rejected. One bad event never stops the others. 200 means that what is accepted is stored for good; after a 503 send the same batch again, with the same event ids.',
      query: object(
        {
          history: optional(
            flag({
              description:
                'The times of these events are to be believed, however old: set by imports of old records. Nobody is notified of what is older than a day.',
            }),
          ),
        },
        { open: true },
      ),
      body: either(one, list(one, { minItems: 1, maxItems: maxRecords })),
      bodyTypes: ['application/json', 'application/x-ndjson'],
      bodyLimitBytes: maxBytes,
      ownBody: true,
      headersDecide: true,
      answer: BatchAnswer,
      errors: ['unavailable'],
      async handle({ node, query, body, request }) {
        if (!Array.isArray(body)) throw new AppError('bad_request', 'The body holds no events');
        const drafts: DraftEvent[] = [];
        const places: number[] = [];
        const results: Result[] = [];
        body.forEach((record, index) => {
          const draft = read(record, node.node_id, query.history === true);
          if (typeof draft === 'string') {
            results[index] = rejected(index, claimedId(record), draft);
            return;
          }
          drafts.push(draft);
          places.push(index);
        });
        const answers = drafts.length > 0 ? await pipeline.accept(node, drafts) : [];
        drafts.forEach((draft, at) => {
          results[places[at]!] = toResult(places[at]!, draft, answers[at]);
        });
        if (results.some(({ reason }) => reason === forged))
          log.warn({ node_id: node.node_id, requestId: request.id }, 'a node claimed to be another');
        const count = (status: Result['status']): number => results.filter((r) => r.status === status).length;
        return {
          accepted: count('accepted'),
          duplicate: count('duplicate'),
          rejected: count('rejected'),
          results,
        };
      },
    }),
  ];
}
