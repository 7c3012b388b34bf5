/** A rig on a real store in a folder of its own, with one tenant and one node. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { EventIdentity } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { createPipeline, type Pipeline, type PipelineParts } from '../../src/pipeline/pipeline.ts';
import { createRulesScorer } from '../../src/score/local.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

export interface TestPipeline {
  store: Store;
  pipeline: Pipeline;
  sender: EventIdentity;
  close(): Promise<void>;
}

export const aNode = (
  node_id: string,
  user_id: string,
): Parameters<ReturnType<Store['of']>['createNode']>[0] => ({
  node_id,
  user_id,
  name: `name of ${node_id}`,
  status: 'active',
  os_type: null,
  deployment_config: null,
  key_hash: `hash of ${node_id}`,
  created_at: '2026-11-25T00:00:00.000Z',
  last_seen: null,
  agent: null,
  deleted_at: null,
  uninstall_grace_until: null,
});

/** `wrap` may put something around the store, such as a fault. */
export async function openTestPipeline(
  parts: Partial<PipelineParts> & { wrap?(store: Store): Store; prepare?(store: Store): Promise<void> } = {},
): Promise<TestPipeline> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-rig-'));
  const store = await openSqliteStore({ file: join(folder, 'decoyverse.db') });
  const sender = { user_id: 'user-1', node_id: 'node-1' };
  await store.of(sender.user_id).createNode(aNode(sender.node_id, sender.user_id));
  await parts.prepare?.(store);
  const pipeline = createPipeline({
    store: parts.wrap?.(store) ?? store,
    scorer: createRulesScorer(),
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    ...parts,
  });
  await pipeline.start();
  return {
    store,
    pipeline,
    sender,
    async close() {
      await pipeline.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until `look` finds something; the test's own limit ends it. */
export async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
