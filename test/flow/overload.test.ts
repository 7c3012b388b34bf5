import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestServer } from '../support/server.ts';

describe('five times more than the server takes', () => {
  it('is answered honestly: what is stored with 200, the rest with 503 and Retry-After, and the counters add up', async () => {
    const capacity = 400;
    const server = await openTestServer({
      overrides: { pipelineLimits: { queueEvents: capacity, tenantShare: 1, groupEvents: 50 } },
    });
    try {
      const user = await server.createUser();
      const node = await server.createNode(user);
      const send = (batch: number) =>
        server.call<{ accepted: number; duplicate: number; rejected: number }>('POST', '/api/events', {
          headers: node.headers,
          body: Array.from({ length: 100 }, (_, i) => ({
            event_id: `${batch}-${i}`,
            service: 'SSH',
            source_ip: '203.0.113.70',
            activity: 'login_attempt',
            // One in each batch is not readable.
            timestamp: i === 0 ? 'yesterday' : '2026-11-25T08:00:00Z',
          })),
        });
      const sum = { accepted: 0, duplicate: 0, rejected: 0, refused: 0 };
      const unanswered: number[] = [];
      const note = async (batch: number): Promise<void> => {
        const { status, headers, body } = await send(batch);
        if (status === 503) {
          assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
          sum.refused++;
          unanswered.push(batch);
          return;
        }
        assert.equal(status, 200);
        assert.equal(body.accepted + body.duplicate + body.rejected, 100);
        for (const name of ['accepted', 'duplicate', 'rejected'] as const) sum[name] += body[name];
      };
      const batches = Array.from({ length: (5 * capacity) / 100 }, (_, batch) => batch);
      await Promise.all(batches.map(note));
      assert.ok(sum.refused > 0, 'nothing was refused: this was no overload');
      // As the answer says: what was refused is sent again, one after another.
      for (const batch of unanswered.splice(0)) await note(batch);
      assert.deepEqual(unanswered, []);
      assert.deepEqual(
        { accepted: sum.accepted, duplicate: sum.duplicate, rejected: sum.rejected },
        { accepted: batches.length * 99, duplicate: 0, rejected: batches.length },
      );
      const stats = await server.call<{ total_attacks: number }>('GET', '/api/stats', {
        headers: user.headers,
      });
      assert.equal(stats.body.total_attacks, sum.accepted);
      const c = server.pipeline.counters();
      assert.equal(c.received, c.stored! + c.duplicate! + c.rejected! + c.dropped!);
      assert.equal(c.stored, sum.accepted);
      assert.ok(c.dropped_queue_full! > 0);
    } finally {
      await server.close();
    }
  });
});
