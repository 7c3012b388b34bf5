/**
 * The one way in for events, and the order of an event's life:
 *
 * admit → gather into a batch → known? → score → decide and record (one store operation) → acknowledge → wake
 *
 * With an ML service the event is stored before it is scored, so that the service cannot lose it:
 *
 * admit → gather into a batch → append → score within the time budget → decide and apply → acknowledge → wake
 *
 * In the background the rescorer completes what a crash cut short and scores again what the fallback scored.
 */
import type { EventPipeline } from '../core/pipeline.ts';
import { type Batch, passed } from './batch.ts';
import { createEventTest } from './event-test.ts';
import { createGroupCommit } from './group-commit.ts';
import { assembleParts, type PipelineParts } from './parts.ts';
import type { RemoteScoring } from './remote-scoring.ts';

export interface Pipeline extends EventPipeline {
  /** Completes what a crash cut short. Call it before the first `accept`; rejects when the store does not answer. */
  start(): Promise<void>;
}

export function createPipeline(parts: PipelineParts): Pipeline {
  const { store, log, mark = () => undefined } = parts;
  const { admission, policies, local, remote, listeners, rescorer, lock, manySources, ...made } =
    assembleParts(parts);

  async function processLocally(batch: Batch): Promise<void> {
    await local.findKnown(batch);
    mark('judging events');
    await local.score(batch);
    await manySources.judge(batch.fresh);
    mark('recording events');
    await local.record(batch);
    local.acknowledge(batch);
    if (batch.fresh.length > 0) listeners.wake(batch.fresh, batch.effects);
  }

  async function processRemotely(service: RemoteScoring, batch: Batch): Promise<void> {
    await service.append(batch);
    // The rest comes with the answers of the service: apply, acknowledge, wake.
    await service.score(batch);
  }

  const gather = createGroupCommit({
    groupEvents: made.limits.groupEvents,
    groupBytes: made.limits.groupBytes,
    policies,
    admission,
    toBatch: made.toBatch,
    process: (batch) =>
      lock(() => {
        passed(batch, 'taken');
        return remote ? processRemotely(remote, batch) : processLocally(batch);
      }),
    onError: made.onError('an event could not be stored'),
  });

  return {
    async start() {
      await policies.ensure([]);
      const recovered = await store.recover(made.decisions.forStored());
      if (recovered > 0) log.info({ recovered }, 'pipeline: completed what a crash had cut short');
      rescorer.start();
    },
    accept: (sender, drafts) => admission.admit(sender, drafts, gather),
    test: createEventTest({
      accept: (sender, draft, onStage) => admission.admit(sender, [draft], gather, onStage),
      policies,
      clock: parts.clock ?? Date.now,
    }),
    onCommit: listeners.add,
    refresh: policies.refresh,
    counters: made.counters,
    async close() {
      await Promise.all([rescorer.close(), admission.close()]);
      await manySources.close();
    },
  };
}
