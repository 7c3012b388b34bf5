/**
 * Helper: what a bare node:sqlite loop writes of rows of our size. WAL, synchronous FULL, 100 rows a transaction, two
 * indexes; nothing is parsed, scored or counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serve } from './process.ts';

serve(async ({ folder, seconds, rowBytes }) => {
  const own = mkdtempSync(join(String(folder), 'loop-'));
  const db = new DatabaseSync(join(own, 'loop.db'), { timeout: 5000 });
  try {
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE rows (id INTEGER PRIMARY KEY, source TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
      CREATE INDEX rows_source ON rows (source, at);
      CREATE INDEX rows_at ON rows (at);`);
    const insert = db.prepare('INSERT INTO rows (source, at, body) VALUES (?, ?, ?)');
    const body = 'x'.repeat(Math.max(1, Number(rowBytes) - 40));
    const startMs = Date.parse('2026-11-25T08:00:00Z');
    const endMs = performance.now() + Number(seconds) * 1000;
    const startedMs = performance.now();
    let rows = 0;
    while (performance.now() < endMs) {
      db.exec('BEGIN IMMEDIATE');
      for (let i = 0; i < 100; i++, rows++)
        insert.run(`203.0.113.${rows % 250}`, new Date(startMs + rows).toISOString(), body);
      db.exec('COMMIT');
    }
    return { perSecond: (rows / (performance.now() - startedMs)) * 1000 };
  } finally {
    db.close();
    rmSync(own, { recursive: true });
  }
});
