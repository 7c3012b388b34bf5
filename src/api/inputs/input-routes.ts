/** The routes of all inputs: key → body → records → drafts → the pipeline, and the answer that the sensor waits for. */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InputAnswer } from '../../contract/input-answer.ts';
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import { findRecords } from '../../ingest/find-records.ts';
import { recordId } from '../../ingest/record-id.ts';
import { plainBytes } from '../http/inflate.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';
import { inputs } from './index.ts';
import type { InputCounts, SensorInput } from './input.ts';
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
  new InputBody(await plainBytes(request, bytes, maxBytes), request.headers['content-type'] ?? '');

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

interface Read {
  drafts: DraftEvent[];
  skipped: number;
  /** Why records were rejected, one reason each. */
  reasons: string[];
}

/** Pure but for what `parse` throws: every record of the body is a draft, skipped, or rejected with a reason. */
export function readInput(input: SensorInput, body: InputBody): Read {
  const { values, problems } = readValues(body);
  const read: Read = { drafts: [], skipped: 0, reasons: [...problems] };
  for (const value of values) {
    const records = findRecords(value, input.isRecord);
    if (records.length === 0) read.reasons.push(`contains no ${input.title} record`);
    for (const record of records) {
      try {
        const draft = input.parse(record);
        if (draft === null) read.skipped += 1;
        else read.drafts.push({ ...draft, event_id: draft.event_id ?? recordId(record) });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        read.reasons.push(error.detail);
      }
    }
  }
  return read;
}

function routeOf(
  input: SensorInput,
  method: 'POST' | 'PUT' | 'GET',
  path: string,
  { pipeline, log }: RouteParts,
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
    async handle({ node, body, request }) {
      const given = body instanceof InputBody ? body : await readGetBody(request);
      const { drafts, skipped, reasons } = readInput(input, given);
      const results = drafts.length > 0 ? await pipeline.accept(node, drafts) : [];
      const count = (status: (typeof results)[number]['status']): number =>
        results.filter((result) => result.status === status).length;
      const counts: InputCounts = {
        accepted: count('accepted'),
        duplicate: count('duplicate'),
        skipped,
        rejected: reasons.length + count('rejected'),
      };
      if (counts.rejected > 0)
        log.warn(
          { node_id: node.node_id, input: input.name, requestId: request.id, rejected: counts.rejected },
          'records of a sensor were rejected',
        );
      // Nothing of it was taken: the sensor's own log is where its owner looks.
      if (reasons.length > 0 && drafts.length === 0 && skipped === 0)
        throw new AppError('bad_request', `The body ${reasons[0]}`);
      return input.answer ? input.answer(counts) : counts;
    },
  });
}

/** One route for each path and method of each input. */
export const inputRoutes = (parts: RouteParts): Route[] =>
  inputs.flatMap((input) =>
    [`/ingest/${input.name}`, `/ingest/${input.name}/:key`, ...(input.paths ?? [])].flatMap((path) =>
      (input.methods ?? ['POST']).map((method) => routeOf(input, method, path, parts)),
    ),
  );
