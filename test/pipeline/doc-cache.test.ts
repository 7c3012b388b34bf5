import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Doc } from '../../src/core/query.ts';
import { createDocCache } from '../../src/pipeline/doc-cache.ts';
import { createTimedCache } from '../../src/pipeline/timed-cache.ts';

const aDoc = (user_id: string, id: string): Doc => ({
  kind: 'channel',
  id,
  user_id,
  lookup: null,
  tag: null,
  created_at: '2026-11-25T08:00:00.000Z',
  updated_at: '2026-11-25T08:00:00.000Z',
  expires_at: null,
  version: 1,
  body: {},
});

describe('the document cache', () => {
  const open = () => {
    const state = {
      nowMs: 0,
      overall: 1,
      revisions: new Map([
        ['a', 1],
        ['b', 1],
      ]),
      docs: [aDoc('a', '1'), aDoc('b', '2')],
      asked: 0,
      reads: [] as string[],
      fails: false,
    };
    const cache = createDocCache({
      store: {
        async docsRevision() {
          state.asked++;
          if (state.fails) throw new Error('gone');
          return state.overall;
        },
        of: (userId) => ({
          docsRevision: async () => state.revisions.get(userId) ?? 0,
          async docs() {
            state.reads.push(userId);
            return state.docs.filter((doc) => doc.user_id === userId);
          },
        }),
      },
      kind: 'channel',
      parse: (doc) => (doc.id === 'bad' ? null : doc.id),
      clock: () => state.nowMs,
    });
    return { state, cache };
  };
  const users = (...ids: string[]): ReadonlySet<string> => new Set(ids);

  it('asks once a second whether something changed, and reads only what that tenant changed', async () => {
    const { state, cache } = open();
    await cache.ensure(users('a', 'b', 'c'));
    assert.deepEqual(cache.of('a'), ['1']);
    assert.deepEqual(cache.of('c'), []);
    assert.equal(cache.ensure(users('a')), null);
    state.docs = [aDoc('a', '3'), aDoc('a', 'bad'), aDoc('b', '2')];
    state.nowMs = 1000;
    await cache.ensure(users('a'));
    assert.deepEqual(cache.of('a'), ['1'], 'the revision is what counts');
    state.overall = 2;
    state.revisions.set('a', 2);
    state.nowMs = 2000;
    const before = cache.of('b');
    await cache.ensure(users('a', 'b'));
    assert.deepEqual(cache.of('a'), ['3']);
    assert.equal(cache.of('b'), before, 'the same array while nothing of theirs changed');
    assert.equal(state.asked, 3);
    assert.deepEqual(state.reads, ['a', 'b', 'c', 'a']);
  });

  it('loads a tenant at its first event, whenever that comes, and refuses to guess before', async () => {
    const { cache } = open();
    await cache.ensure(users('a'));
    assert.throws(() => cache.of('b'), { code: 'internal' });
    await cache.ensure(users('b'));
    assert.deepEqual(cache.of('b'), ['2']);
  });

  it('asks at once after a change of our own, and when the clock went back', async () => {
    const { state, cache } = open();
    state.nowMs = 10_000;
    await cache.ensure(users('a'));
    cache.refresh();
    assert.notEqual(cache.ensure(users('a')), null);
    await cache.ensure(users('a'));
    state.nowMs = 5000;
    assert.notEqual(cache.ensure(users('a')), null);
  });

  it('keeps what it has when the store fails, and says so', async () => {
    const { state, cache } = open();
    await cache.ensure(users('a'));
    state.fails = true;
    state.nowMs = 5000;
    await assert.rejects(cache.ensure(users('a')) ?? Promise.resolve());
    assert.deepEqual(cache.of('a'), ['1']);
  });

  it('forgets tenants without events, so that it holds who is active and not who exists', async () => {
    const { state, cache } = open();
    await cache.ensure(users('a', 'b'));
    state.nowMs = 20 * 60_000;
    await cache.ensure(users('b'));
    state.nowMs = 31 * 60_000;
    await cache.ensure(users('b'));
    assert.equal(cache.size, 1);
    assert.deepEqual(cache.of('b'), ['2']);
  });
});

describe('the timed cache', () => {
  it('loads what is missing once, serves stale values while it renews them, and stays bounded', async () => {
    let nowMs = 0;
    const loads: string[] = [];
    const cache = createTimedCache<string>({
      load: async (key) => {
        loads.push(key);
        return `${key}${loads.length}`;
      },
      maxAgeMs: 100,
      maxEntries: 2,
      clock: () => nowMs,
    });
    await Promise.all([cache.ensure(['a']), cache.ensure(['a'])]);
    assert.deepEqual(loads, ['a']);
    assert.equal(cache.get('a'), 'a1');
    nowMs = 101;
    assert.equal(cache.ensure(['a']), null);
    assert.equal(cache.get('a'), 'a1');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(cache.get('a'), 'a2');
    await cache.ensure(['b']);
    await cache.ensure(['c']);
    assert.equal(cache.get('a'), undefined);
    assert.equal(cache.get('c'), 'c4');
  });

  it('waits for new values after a refresh, and serves the old ones until then', async () => {
    let value = 'old';
    let release = (): void => undefined;
    const cache = createTimedCache<string>({
      load: async () => {
        const read = value;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return read;
      },
      maxAgeMs: 100,
      maxEntries: 2,
      clock: () => 0,
    });
    const first = cache.ensure(['a']);
    release();
    await first;
    assert.equal(cache.ensure(['a']), null);
    cache.refresh();
    const slow = cache.ensure(['a']);
    const releaseSlow = release;
    assert.equal(cache.get('a'), 'old');
    value = 'new';
    // What is being loaded was read before this change.
    cache.refresh();
    releaseSlow();
    await slow;
    const renewed = cache.ensure(['a']);
    assert.notEqual(renewed, null);
    release();
    await renewed;
    assert.equal(cache.get('a'), 'new');
  });

  it('tries again after a failure', async () => {
    let fails = true;
    const cache = createTimedCache<number>({
      load: async () => {
        if (fails) throw new Error('gone');
        return 1;
      },
      maxAgeMs: 100,
      maxEntries: 10,
      clock: () => 0,
    });
    await assert.rejects(cache.ensure(['a']) ?? Promise.resolve());
    fails = false;
    await cache.ensure(['a']);
    assert.equal(cache.get('a'), 1);
  });
});
