import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGroupQueue } from '../../src/pipeline/group-queue.ts';

describe('group commit', () => {
  it('makes one group of all that arrives while a group is worked on, in order', async () => {
    const groups: number[][] = [];
    const queue = createGroupQueue<number>({
      groupSize: 100,
      async work(group) {
        groups.push(group);
        if (groups.length === 1) for (let i = 10; i < 20; i++) queue.push([i]);
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
    for (let i = 0; i < 3; i++) queue.push([i]);
    await queue.idle();
    assert.deepEqual(groups, [
      [0, 1, 2],
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    ]);
  });

  it('never makes a group larger than allowed, whatever arrives together', async () => {
    const groups: number[][] = [];
    const queue = createGroupQueue<number>({
      groupSize: 10,
      async work(group) {
        groups.push(group);
      },
    });
    const numbers = Array.from({ length: 25 }, (_, i) => i);
    queue.push([]);
    queue.push(numbers.slice(0, 4));
    queue.push(numbers.slice(4));
    await queue.idle();
    assert.deepEqual(groups, [numbers.slice(0, 10), numbers.slice(10, 20), numbers.slice(20)]);
  });

  it('takes of each owner a like share where many wait, and fills up with whoever has more', async () => {
    const groups: string[][] = [];
    const queue = createGroupQueue<string>({
      groupSize: 10,
      ownerOf: (item) => item.slice(0, 1),
      async work(group) {
        groups.push(group);
      },
    });
    queue.push(Array.from({ length: 100 }, (_, i) => `a${i}`));
    queue.push(['b0', 'b1', 'b2']);
    queue.push(['c0']);
    await queue.idle();
    assert.deepEqual(groups[0]?.toSorted(), ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'b0', 'b1', 'b2', 'c0']);
    assert.equal(groups.flat().length, 104);
    const order = groups.flat().filter((item) => item.startsWith('a'));
    assert.deepEqual(
      order,
      Array.from({ length: 100 }, (_, i) => `a${i}`),
    );
  });

  it('takes what a group had no room for first with the next one', async () => {
    const groups: number[][] = [];
    const queue = createGroupQueue<number>({
      groupSize: 4,
      async work(group) {
        groups.push(group.slice(0, 2));
        return group.slice(2);
      },
    });
    queue.push([0, 1, 2, 3, 4, 5, 6]);
    await queue.idle();
    assert.deepEqual(groups, [[0, 1], [2, 3], [4, 5], [6]]);
  });

  it('keeps order over thousands that arrive one by one', async () => {
    const seen: number[] = [];
    const queue = createGroupQueue<number>({
      groupSize: 7,
      async work(group) {
        seen.push(...group);
      },
    });
    for (let i = 0; i < 5000; i++) {
      queue.push([i]);
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await queue.idle();
    assert.deepEqual(
      seen,
      Array.from({ length: 5000 }, (_, i) => i),
    );
    await queue.idle();
  });

  it('does not hold what was taken, although it never gets empty', async () => {
    const taken: WeakRef<object>[] = [];
    let isFull = true;
    const queue = createGroupQueue<{ event: object }>({
      groupSize: 1,
      async work(group) {
        for (const { event } of group) taken.push(new WeakRef(event));
        if (isFull) queue.push([{ event: {} }]);
        // References that were looked at in a turn are kept to its end.
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    queue.push([{ event: {} }]);
    queue.push([{ event: {} }]);
    while (taken.length < 400) await new Promise((resolve) => setImmediate(resolve));
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    const held = taken.filter((reference) => reference.deref() !== undefined).length;
    isFull = false;
    await queue.idle();
    assert.ok(held < 100, `${held} of 400 are held`);
  });
});
