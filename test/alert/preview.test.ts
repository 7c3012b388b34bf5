import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decideAlert } from '../../src/alert/decide.ts';
import { defaultPolicy } from '../../src/alert/policy.ts';
import { toMatcher } from '../../src/alert/suppression.ts';
import { createWaves } from '../../src/alert/waves.ts';
import { noEffects } from '../../src/core/effects.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import type { EventCondition } from '../../src/core/query.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { event, sha256 } from '../support/tenant-sim.ts';

const sources = [
  '203.0.113.9',
  '203.0.113.77',
  '198.51.100.1',
  '2001:db8::1',
  'fin-laptop-7',
  'FIN-LAPTOP-7',
];
const types = ['BruteForce', 'Recon', 'SqlInjection'] as const;
const kinds = [
  'login.failed',
  'sensor.message',
  'command.run',
  'connection.closed',
  'client.identified',
] as const;
const texts = ['root:123456', 'GET /%41dmin', "1' OR '1'='1", 'WGET http://x', 'naïve Ä ß', 'a%b_c\\d', ''];
const agent = (n: number) => ({
  hostname: 'fin-laptop-7',
  username: n % 2 ? 'Backup' : 'mallory',
  file_accessed: 'pay.xlsx',
  file_path: n % 3 ? '/srv/Pay.xlsx' : '',
  action: 'OPENED',
  severity: 'HIGH',
  alert_type: 'x',
});

function make(n: number): StoredEvent {
  const isAgent = n % 4 === 0;
  return event(
    { ms: n * 7 * 60_000, type: types[n % 3] ?? 'Recon', risk: n % 11 },
    {
      user_id: 'user-1',
      kind: kinds[n % kinds.length] ?? 'login.failed',
      node_id: `node-${n % 2}`,
      source_ip: sources[n % sources.length] ?? '',
      service: n % 3 ? 'SSH' : 'http',
      payload: texts[n % texts.length] ?? '',
      activity: n % 5 ? 'login failed' : 'Ärger',
      collection: isAgent ? 'agent_events' : 'honeypot_logs',
      agent: isAgent ? agent(n) : null,
      extra:
        n % 6 === 0
          ? null
          : { process_name: n % 2 ? 'rsync' : 'Excel.exe', username: n % 3 ? 'root' : 'svc' },
    },
  );
}

const some = (values: readonly string[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined, freq: 3 });
const condition: fc.Arbitrary<EventCondition> = fc
  .record({
    sources: some(sources),
    networks: some(['203.0.113.0/24', '203.0.113.9', '2001:db8::/32', '0.0.0.0/0', '::/0']),
    nodes: some(['node-0', 'NODE-1', 'node-2']),
    services: some(['ssh', 'HTTP', 'smtp']),
    decoys: some(['/srv/pay.xlsx', 'PAY.xlsx']),
    processes: some(['RSYNC', 'excel.exe']),
    users: some(['backup', 'ROOT', 'svc', 'Mallory']),
    attack_types: some([...types]),
    text: fc.option(fc.constantFrom('root', 'admin', "OR '1", 'wget', 'ä', '%', '_', '\\', 'LOGIN'), {
      nil: undefined,
      freq: 3,
    }),
    time_of_day: fc.option(fc.record({ from: fc.nat(1439), until: fc.nat(1439) }), {
      nil: undefined,
      freq: 3,
    }),
    max_risk: fc.option(fc.nat(10), { nil: undefined, freq: 3 }),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, part]) => part !== undefined)));

const threshold = 4;
/** What the pipeline itself decides with the rule in force. */
const hides = (asked: EventCondition, one: StoredEvent): boolean =>
  decideAlert({
    event: one,
    thread: { session: null, alertId: null, alertRisk: 0, events: 1 },
    incident: null,
    mergedFrom: null,
    channels: [],
    waves: createWaves(),
    policy: {
      ...defaultPolicy,
      threshold,
      suppressions: [
        { id: 'sup-1', user_id: one.user_id, enabled: true, expires_at: null, matches: toMatcher(asked) },
      ],
    },
    nodeName: 'n',
    nowIso: one.received_at,
    sha256,
  }).suppressed !== null;

describe('the preview of a suppression rule', () => {
  it('counts exactly the events that the rule would hide', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-preview-'));
    const store = await openSqliteStore({ file: join(folder, 'test.db') });
    t.after(async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const events = Array.from({ length: 420 }, (_, n) => make(n));
    const context = {
      known: new Map(),
      windows: new Map(),
      sessions: new Map(),
      incidents: new Map(),
      merged: new Map(),
    };
    await store.record(events, context, () => noEffects());
    let hidden = 0;
    await fc.assert(
      fc.asyncProperty(condition, async (asked) => {
        const matches = toMatcher(asked);
        const held = events.filter((one) => matches(one));
        const alerting = held.filter((one) => hides(asked, one));
        hidden += alerting.length;
        assert.deepEqual(
          await store.of('user-1').countEvents(asked, { threshold }),
          { count: held.length, alerting: alerting.length },
          JSON.stringify(asked),
        );
        const none = { count: 0, alerting: 0 };
        assert.deepEqual(await store.of('user-2').countEvents(asked, { threshold }), none);
      }),
      { numRuns: 400 },
    );
    assert.ok(hidden > 100, 'the conditions found something at all');
  });
});
