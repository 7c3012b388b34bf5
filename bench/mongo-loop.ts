/**
 * Helper: what the driver alone writes of rows of our size into the same server, with majority and journal and two
 * indexes; nothing is parsed, scored or counted.
 */
import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { serve } from './process.ts';

serve(async ({ uri, seconds, rowBytes, rowsEach, atOnce }) => {
  const client = await MongoClient.connect(String(uri), {
    writeConcern: { w: 'majority', journal: true },
    maxPoolSize: Number(atOnce),
  });
  const db = client.db(`loop_${randomBytes(6).toString('hex')}`);
  try {
    const rowsOf = db.collection('rows');
    await rowsOf.createIndexes([{ key: { source: 1, at: -1 } }, { key: { at: -1 } }]);
    const body = 'x'.repeat(Math.max(1, Number(rowBytes) - 100));
    const startMs = Date.parse('2026-11-25T08:00:00Z');
    const startedMs = performance.now();
    const endMs = startedMs + Number(seconds) * 1000;
    let rows = 0;
    const work = async (): Promise<void> => {
      while (performance.now() < endMs) {
        const made = Array.from({ length: Number(rowsEach) }, () => {
          const n = rows++;
          return { source: `203.0.113.${n % 250}`, at: new Date(startMs + n).toISOString(), body };
        });
        await rowsOf.insertMany(made, { ordered: false });
      }
    };
    await Promise.all(Array.from({ length: Number(atOnce) }, work));
    return { perSecond: (rows / (performance.now() - startedMs)) * 1000 };
  } finally {
    await db.dropDatabase();
    await client.close();
  }
});
