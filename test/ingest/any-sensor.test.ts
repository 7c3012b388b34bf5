import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogLines } from '../../src/cli/follow/log-lines.ts';
import { anySensorRules } from '../../src/ingest/any-sensor.ts';

const read = (...records: unknown[]) =>
  createLogLines(
    anySensorRules(() => '2026-11-30T10:00:00.000Z'),
    null,
    0,
  ).push(Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')));

const cowrie = {
  eventid: 'cowrie.login.failed',
  src_ip: '203.0.113.9',
  session: 'a',
  username: 'root',
  password: '1',
  timestamp: '2026-11-30T10:00:00.000001Z',
};
const native = {
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login_attempt',
  payload: 'root:1',
  timestamp: '2026-11-30T10:00:00Z',
};

describe('records whose format nobody named', () => {
  it('are told apart by their fields, line by line', () => {
    const found = read(cowrie, native, { type: 'NewSensor', src_ip: '203.0.113.9', x: 1 });
    assert.deepEqual(found.problems, []);
    assert.equal(found.drafts.length, 3);
    assert.match(found.unknown[0] ?? '', /NewSensor/);
  });

  it('are refused with a reason where they name neither sensor nor source', () => {
    const wrong = [{}, { a: 1 }, [], 'x', 5, null, { eventid: 5 }, { src_ip: '' }, { activity: 'x' }];
    const found = read(...wrong);
    assert.equal(found.drafts.length, 0);
    for (const { reason } of found.problems) assert.notEqual(reason, '');
    assert.ok(found.problems.length >= 6, JSON.stringify(found.problems));
  });

  it('have one id where a copy is one event, and two where two events can be equal', () => {
    const ids = (...records: unknown[]) =>
      new Set(read(...records).drafts.map((draft) => draft.event_id)).size;
    assert.equal(ids(cowrie, cowrie), 1);
    assert.equal(ids(native, native), 2);
    assert.equal(read(native).drafts[0]?.event_id, read(native).drafts[0]?.event_id);
  });
});
