/** Sends changed bodies to every input of a real server, and counts the answers. */
import { inputs } from '../../../src/api/inputs/index.ts';
import type { TestServer } from '../server.ts';
import { createBodies, type Random } from './bodies.ts';

export interface FuzzFigures {
  input: string;
  sent: number;
  statuses: Record<string, number>;
  /** Longest time to an answer, ms. */
  longestMs: number;
  /** Resident memory after it, MB. */
  residentMb: number;
  /** Answers that no body may have: the beginning of the body, and the answer. */
  faults: string[];
}

/** What a body may be answered with: taken, unreadable, too large, of a wrong encoding, over a quota. */
const allowed = new Set([200, 202, 400, 413, 415, 422, 429]);
const together = 8;

export async function* fuzzInputs(
  server: TestServer,
  { count, random, only }: { count: number; random: Random; only?: string | undefined },
): AsyncGenerator<FuzzFigures> {
  const user = await server.createUser();
  const node = await server.createNode(user);
  const nextBody = createBodies(random);
  for (const input of inputs.filter(({ name }) => only === undefined || name === only)) {
    const paths = [`/ingest/${input.name}`, ...(input.paths ?? [])];
    const figures: FuzzFigures = {
      ...{ input: input.name, sent: 0, statuses: {}, longestMs: 0, residentMb: 0, faults: [] },
    };
    const sendOne = async (): Promise<void> => {
      const { bytes, type, encoding } = nextBody();
      const url = paths[figures.sent++ % paths.length]!.replace(/:\w+/g, 'x');
      const startedMs = performance.now();
      const answer = await server.app.inject({
        method: input.methods?.[0] ?? 'POST',
        url,
        headers: {
          'x-node-key': node.key,
          ...(type === '' ? {} : { 'content-type': type }),
          ...(encoding === null ? {} : { 'content-encoding': encoding }),
        },
        payload: bytes,
      });
      figures.longestMs = Math.max(figures.longestMs, Math.round(performance.now() - startedMs));
      figures.statuses[answer.statusCode] = (figures.statuses[answer.statusCode] ?? 0) + 1;
      if (!allowed.has(answer.statusCode) && figures.faults.length < 10)
        figures.faults.push(
          `${url} ${type} ${encoding} ${JSON.stringify(bytes.subarray(0, 2000).toString('latin1'))}: ${answer.statusCode} ${answer.body.slice(0, 300)}`,
        );
    };
    const lane = async (): Promise<void> => {
      while (figures.sent < count) await sendOne();
    };
    await Promise.all(Array.from({ length: together }, lane));
    figures.residentMb = Math.round(process.memoryUsage.rss() / 2 ** 20);
    yield figures;
  }
}
