/** Log lines that one tenant multiplies are bounded and counted, and hide no other's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from '../../src/server/log.ts';
import { createLogShares, type LogSharesParts } from '../../src/server/log-shares.ts';

interface Line {
  user_id?: string;
  msg: string;
  left_out?: number;
}

function open(parts: LogSharesParts = {}) {
  const lines: Line[] = [];
  let end: (() => void) | null = null;
  const shares = createLogShares({
    ...parts,
    later(work, ms) {
      assert.equal(ms, 60_000);
      end = work;
    },
  });
  const log = createLog({ logLevel: 'info' }, shares, {
    write: (text: string) => void lines.push(JSON.parse(text) as Line),
  });
  return { log, lines, endMinute: () => end?.() };
}

describe('the log', () => {
  it('has a share for each tenant, and says how much it left out', () => {
    const { log, lines, endMinute } = open();
    for (let n = 0; n < 10_000; n++) log.warn({ user_id: 'loud', n }, 'a node claimed to be another');
    log.warn({ user_id: 'quiet' }, 'a node claimed to be another');
    log.error({ user_id: 'loud' }, 'another thing');
    const of = (id: string): Line[] => lines.filter(({ user_id }) => user_id === id);
    assert.equal(of('loud').length, 61);
    assert.equal(of('quiet').length, 1);
    endMinute();
    assert.equal(lines.length, 63);
    assert.equal(lines.at(-1)?.left_out, 9940);
    assert.equal(lines.at(-1)?.user_id, 'loud');
    log.warn({ user_id: 'loud' }, 'a node claimed to be another');
    assert.equal(lines.length, 64);
  });

  it('is bounded where many tenants write much, and for lines that name nobody', () => {
    const { log, lines } = open({ linesPerMinute: 2, mostKinds: 10 });
    for (let n = 0; n < 1000; n++) log.info({ user_id: `user-${n}` }, 'hello');
    assert.ok(lines.length <= 13, String(lines.length));
    for (let n = 0; n < 10; n++) log.info('no data');
    for (let n = 0; n < 10; n++) log.info({ err: new Error('x') }, 'no owner');
    assert.ok(lines.length <= 17, String(lines.length));
  });
});
