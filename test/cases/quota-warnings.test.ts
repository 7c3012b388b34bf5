/** A quota's warning: once in its period, the same message from every process, and never in the way of events. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type QuotaNews, toQuotaNotice } from '../../src/cases/quota-notice.ts';
import { createQuotaWarnings } from '../../src/cases/quota-warnings.ts';
import { quotaNames } from '../../src/core/quota.ts';

const dayMs = 24 * 3_600_000;
const monday = Date.parse('2026-11-30T10:00:00Z');

function open(fails = false) {
  const time = { now: monday };
  const told: [userId: string, name: string, state: string, turn: string][] = [];
  const logged: string[] = [];
  const warnings = createQuotaWarnings({
    clock: () => time.now,
    log: { warn: (_data, message) => logged.push(message) },
    tell: (userId, { name, state }, turn) => {
      told.push([userId, name, state, turn]);
      return fails ? Promise.reject(new Error('the store is away')) : Promise.resolve();
    },
  });
  const add = (state: QuotaNews['state'], name: QuotaNews['name'] = 'events_per_day', userId = 'u') =>
    warnings.add(userId, { name, state, used: 90, limit: 100 });
  return { time, told, logged, warnings, add };
}

describe('a quota warning', () => {
  it('is told once a day for each tenant, quota and state', () => {
    const { time, told, add } = open();
    for (let n = 0; n < 5; n++) {
      add('warning');
      add('used_up');
      add('warning', 'bytes_per_day');
      add('warning', 'events_per_day', 'another');
    }
    assert.equal(told.length, 4);
    assert.equal(new Set(told.map((one) => one.join())).size, 4);
    time.now += dayMs;
    add('warning');
    assert.equal(told.length, 5);
  });

  it('is told once a week where the quota does not begin anew, and daily once it is used up', () => {
    const { time, told, add } = open();
    for (let day = 0; day < 14; day++) {
      add('warning', 'stored_bytes');
      time.now += dayMs;
    }
    assert.ok(told.length === 2 || told.length === 3, String(told.length));
    const before = told.length;
    for (let day = 0; day < 3; day++) {
      add('used_up', 'nodes');
      time.now += dayMs;
    }
    assert.equal(told.length, before + 3);
  });

  it('that could not be stored is tried again with the next event, under the same turn', async () => {
    const { told, logged, warnings, add } = open(true);
    add('used_up');
    await warnings.settle();
    add('used_up');
    await warnings.settle();
    assert.equal(told.length, 2);
    assert.deepEqual(told[0], told[1]);
    assert.ok(logged.includes('a quota warning could not be sent'));
  });

  it('about live streams is for the log alone', () => {
    const { told, logged, add } = open();
    add('used_up', 'streams');
    assert.deepEqual([told.length, logged.length], [0, 1]);
  });
});

describe('the message about a quota', () => {
  it('says for each quota which one, how much of it, and what follows', () => {
    for (const name of [...quotaNames, 'disk'] as const)
      for (const state of ['warning', 'used_up'] as const) {
        const limit = name === 'disk' ? null : 5 * 1024 ** 3;
        const news = {
          name,
          state,
          used: (state === 'warning' ? 4.5 : 5) * 1024 ** 3,
          limit,
          atIso: new Date(monday).toISOString(),
        };
        const notice = toQuotaNotice(news, 'https://example.org/console/settings');
        assert.match(
          notice.title,
          name === 'disk' ? /disk/ : state === 'warning' ? /Four fifths/ : /used up/,
        );
        assert.match(notice.reasons.join(' '), /In use: .+ (refused|added)/);
        assert.doesNotMatch(JSON.stringify(notice), /undefined|NaN|null B|_per_day of/);
      }
    const share = toQuotaNotice(
      { name: 'events_per_day', state: 'used_up', used: 80, limit: 100, atIso: '' },
      null,
    );
    assert.match(share.title, /^A node has used its share/);
    const { reasons } = toQuotaNotice(
      { name: 'stored_bytes', state: 'warning', used: 1536, limit: 2048, atIso: '' },
      null,
    );
    assert.equal(reasons[0], 'In use: 1.5 KiB of 2.0 KiB.');
  });
});
