import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { noEffects } from '../../src/core/effects.ts';
import type { EventFilter } from '../../src/core/query.ts';
import type { Store } from '../../src/core/store.ts';
import { listAlerts } from '../../src/store/sqlite/alerts.ts';
import { createCommits } from '../../src/store/sqlite/commit.ts';
import { type Connection, openConnection } from '../../src/store/sqlite/connection/connection.ts';
import { createDecoysOfTenant } from '../../src/store/sqlite/decoys.ts';
import { createDeliveriesOfTenant, createOutbox } from '../../src/store/sqlite/deliveries.ts';
import { createDocsOfTenant } from '../../src/store/sqlite/docs.ts';
import { insertEvent, toEventValues } from '../../src/store/sqlite/event-record.ts';
import { listEvents } from '../../src/store/sqlite/events.ts';
import { createFeedOfTenant } from '../../src/store/sqlite/feed.ts';
import {
  closeIdleIncidents,
  listIncidents,
  unacknowledgedIncidents,
} from '../../src/store/sqlite/incidents.ts';
import { createJournalOfTenant } from '../../src/store/sqlite/journal.ts';
import { migrate } from '../../src/store/sqlite/migrations/migrate.ts';
import { createNodesOfTenant } from '../../src/store/sqlite/nodes.ts';
import { listProfiles } from '../../src/store/sqlite/profiles.ts';
import { runScan } from '../../src/store/sqlite/scan/scan.ts';
import { listSessions } from '../../src/store/sqlite/sessions.ts';
import { readStats } from '../../src/store/sqlite/stats.ts';
import { openObservableBuffer } from '../../src/store/sqlite/writing/observable-buffer.ts';
import { openWriteBuffer } from '../../src/store/sqlite/writing/write-buffer.ts';
import { makeEvent, makeSession, makeVerdict, nothingAsked } from '../support/store/contract/records.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

/** A connection that keeps every text it was asked to prepare. */
function watchedConnection(file: string): { db: Connection; texts: Set<string> } {
  const plain = openConnection(file);
  migrate(plain);
  const texts = new Set<string>();
  const sql: Connection['sql'] = (text) => {
    texts.add(text);
    return plain.sql(text);
  };
  return { db: { ...plain, sql }, texts };
}

/** Tables that grow with history. */
const growing =
  /^SCAN (honeypot_logs|agent_events|alerts|incidents|attacker_profiles|sessions|decoys|deliveries|journal|changes|windows)\b/;

function plansOf(db: Connection, texts: ReadonlySet<string>): { text: string; step: string }[] {
  return [...texts]
    .filter((text) => /^\s*(SELECT|WITH|UPDATE|DELETE)/.test(text))
    .flatMap((text) =>
      db.raw
        .prepare(`EXPLAIN QUERY PLAN ${text}`)
        .all()
        .map((row) => ({ text, step: String(row.detail) })),
    );
}

