/**
 * Helper: the least that keeps an event durable and findable. A bare Fastify route, one row with two indexes (its id, its
 * source) for each request, and one commit (WAL, FULL) for all that the event loop brought in a turn. Nothing is
 * checked, scored, counted or told: what the product takes beyond this is its own.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fastify from 'fastify';
import { serve } from './process.ts';

const db = new DatabaseSync(join(String(process.env.BENCH_DATA), 'floor.db'), { timeout: 5000 });
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX events_id ON events (id);
  CREATE INDEX events_source ON events (source, seq);`);
const insert = db.prepare('INSERT INTO events (id, source, body) VALUES (?, ?, ?)');

interface Waiting {
  source: string;
  body: string;
  answer(id: string): void;
}
let waiting: Waiting[] = [];

function commit(): void {
  const group = waiting;
  waiting = [];
  const ids: string[] = [];
  db.exec('BEGIN IMMEDIATE');
  for (const { source, body } of group) {
    const id = randomBytes(12).toString('hex');
    insert.run(id, source, body);
    ids.push(id);
  }
  db.exec('COMMIT');
  for (const [at, { answer }] of group.entries()) answer(ids[at]!);
}

const app = fastify({ logger: false });
app.post('/insert', async (request) => {
  const body = request.body as { source_ip: string };
  const id = await new Promise<string>((answer) => {
    if (waiting.length === 0) setImmediate(commit);
    waiting.push({ source: body.source_ip, body: JSON.stringify(body), answer });
  });
  return { status: 'accepted', id };
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });

serve(async () => ({ address }));
process.once('SIGTERM', () => {
  void app.close().then(() => {
    db.close();
    process.exit(0);
  });
});
