import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFairTurns } from '../../src/lib/fair-turns.ts';

const limits = { atOnce: 1, atOncePerOwner: 1, most: 8, mostPerOwner: 4, reserved: 3, waitMs: 10_000 };

/** Work that ends when it is told to. */
function createWork(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    end: resolve,
    work: async (): Promise<string> => {
      log.push(name);
      await promise;
      return name;
    },
  };
}
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('go round the owners, however many one has waiting', async () => {
    const turns = createFairTurns(limits, 'searches');
    const log: string[] = [];
    const works = ['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => ({ name, ...createWork(log, name) }));
    const runs = works.map(({ name, work }) => turns.run(name.slice(0, 1), work));
    for (const { end } of works) end();
    assert.deepEqual(await Promise.all(runs), ['a1', 'a2', 'a3', 'b1', 'c1']);
    assert.deepEqual(log, ['a1', 'a2', 'b1', 'c1', 'a3']);
  });

  it('are bounded for each owner, and some places are kept for those who have none', async () => {
    const turns = createFairTurns(limits, 'searches');
    const held: ReturnType<typeof createWork>[] = [];
    const log: string[] = [];
    const run = (owner: string): Promise<string> => {
      const work = createWork(log, owner);
      held.push(work);
      return turns.run(owner, work.work);
    };
    const runs = ['a', 'a', 'a', 'a'].map(run);
    await assert.rejects(run('a'), /Too many searches/);
    runs.push(run('b'));
    await assert.rejects(run('b'), /Too many searches/, 'five of eight are taken, and three are kept');
    runs.push(run('c'), run('d'), run('e'));
    await assert.rejects(run('f'), /Too many searches/);
    for (const { end } of held) end();
    assert.equal((await Promise.all(runs)).length, 8);
    const last = createWork(log, 'f');
    last.end();
    assert.equal(await turns.run('f', last.work), 'f');
  });

  it('come in time or not at all', async () => {
    const turns = createFairTurns({ ...limits, waitMs: 20 }, 'searches');
    const first = createWork([], 'first');
    const running = turns.run('a', first.work);
    await assert.rejects(
      turns.run('b', () => assert.fail('its turn never came')),
      /Too many searches/,
    );
    first.end();
    assert.equal(await running, 'first');
    const after = createWork([], 'after');
    after.end();
    assert.equal(await turns.run('b', after.work), 'after');
  });

  it('pass on when work fails, and end when they are closed', async () => {
    const turns = createFairTurns(limits, 'searches');
    await assert.rejects(
      turns.run('a', () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    const work = createWork([], 'b');
    const running = turns.run('b', work.work);
    const waiting = turns.run('c', () => assert.fail('closed'));
    await nextTurn();
    turns.close(new Error('closed now'));
    await assert.rejects(waiting, /closed now/);
    work.end();
    assert.equal(await running, 'b');
  });

  it('leave a place to whoever has none under way, however many one has waiting', async () => {
    const turns = createFairTurns({ ...limits, atOnce: 2 }, 'searches');
    const log: string[] = [];
    const works = ['a1', 'a2', 'b1'].map((name) => ({ name, ...createWork(log, name) }));
    const runs = works.map(({ name, work }) => turns.run(name.slice(0, 1), work));
    await nextTurn();
    assert.deepEqual(log, ['a1', 'b1']);
    works[0]?.end();
    await runs[0];
    await nextTurn();
    assert.deepEqual(log, ['a1', 'b1', 'a2']);
    for (const { end } of works) end();
    await Promise.all(runs);
  });

  it('are given up by those who are gone, and refused to them', async () => {
    const turns = createFairTurns(limits, 'searches');
    const first = createWork([], 'first');
    const running = turns.run('a', first.work);
    const gone = new AbortController();
    const waiting = turns.run('b', () => assert.fail('nobody waits for it'), gone.signal);
    const refused = assert.rejects(waiting, /client closed the connection/);
    gone.abort();
    await refused;
    await assert.rejects(
      turns.run('b', () => assert.fail('nobody waits for it'), gone.signal),
      /client closed the connection/,
    );
    first.end();
    assert.equal(await running, 'first');
  });
});
