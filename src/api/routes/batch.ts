/** Batches of events (contract §7): JSON or NDJSON, plain or gzip. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BatchAnswer } from '../../contract/ingest-answer.ts';
import { toPrediction } from '../../contract/judgement.ts';
import { either, flag, list, object, optional, type Schema } from '../../contract/schema.ts';
import { toUnderstood, type Understood } from '../../contract/understood.ts';
import { AppError, invalid } from '../../core/errors.ts';
import { type DraftEvent, eventKinds } from '../../core/event.ts';
import type { AcceptResult } from '../../core/pipeline.ts';
import { parseNativeEvent } from '../../ingest/native.ts';
import { nativeSchemas } from '../../ingest/native-schema.ts';
import {
  type BatchEntry,
  type BatchRules,
  type BodyLayout,
  maxBatchRecords,
  readBatch,
} from '../../ingest/read-batch.ts';
import { isJsonObject } from '../../lib/json-guards.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';
import { unpackBody } from '../http/unpack.ts';

const maxBytes = 8 * 1024 * 1024;

/** A body as it came, uncompressed: it is read once the node is known. */
class BatchBody {
  readonly bytes: Uint8Array;
  readonly layout: BodyLayout;
  constructor(bytes: Uint8Array, layout: BodyLayout) {
    this.bytes = bytes;
    this.layout = layout;
  }
}

/** What senders call one record a line. */
const lineTypes = [
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
  'application/json-seq',
  'application/x-json-stream',
] as const;

/** The parsers of batches, for the part of the app that takes them. */
export function readBatchBodies(scope: FastifyInstance): void {
  const parser =
    (layout: BodyLayout) =>
    async (request: FastifyRequest, bytes: Buffer): Promise<BatchBody> =>
      new BatchBody(await unpackBody(request, bytes, maxBytes), layout);
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, parser('json'));
  scope.addContentTypeParser([...lineTypes], { parseAs: 'buffer' }, parser('lines'));
}

interface Result {
  index: number;
  status: AcceptResult['status'];
  event_id: string | null;
  log_id?: string;
  alert_created?: boolean;
  ml_prediction?: ReturnType<typeof toPrediction>;
  event?: Understood;
  reason?: string;
  retryable?: boolean;
}

const rejected = (index: number, event_id: string | null, reason: string, retryable?: boolean): Result => ({
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
    ...(result.event ? { event: toUnderstood(result.event) } : {}),
  };
}

const forged = 'node_id: does not match the node key of this request';

/** A kind that does not exist is a mistake of its sender: taken for none, a `token_hit` would be a harmless request. */
function checkKind(record: unknown): void {
  const kind = isJsonObject(record) ? record.kind : undefined;
  if (kind === undefined || kind === null || (eventKinds as readonly unknown[]).includes(kind)) return;
  const near = typeof kind === 'string' ? kind.toLowerCase().replaceAll(/[_\-\s]+/g, '.') : '';
  const meant = eventKinds.find((one) => one === near);
  const hint = meant === undefined ? `must be one of ${eventKinds.join(', ')}` : `is unknown; use ${meant}`;
  throw invalid([{ field: 'kind', message: hint }]);
}

export function batchRoutes({ subNodes, ingestProblems, log }: RouteParts): Route[] {
  /** Whether the record names another node than the one that sends it. */
  const isForged = (record: unknown, nodeId: string): boolean => {
    const claimed = (record as { node_id?: unknown } | null)?.node_id;
    return typeof claimed === 'string' && claimed !== '' && claimed !== nodeId;
  };

  const one = either(nativeSchemas.HoneypotLog as Schema, nativeSchemas.AgentEvent as Schema);
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/events',
      access: { node: 'events' },
      tag: 'Ingest',
      summary: 'Report many events at once',
      description:
        'One event, an array (`application/json`) or one a line (`application/x-ndjson`), each a HoneypotLog or an AgentEvent, distinguished by `file_accessed`. At most 5,000 events and 8 MiB, also after `Content-Encoding: gzip`. The key (and `X-Node-Id`) identifies the node; an event that names another is rejected. A bad event does not affect the others. 200 means that everything accepted is stored durably; after a 503 send the same batch again, with the same event ids.',
      query: object(
        {
          history: optional(
            flag({
              description:
                'The events are old records that are being imported: their times are trusted, and nobody is notified of events older than a day.',
            }),
          ),
        },
        { open: true },
      ),
      body: either(one, list(one, { minItems: 1, maxItems: maxBatchRecords })),
      bodyTypes: ['application/json', 'application/x-ndjson'],
      bodyLimitBytes: maxBytes,
      ownBody: true,
      headersDecide: true,
      answer: BatchAnswer,
      errors: ['quota_exceeded'],
      async handle({ node, query, body, request }) {
        if (!(body instanceof BatchBody)) throw new AppError('bad_request', 'The body contains no events');
        const drafts: DraftEvent[] = [];
        const places: number[] = [];
        const results: Result[] = [];
        const about = { user_id: node.user_id, node_id: node.node_id, input: 'events', address: request.ip };
        const read = async (): Promise<BatchEntry[]> => {
          try {
            return await readBatch(body.bytes, body.layout, rules);
          } catch (error) {
            if (error instanceof AppError && body.bytes.length > 0) {
              const sample = Buffer.from(body.bytes.subarray(0, 1000)).toString('utf8');
              ingestProblems.note({ ...about, kind: 'unreadable', reason: error.detail, sample });
            }
            throw error;
          }
        };
        const rules: BatchRules = {
          parse: (record) => {
            checkKind(record);
            const draft = parseNativeEvent(record);
            return query.history ? { ...draft, history: true } : draft;
          },
          refuse: (record) => (isForged(record, node.node_id) ? forged : null),
        };
        for (const entry of await read()) {
          if (entry.status === 'draft') {
            drafts.push(entry.draft);
            places.push(entry.index);
          } else {
            const eventId = entry.status === 'invalid' ? entry.event_id : null;
            results[entry.index] = rejected(entry.index, eventId, entry.reason);
          }
        }
        const answers = drafts.length > 0 ? await subNodes.accept(node, drafts, about) : [];
        drafts.forEach((draft, at) => {
          results[places[at]!] = toResult(places[at]!, draft, answers[at]);
        });
        for (const { status, reason = 'was rejected', retryable } of results)
          if (status === 'rejected' && retryable !== true)
            ingestProblems.note({ ...about, kind: 'rejected', reason, sample: '' });
        if (results.some(({ reason }) => reason === forged))
          log.warn(
            { user_id: node.user_id, node_id: node.node_id, requestId: request.id },
            'a node claimed to be another',
          );
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
