import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sendRepeatedly } from '../../src/client/event-outcome.ts';
import { createEventSender } from '../../src/client/send-events.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { aDraft } from '../support/drafts.ts';
import { openTestServer } from '../support/server.ts';

describe('a store that fails in the middle of a batch', () => {
  it('marks the events that it could not store, and an import over HTTP sends just these again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-part-'));
    const inner = await openSqliteStore({ file: join(folder, 'decoyverse.db') });
    let commits = 0;
    const record: Store['record'] = async (...args) => {
      if (++commits === 2) throw new AppError('unavailable', 'The disk is full');
      return inner.record(...args);
    };
    const store = new Proxy(inner, {
      get(target, name) {
        if (name === 'record') return record;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const server = await openTestServer({
      folder,
      overrides: { store, pipelineLimits: { groupEvents: 10 } },
    });
    try {
      const user = await server.createUser();
      const node = await server.createNode(user);
      const send = createEventSender({ url: server.address, key: node.key });
      const sizes: number[] = [];
      const drafts = Array.from({ length: 30 }, (_, n) => aDraft({ event_id: `e${n}` }));
      const outcomes = await sendRepeatedly(async (some) => {
        sizes.push(some.length);
        const answers = await send(some);
        for (const { status, retryable } of answers) assert.equal(retryable === true, status === 'rejected');
        return answers;
      }, drafts);
      assert.deepEqual(sizes, [30, 10]);
      assert.ok(outcomes.every(({ status }) => status === 'accepted'));
      const stats = await server.call('GET', '/api/stats', { headers: user.headers });
      assert.equal(stats.body.total_attacks, 30);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
