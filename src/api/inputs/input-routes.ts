/** The routes of all inputs: key → body → records → drafts → the pipeline, and the answer that the sensor waits for. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputAnswer } from '../../contract/input-answer.ts';
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import { isAnnouncement } from '../../ingest/framing/envelopes.ts';
import { findSensorRecords, partsOf } from '../../ingest/recognize.ts';
import { recordId } from '../../ingest/record-id.ts';
import { wrongOutput } from '../../ingest/wrong-output.ts';
import { cut } from '../../lib/text.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';
import { unpackBody } from '../http/unpack.ts';
import { inputs } from './index.ts';
import type { InputCounts, SenderQuestion, SensorInput } from './input.ts';
import { InputBody, readValues } from './input-body.ts';
import { findInputKey } from './input-key.ts';

const maxBytes = 8 * 1024 * 1024;

/** Any content type, and none: the body says what it is. For the part of the app that has the inputs. */
export function readInputBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) =>
    toBody(request, bytes),
  );
}

const toBody = async (request: FastifyRequest, bytes: Buffer): Promise<InputBody> =>
  new InputBody(await unpackBody(request, bytes, maxBytes), request.headers['content-type'] ?? '');

/** Of a GET, whose body the framework does not read. */
async function readGetBody(request: FastifyRequest): Promise<InputBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.raw as IncomingMessage & AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new AppError('too_large', 'The request body is too large');
    chunks.push(chunk);
  }
  return toBody(request, Buffer.concat(chunks));
}

/** A record that was refused, or one whose type is not known. */
interface Problem {
  kind: 'rejected' | 'unknown_record';
  reason: string;
  sample: string;
}

interface Read {
  drafts: DraftEvent[];
  skipped: number;
  problems: Problem[];
}

const sampleOf = (value: unknown): string => cut(JSON.stringify(value) ?? '', 1000);

/** Every record of the body is a draft, skipped, or rejected with a reason. `nowIso` is the time of one that has none. */
export function readInput(body: InputBody, nowIso: string): Read {
  const { values, problems } = readValues(body);
  const read: Read = { drafts: [], skipped: 0, problems: [] };
  const reject = (reason: string, value: unknown): void => {
    read.problems.push({ kind: 'rejected', reason, sample: sampleOf(value) });
  };
  for (const reason of problems) reject(reason, null);
  for (const value of values) {
    if (isAnnouncement(value)) continue;
    const wrong = wrongOutput(value);
    const records = wrong === null ? findSensorRecords(value) : [];
    if (records.length === 0) reject(wrong ?? 'contains no record of a sensor', value);
    for (const record of records)
      for (const { part, parse, unknown } of partsOf(record, nowIso)) {
        try {
          const draft = parse();
          if (draft === null) {
            read.skipped += 1;
            continue;
          }
          read.drafts.push({ ...draft, event_id: draft.event_id ?? recordId(part) });
          if (unknown !== null)
            read.problems.push({ kind: 'unknown_record', reason: unknown, sample: sampleOf(part) });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          reject(error.detail, part);
        }
      }
  }
  return read;
}

const isRejected = ({ kind }: Problem): boolean => kind === 'rejected';

function routeOf(
  input: SensorInput,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  { pipeline, ingestProblems, now }: RouteParts,
): Route {
  return nodeRoute({
    method,
    path,
    access: { node: 'events' },
    tag: 'Sensors',
    summary: `Events of ${input.title}, as it sends them`,
    ownBody: true,
    headersDecide: true,
    errorsHaveText: true,
    findKey: findInputKey,
    bodyLimitBytes: maxBytes,
    ...(input.answer ? {} : { answer: InputAnswer }),
    errors: ['unavailable', 'too_large'],
    async handle({ node, body, request, reply }) {
      const about = { user_id: node.user_id, node_id: node.node_id, input: input.name, address: request.ip };
      const given = body instanceof InputBody ? body : await readGetBody(request);
      const read = ((): Read => {
        try {
          return readInput(given, now());
        } catch (error) {
          if (error instanceof AppError) {
            const sample = Buffer.from(given.bytes.subarray(0, 1000)).toString('utf8');
            ingestProblems.note({ ...about, kind: 'unreadable', reason: error.detail, sample });
          }
          throw error;
        }
      })();
      for (const problem of read.problems) ingestProblems.note({ ...about, ...problem });
      const { drafts, skipped } = read;
      const results = drafts.length > 0 ? await pipeline.accept(node, drafts) : [];
      for (const { status, reason = 'was rejected' } of results)
        if (status === 'rejected') ingestProblems.note({ ...about, kind: 'rejected', reason, sample: '' });
      const count = (status: (typeof results)[number]['status']): number =>
        results.filter((result) => result.status === status).length;
      const rejected = read.problems.filter(isRejected);
      const counts: InputCounts = {
        accepted: count('accepted'),
        duplicate: count('duplicate'),
        skipped,
        rejected: rejected.length + count('rejected'),
      };
      // Nothing of it was taken: the sensor's own log is where its owner looks.
      if (rejected.length > 0 && drafts.length === 0 && skipped === 0)
        throw new AppError('bad_request', `The body ${rejected[0]?.reason}`);
      if (input.headers) reply.headers(input.headers);
      reply.code(input.status?.(given.bytes) ?? 200);
      return input.answer ? input.answer(counts) : counts;
    },
  });
}

/** A question tells nothing, but a stranger gets 401 as on every route. */
const toQuestionRoute = (input: SensorInput, { method, path, answer }: SenderQuestion): Route =>
  nodeRoute({
    method,
    path,
    access: { node: 'events' },
    tag: 'Sensors',
    summary: `What senders of ${input.title} ask`,
    ownBody: true,
    headersDecide: true,
    errorsHaveText: true,
    findKey: findInputKey,
    handle({ reply }) {
      if (input.headers) reply.headers(input.headers);
      return answer;
    },
  });

/** One route for each path and method of each input, and for each of its sender's questions. */
export const inputRoutes = (parts: RouteParts): Route[] =>
  inputs.flatMap((input) => [
    ...(input.questions ?? []).map((question) => toQuestionRoute(input, question)),
    ...[`/ingest/${input.name}`, `/ingest/${input.name}/:key`, ...(input.paths ?? [])].flatMap((path) =>
      (input.methods ?? ['POST']).map((method) => routeOf(input, method, path, parts)),
    ),
  ]);
