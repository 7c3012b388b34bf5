/** From a listener to the pipeline: whose message it is, its records, and what was dropped and why. */
import type { IngestProblems } from '../cases/ingest-problems.ts';
import type { Mappings } from '../cases/mappings.ts';
import type { SubNodes } from '../cases/sub-nodes.ts';
import { AppError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import type { NodeRecord } from '../core/node.ts';
import type { ReadValues } from '../ingest/read-values.ts';
import type { NodeFinder } from './node-finder.ts';
import { createRate, type Rate } from './rate.ts';

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface IntakeParts {
  /** Behind the quotas; tells apart the sensors behind one key. */
  accept: SubNodes['accept'];
  ingestProblems: Pick<IngestProblems, 'note'>;
  nodes: NodeFinder;
  mappings: Pick<Mappings, 'of'>;
  /** Notes that the node was heard of; from where, where that cannot be another's address. */
  saw(node: Pick<NodeRecord, 'node_id' | 'user_id'>, address: string | null): void;
  clock(): number;
  wait(ms: number): Promise<void>;
  log: Log;
}

export interface Sender {
  node: NodeRecord;
  /** Of the listener. */
  input: string;
  address: string;
  /** What the message says its sensor is called, where its record does not; '' = nothing. */
  usualName?: string;
}

export interface Intake {
  nodes: NodeFinder;
  nowIso(): string;
  /** A tenant's own, enabled mappings, oldest first. */
  mappingsOf(userId: string): Promise<readonly Mapping[]>;
  rate: Rate;
  wait(ms: number): Promise<void>;
  /** Resolves when it is stored, or counted. `isPatient`: waits while the server is busy instead of dropping. */
  take(sender: Sender, read: ReadValues, isPatient: boolean): Promise<void>;
  /** Counts what an inactive node, or a known one in a wrong form, sent. */
  note(sender: Sender, kind: 'unknown_key' | 'unreadable' | 'rejected', reason: string, count?: number): void;
  /** Counts what came from nobody known: only the server's log can say so. */
  stranger(input: string, address: string): void;
}

const patienceMs = 60_000;
const pauseMs = 1000;
const strangerEveryMs = 60_000;
const perSecond = 1000;
const burst = 5000;

export function createIntake(parts: IntakeParts): Intake {
  const { ingestProblems, nodes, saw, clock, log } = parts;
  let strangers = 0;
  let saidAt = Number.NEGATIVE_INFINITY;

  async function accept(sender: Sender, drafts: ReadValues['drafts'], isPatient: boolean): Promise<void> {
    const untilMs = clock() + patienceMs;
    const { node, input, address, usualName = '' } = sender;
    for (;;) {
      try {
        const results = await parts.accept(node, drafts, { input, address, usualName });
        for (const { status, reason = 'was rejected' } of results)
          if (status === 'rejected')
            ingestProblems.note({ ...about(sender), kind: 'rejected', reason, sample: '' });
        return;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (!isPatient || error.code !== 'unavailable' || clock() > untilMs) {
          const reason = `could not be stored: ${error.detail}`;
          ingestProblems.note({ ...about(sender), kind: 'rejected', reason, sample: '' }, drafts.length);
          log.warn({ input, address, events: drafts.length }, 'events of a listener could not be stored');
          return;
        }
        await parts.wait(pauseMs);
      }
    }
  }

  const about = ({ node, input, address }: Sender) => ({
    user_id: node.user_id,
    node_id: node.node_id,
    input,
    address,
  });

  return {
    nodes,
    nowIso: () => new Date(clock()).toISOString(),
    mappingsOf: parts.mappings.of,
    rate: createRate({ perSecond, burst, clock }),
    wait: parts.wait,
    async take(sender, { drafts, problems }, isPatient) {
      // Whoever answered a handshake has the address; a datagram may name any.
      saw(sender.node, isPatient ? sender.address : null);
      for (const { kind, reason, sample } of problems)
        ingestProblems.note({ ...about(sender), kind, reason, sample });
      if (drafts.length > 0) await accept(sender, drafts, isPatient);
    },
    note(sender, kind, reason, count = 1) {
      ingestProblems.note({ ...about(sender), kind, reason, sample: '' }, count);
    },
    stranger(input, address) {
      strangers += 1;
      const now = clock();
      if (now - saidAt < strangerEveryMs && now >= saidAt) return;
      saidAt = now;
      log.warn({ input, address, strangers }, 'messages of unknown senders were dropped (docs/sensors.md)');
    },
  };
}
