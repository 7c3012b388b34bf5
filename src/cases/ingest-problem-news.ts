/**
 * Tells an owner of new ingest problems: each once, and at most one message an hour about a node. What comes within the hour
 * is told together at its end.
 */
import type { IngestProblemBody } from '../core/ingest-problem.ts';
import { hourMs } from '../lib/duration.ts';

export type TellProblems = (
  userId: string,
  nodeId: string | null,
  problems: readonly IngestProblemBody[],
) => Promise<void>;

interface Told {
  userId: string;
  nodeId: string | null;
  /** Not before, epoch ms. */
  nextMs: number;
  untold: IngestProblemBody[];
}

const mostNodes = 5000;
const mostUntold = 50;

export interface IngestProblemNews {
  add(userId: string, problem: IngestProblemBody): void;
  /** Tells what is due. Resolves with the time at which more is due, or null. */
  tell(): Promise<number | null>;
}

export function createIngestProblemNews({
  tell,
  clock,
  onError,
}: {
  tell: TellProblems;
  clock(): number;
  onError(error: unknown): void;
}): IngestProblemNews {
  const nodes = new Map<string, Told>();

  function makeRoom(): void {
    const now = clock();
    for (const [key, { nextMs, untold }] of nodes)
      if (untold.length === 0 && nextMs <= now) nodes.delete(key);
    // They are listed all the same.
    if (nodes.size >= mostNodes) nodes.clear();
  }

  return {
    add(userId, problem) {
      const nodeId = problem.node_id;
      const key = JSON.stringify([userId, nodeId]);
      if (nodes.size >= mostNodes && !nodes.has(key)) makeRoom();
      const one = nodes.get(key) ?? { userId, nodeId, nextMs: 0, untold: [] };
      if (one.untold.length < mostUntold) one.untold.push(problem);
      nodes.set(key, one);
    },
    async tell() {
      let next: number | null = null;
      for (const one of nodes.values()) {
        if (one.untold.length === 0) continue;
        if (one.nextMs > clock()) {
          next = Math.min(next ?? one.nextMs, one.nextMs);
          continue;
        }
        one.nextMs = clock() + hourMs;
        const problems = one.untold;
        one.untold = [];
        await tell(one.userId, one.nodeId, problems).catch(onError);
      }
      return next;
    },
  };
}
