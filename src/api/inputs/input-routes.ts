/** The routes of all inputs: key → body → records → drafts → the pipeline, and the answer that the sensor waits for. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputAnswer } from '../../contract/input-answer.ts';
import { AppError } from '../../core/errors.ts';
import type { Mapping } from '../../core/mapping.ts';
import { type ReadValues, sensorValueSteps, type ValueProblem } from '../../ingest/read-values.ts';
import { inTurns } from '../../lib/turns.ts';
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

/** Every record of the body is a draft, skipped, or rejected with a reason. `nowIso` is the time of one that has none. */
export async function readInput(
  body: InputBody,
  nowIso: string,
  mappings: readonly Mapping[] = [],
): Promise<ReadValues> {
  const { values, texts, problems } = await readValues(body);
  const read = await inTurns(sensorValueSteps(values, nowIso, mappings, texts, true));
  const unread = problems.map((reason): ValueProblem => ({ kind: 'rejected', reason, sample: '' }));
  return { ...read, problems: [...unread, ...read.problems] };
}

const isRejected = ({ kind }: ValueProblem): boolean => kind === 'rejected';

function routeOf(
  input: SensorInput,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  { subNodes, ingestProblems, mappings, now }: RouteParts,
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
    errors: ['too_large', 'quota_exceeded'],
    async handle({ node, body, request, reply }) {
      const about = { user_id: node.user_id, node_id: node.node_id, input: input.name, address: request.ip };
      const given = body instanceof InputBody ? body : await readGetBody(request);
      const own = await mappings.of(node.user_id);
      const read = await readInput(given, now(), own).catch((error: unknown) => {
        if (error instanceof AppError) {
          const sample = Buffer.from(given.bytes.subarray(0, 1000)).toString('utf8');
          ingestProblems.note({ ...about, kind: 'unreadable', reason: error.detail, sample });
        }
        throw error;
      });
      for (const problem of read.problems) ingestProblems.note({ ...about, ...problem });
      const { drafts, skipped } = read;
      const results = drafts.length > 0 ? await subNodes.accept(node, drafts, about) : [];
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
