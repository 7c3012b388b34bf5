import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLanes, laneLimits } from '../../../src/notify/delivery/lanes.ts';

function open(change: Partial<typeof laneLimits> = {}) {
  const clock = { ms: 0 };
  return { clock, lanes: createLanes<string>(() => clock.ms, { ...laneLimits, ...change }) };
}

describe('lanes', () => {
  it('let a channel have four attempts under way and a slow one a single one', () => {
    const { clock, lanes } = open();
    const lane = lanes.lane('u', 'c');
    for (let n = 0; n < 4; n++) {
      assert.equal(lanes.hasRoom(lane), true);
      lanes.begin(lane);
    }
    assert.equal(lanes.hasRoom(lane), false);
    clock.ms = 2001;
    for (let n = 0; n < 3; n++) lanes.end(lane, 0);
    assert.equal(lanes.hasRoom(lane), false, 'one hangs: the channel is slow');
    lanes.end(lane, 0);
  });

  it('let a tenant have no more than its share, however many channels it has', () => {
    const { lanes } = open({ perTenant: 6 });
    let begun = 0;
    for (let n = 0; n < 10; n++) {
      const lane = lanes.lane('u', `c${n}`);
      if (lanes.hasRoom(lane)) {
        lanes.begin(lane);
        begun++;
      }
    }
    assert.equal(begun, 6);
    assert.equal(lanes.hasRoom(lanes.lane('other', 'x')), true);
  });

  it('give room to others once hanging attempts are old', () => {
    const { clock, lanes } = open({ young: 3 });
    for (let n = 0; n < 3; n++) lanes.begin(lanes.lane('u', `c${n}`));
    const other = lanes.lane('v', 'x');
    assert.equal(lanes.hasRoom(other), false);
    clock.ms = 2001;
    assert.equal(lanes.hasRoom(other), true);
  });

  it('hold a few in memory and send the rest back for a while', () => {
    const { lanes } = open();
    const lane = lanes.lane('u', 'c');
    let held = 0;
    let back = 0;
    for (let n = 0; n < 1000; n++) {
      const ms = lanes.hold(lane, `m${n}`);
      if (ms === null) held++;
      else {
        back++;
        assert.ok(ms > 0 && ms <= laneLimits.backMs);
      }
    }
    assert.equal(held, 64);
    assert.equal(back, 936);
    assert.equal(lanes.held, 64);
    assert.deepEqual(
      lanes.remove((item) => item === 'm0'),
      ['m0'],
    );
    assert.equal(lanes.held, 63);
  });

  it('take turns among the channels', () => {
    const { lanes } = open();
    for (const channel of ['a', 'b'])
      for (const n of [1, 2]) lanes.hold(lanes.lane('u', channel), `${channel}${n}`);
    const order: (string | undefined)[] = [];
    for (let n = 0; n < 4; n++) order.push(lanes.next()?.item);
    assert.deepEqual(order, ['a1', 'b1', 'a2', 'b2']);
    assert.equal(lanes.next(), null);
  });
});
