/**
 * Kills a process that takes messages and delivers them, at random and again and again, and starts it again at once. The
 * receiver counts: what was committed must arrive, and what arrives twice carries the same id and says the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import {
  countDeliveries,
  type DeliveriesFigures,
  type DeliveriesPlan,
  type Life,
  live,
  type Messages,
  makeChannels,
  noFigures,
  noteKill,
  openArrivals,
  untilItIsTime,
} from './deliverer.ts';

/** Between two lives: longer than a claim holds. */
const leaseMs = 61_000;

function checkIntegrity(file: string): void {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const found = String(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {})[0]);
    if (found !== 'ok') throw new Error(`integrity check: ${found}`);
  } finally {
    db.close();
  }
}

/** One process on an embedded store. Each life's clock begins when the claims of the one before have run out. */
export async function runDeliveries(plan: DeliveriesPlan): Promise<DeliveriesFigures> {
  const { random = Math.random, onKill = () => undefined } = plan;
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-deliveries-'));
  const file = join(folder, 'outbox.db');
  const arrivals = await openArrivals(random);
  const messages: Messages = { given: new Set(), committed: new Set() };
  const figures = noFigures();
  let life: Life | null = null;
  try {
    const prepared = await openSqliteStore({ file });
    await makeChannels(prepared, arrivals.url);
    await prepared.close();
    let startMs = 300;
    while (figures.kills < plan.kills) {
      const bornMs = performance.now();
      life = live(file, figures.kills * leaseMs, messages);
      // One in ten dies somewhere in its start, when it may hold claims already.
      const early = random() < 0.1 ? delay(startMs * random()).then(() => 'early') : null;
      const first = await Promise.race([life.ready, ...(early ? [early] : [])]);
      if (first === false) throw new Error(`a life ended by itself (${life.child.exitCode})`);
      if (first === 'early') figures.duringStart++;
      else {
        startMs = performance.now() - bornMs;
        const fed = life.feed(plan.perLife, random);
        await untilItIsTime(messages, arrivals, plan.perLife, random);
        if (arrivals.underWay.size > 0) figures.whileSending++;
        life.child.kill('SIGKILL');
        await fed;
      }
      life.child.kill('SIGKILL');
      await life.gone;
      noteKill(figures, messages, arrivals);
      onKill(figures);
    }
    life = live(file, figures.kills * leaseMs, messages);
    await life.ready;
    await arrivals.settle(messages.committed, 30_000);
    life.child.kill('SIGTERM');
    await life.gone;
    checkIntegrity(file);
    const store = await openSqliteStore({ file });
    const counted = await countDeliveries(figures, messages, arrivals, store);
    await store.close();
    return counted;
  } finally {
    life?.child.kill('SIGKILL');
    await arrivals.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