describe('queries of the embedded store', () => {
  const page = { limit: 10, cursor: Buffer.from('["2026","x"]').toString('base64url') };
  const filters: EventFilter[] = [
    {},
    { node_id: 'n' },
    { service: 's' },
    { source: 's' },
    { attack_type: 't' },
    { session: 's' },
    { alert_id: 'a' },
    { min_risk: 3 },
    { from: '2026', to: '2027' },
    { q: 'text' },
    { query: { text: 'wget user:root -country:DE source:10.0.0.0/8', nowMs: 0 } },
    { query: { text: 'source:10.0.0.1 after:2026 risk>3', nowMs: 0 } },
    { query: { text: 'node:node-1 before:2026-05 type:BruteForce', nowMs: 0 } },
    { node_id: 'n', source: 's', session: 's', alert_id: 'a', min_risk: 3, q: 'x', from: '2026' },
  ];

  it('walk an index wherever history may be long, and sort nothing of it', async (t) => {
    const { db, texts } = watchedConnection(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    const user = 'user-1';
    for (const at of [{ limit: 10 }, page]) {
      for (const filter of filters) listEvents(db, user, filter, at);
      for (const filter of [
        {},
        { open: true },
        { status: 'open' as const },
        { source: 's' },
        { incident_id: 'i', open: true, source: 's' },
        { judged: true, min_risk: 3, node_id: 'n', from: '2026', to: '2027' },
      ])
        listAlerts(db, user, filter, at);
      for (const filter of [{}, { open: true }, { source: 's', open: true }, { min_risk: 3, assignee: 'a' }])
        listIncidents(db, user, filter, at);
      listProfiles(db, user, 'last_seen', at);
      createJournalOfTenant(db).journal(user, 'audit', at);
      for (const filter of [
        {},
        { channel_id: 'c' },
        { incident_id: 'i', channel_id: 'c', state: 'due' as const },
      ])
        createDeliveriesOfTenant(db).deliveries(user, filter, at);
    }
    for (const order of ['total_attacks', 'max_risk_score'] as const)
      listProfiles(db, user, order, { limit: 5, cursor: Buffer.from('[3,"x"]').toString('base64url') });
    const session = Buffer.from('["2026","n","s"]').toString('base64url');
    for (const filter of [{}, { source: 's' }, { node_id: 'n' }])
      listSessions(db, user, filter, { limit: 5, cursor: session });
    readStats(db, user);
    createDocsOfTenant(db).docs(user, 'block', {}, 10);
    createDocsOfTenant(db).docs(user, 'block', { tag: 'n' }, 10);
    createNodesOfTenant(db).nodes(user);
    for (const filter of [{}, { node_id: 'n' }]) createDecoysOfTenant(db).decoys(user, filter, page);
    createDecoysOfTenant(db).countDecoys(user, 10);
    createFeedOfTenant(db, Date.now).feed(user, Buffer.from('[0]').toString('base64url'), 10);
    const outbox = createOutbox(db);
    outbox.dueChannels({ nowMs: 1, after: { user_id: 'u', channel_id: 'c' }, limit: 5 });
    const channels = [{ user_id: 'u', channel_id: 'c', count: 5 }];
    outbox.claimDeliveries({ nowMs: 1, channels, worker: 'w', leaseMs: 1 });
    outbox.settleDeliveries('w', [
      {
        delivery_id: 'm',
        outcome: {
          state: 'sent',
          attempts: 1,
          next_at_ms: 1,
          last_attempt_at: null,
          last_status: null,
          last_error: null,
          last_answer: null,
          held: false,
          log: [],
          recipients: null,
        },
      },
    ]);
    outbox.nextDeliveryMs();
    unacknowledgedIncidents(db, '2026', 5);
    closeIdleIncidents(db, '2026', 5);

    const plans = plansOf(db, texts);
    // A page goes on from its cursor, not from the end of the range that was asked for.
    const ranges = plans.filter(({ text, step }) => text.includes(') < (') && /SEARCH \w+ USING/.test(step));
    assert.ok(ranges.length > 20);
    assert.deepEqual(
      ranges.filter(({ step }) => !step.includes(')<(') && !step.includes('PRIMARY KEY')),
      [],
    );
    assert.ok(texts.size > 50, `only ${texts.size} texts were seen`);
    assert.deepEqual(
      plans.filter(
        ({ step }) => growing.test(step) && !/^SCAN \w+ USING .*INDEX deliveries_(due|next)/.test(step),
      ),
      [],
    );
    assert.deepEqual(
      plans.filter(({ step }) => step.includes('USE TEMP B-TREE')),
      [],
    );
  });

  it('of the pipeline look up everything by a key', async (t) => {
    const { db, texts } = watchedConnection(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    const commits = createCommits(
      db,
      openWriteBuffer(db, Date.now),
      openObservableBuffer(db),
      Date.now,
    ) as unknown as Pick<Store, 'context' | 'record' | 'apply'>;
    const event = makeEvent({ user_id: 'u' });
    const request = {
      ...nothingAsked,
      logIds: [{ user_id: 'u', log_id: event.log_id }],
      windows: [{ user_id: 'u', source_ip: 's', bucket: 1 }],
      sessions: [{ user_id: 'u', node_id: 'n', session: 's' }],
      openKeys: ['k'],
    };
    const context = await commits.context(request);
    await commits.record([event], context, () => ({
      ...noEffects(),
      sessions: [makeSession({ user_id: 'u' })],
    }));
    await commits.apply([{ ...event, verdict: makeVerdict() }], context, noEffects);
    assert.deepEqual(
      plansOf(db, texts).filter(({ step }) => growing.test(step)),
      [],
    );
  });

  it('count by the time index alone where the condition needs no text', (t) => {
    const { db, texts } = watchedConnection(join(tempFolder(t), 'a.db'));
    t.after(() => db.close());
    const condition = { services: ['b'], nodes: ['c'], attack_types: ['d'], max_risk: 3 };
    runScan(db, { kind: 'count', userId: 'u', threshold: 7, condition });
    const steps = plansOf(db, texts).map(({ step }) => step);
    assert.equal(steps.length, 4);
    for (const [at, step] of steps.entries())
      if (at % 2 === 0) assert.match(step, /USING COVERING INDEX \w+_time \(user_id=\?/);
      else assert.match(step, /USING INDEX \w+_loud_quiet \(user_id=\? AND risk_score>\?/);
    const event = makeEvent({ user_id: 'u', source_ip: 'a' });
    db.transaction(() => db.sql(insertEvent.honeypot_logs).run(...toEventValues(event, db.nextSeq(), true)));
    db.transaction(() =>
      db
        .sql(insertEvent.honeypot_logs)
        .run(...toEventValues({ ...event, log_id: 'b', source_ip: 'b' }, db.nextSeq(), true)),
    );
    texts.clear();
    runScan(db, { kind: 'count', userId: 'u', threshold: 7, condition: { sources: ['a'] } });
    const found = plansOf(db, texts)
      .map(({ step }) => step)
      .filter((step) => /(honeypot_logs|agent_events)\b/.test(step));
    assert.ok(found.length >= 4);
    for (const step of found) assert.match(step, /INDEX \w+_(source|loud_quiet) \(user_id=\?/);
  });
});
