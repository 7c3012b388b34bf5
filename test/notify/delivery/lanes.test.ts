import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLanes, type Lane, type Lanes, laneLimits } from '../../../src/notify/delivery/lanes.ts';
import { createBucket, usualPace } from '../../../src/notify/delivery/pace.ts';

function open(change: Partial<typeof laneLimits> = {}) {
  const clock = { ms: 1 };
  const lanes = createLanes(() => clock.ms, { ...laneLimits, ...change });
  const lane = (userId: string, channelId: string): Lane => {
    const made = lanes.lane(userId, channelId);
    lanes.setPace(made, usualPace);
    return made;
  };
  return { clock, lanes, lane };
}

const beginAll = (lanes: Lanes, lane: Lane): number => {
  const count = lanes.reserve(lane);
  for (let n = 0; n < count; n++) lanes.begin(lane);
  return count;
};

describe('lanes', () => {
  it('let a channel have four attempts under way and a slow one a single one', () => {
    const { clock, lanes, lane: open1 } = open();
    const lane = open1('u', 'c');
    assert.equal(beginAll(lanes, lane), 4);
    assert.equal(lanes.reserve(lane), 0);
    clock.ms = 2002;
    for (let n = 0; n < 3; n++) lanes.end(lane, 1);
    assert.equal(lanes.reserve(lane), 0, 'one hangs: the channel is slow');
    lanes.end(lane, 1);
  });

  it('let a tenant have no more than its share, however many channels it has', () => {
    const { lanes, lane } = open({ perTenant: 6 });
    let begun = 0;
    for (let n = 0; n < 10; n++) begun += beginAll(lanes, lane('u', `c${n}`));
    assert.equal(begun, 6);
    assert.equal(lanes.reserve(lane('other', 'x')), 4);
  });

  it('give room to others once hanging attempts are old', () => {
    const { clock, lanes, lane } = open({ young: 3, perChannel: 1 });
    for (let n = 0; n < 3; n++) assert.equal(beginAll(lanes, lane('u', `c${n}`)), 1);
    const other = lane('v', 'x');
    assert.equal(lanes.reserve(other), 0);
    clock.ms = 2002;
    assert.equal(lanes.reserve(other), 1);
  });

  it('keep what is reserved until it begins or is released', () => {
    const { lanes, lane: open1 } = open({ perTenant: 4 });
    const lane = open1('u', 'c');
    assert.equal(lanes.reserve(lane), 4);
    assert.equal(lanes.reserve(open1('u', 'd')), 0);
    lanes.release(lane, 4);
    assert.equal(lanes.reserve(open1('u', 'd')), 4);
  });

  it('begin with one attempt where the pace of a channel is not known yet', () => {
    const { lanes } = open();
    assert.equal(lanes.reserve(lanes.lane('u', 'c')), 1);
  });

  it('ask a failing channel one at a time, later each time, within five minutes', () => {
    const { clock, lanes, lane: open1 } = open();
    const lane = open1('u', 'c');
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      assert.equal(lanes.reserve(lane), n === 0 ? 4 : 1);
      lanes.release(lane, n === 0 ? 4 : 1);
      lanes.fails(lane, 0.5);
      waits.push(lane.pausedUntilMs - clock.ms);
      assert.equal(lanes.reserve(lane), 0);
      clock.ms = lane.pausedUntilMs;
    }
    assert.deepEqual(waits.slice(0, 4), [1000, 2000, 4000, 8000]);
    assert.deepEqual(waits.slice(-2), [300_000, 300_000]);
    lanes.works(lane);
    assert.equal(lanes.reserve(lane), 4);
  });

  it('honour a Retry-After for the whole channel, and slow down once for those refused together', () => {
    const { clock, lanes, lane: open1 } = open();
    const lane = open1('u', 'c');
    assert.equal(beginAll(lanes, lane), 4);
    for (let n = 0; n < 4; n++) {
      lanes.refuses(lane, 2000, 0);
      lanes.end(lane, 1);
    }
    assert.equal(lane.refusals, 1);
    clock.ms = 2000;
    assert.equal(lanes.reserve(lane), 0);
    clock.ms = 2001;
    assert.equal(lanes.reserve(lane), 1, 'one, since two seconds passed');
  });
});

describe('the pace of a channel', () => {
  it('lets a burst begin and then so many a second', () => {
    const clock = { ms: 0 };
    const bucket = createBucket({ perSecond: 2, burst: 4 }, () => clock.ms);
    assert.equal(bucket.available(), 4);
    for (let n = 0; n < 4; n++) bucket.take();
    assert.equal(bucket.available(), 0);
    assert.equal(bucket.waitMs(), 500);
    clock.ms = 1000;
    assert.equal(bucket.available(), 2);
  });

  it('counts from the last answer where one is taken at a time', () => {
    const clock = { ms: 0 };
    const bucket = createBucket({ perSecond: 1, burst: 1 }, () => clock.ms);
    bucket.take();
    clock.ms = 5000;
    assert.equal(bucket.available(), 0, 'the answer is not here yet');
    bucket.done();
    clock.ms = 5999;
    assert.equal(bucket.available(), 0);
    clock.ms = 6000;
    assert.equal(bucket.available(), 1);
  });

  it('falls to what the receiver asks for, and grows again when nothing was refused for a while', () => {
    const clock = { ms: 0 };
    const bucket = createBucket({ perSecond: 20, burst: 40 }, () => clock.ms);
    bucket.slow(1000);
    assert.equal(bucket.isStrict, true);
    assert.equal(bucket.waitMs(), 1000);
    for (let minutes = 0; minutes < 30; minutes++) {
      clock.ms += 60_001;
      bucket.available();
    }
    assert.equal(bucket.isStrict, false);
    assert.equal(bucket.available(), 40);
  });
});
