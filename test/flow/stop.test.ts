import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { eventually } from '../support/pipeline.ts';
import { startServerProcess } from '../support/process.ts';
import { testSecret } from '../support/server.ts';

const json = { 'content-type': 'application/json' };

async function answerOf<T>(response: Response): Promise<T> {
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

describe('a server that is told to stop under load', () => {
  it('answers nothing but 2xx and 503, ends by itself and has all it acknowledged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-stop-'));
    const server = await startServerProcess({ DATA_DIR: folder, JWT_SECRET_KEY: testSecret });
    try {
      const user = await answerOf<{ access_token: string }>(
        await fetch(`${server.address}/auth/register`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ email: 'owner@example.org', password: 'correct horse battery' }),
        }),
      );
      const node = await answerOf<{ api_key: string }>(
        await fetch(`${server.address}/nodes`, {
          method: 'POST',
          headers: { ...json, authorization: `Bearer ${user.access_token}` },
          body: JSON.stringify({ name: 'a node' }),
        }),
      );
      const statuses = new Map<number, number>();
      const acknowledged: string[] = [];
      let gone = false;
      const sender = async (who: number): Promise<void> => {
        for (let n = 0; !gone; n++) {
          const event_id = `${who}-${n}`;
          const body = JSON.stringify({
            event_id,
            service: 'SSH',
            source_ip: `203.0.113.${who}`,
            activity: 'login_attempt',
            timestamp: '2026-11-25T08:00:00Z',
          });
          const response = await fetch(`${server.address}/api/honeypot-log`, {
            method: 'POST',
            headers: { ...json, 'x-node-key': node.api_key },
            body,
          }).catch(() => null);
          // No answer: the door is shut, or shut in this very moment. Nobody was told that it was stored.
          if (!response) continue;
          statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
          const text = await response.text().catch(() => '');
          if (response.status === 200 && text !== '') acknowledged.push(event_id);
        }
      };
      const senders = Array.from({ length: 16 }, (_, who) => sender(who));
      await eventually(async () => acknowledged.length > 200);
      const code = await server.stop();
      gone = true;
      await Promise.all(senders);

      assert.equal(code, 0);
      for (const status of statuses.keys()) assert.ok(status === 200 || status === 503, `answered ${status}`);
      const db = new DatabaseSync(join(folder, 'decoyverse.db'), { readOnly: true });
      try {
        const stored = new Set(
          db
            .prepare('SELECT event_id FROM honeypot_logs')
            .all()
            .map((row) => String(row.event_id)),
        );
        assert.deepEqual(
          acknowledged.filter((id) => !stored.has(id)),
          [],
        );
      } finally {
        db.close();
      }
    } finally {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
