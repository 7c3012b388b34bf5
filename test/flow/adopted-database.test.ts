import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { MongoClient } from 'mongodb';
import { honeypotLog, openApi } from '../support/api-client.ts';
import { startMongo } from '../support/mongo-server.ts';
import { key, nodeId, password, userId, writePython } from '../support/store/mongo-python.ts';

const mongo = await startMongo();

interface Token {
  access_token: string;
  token_type: string;
  user: { id: string; email: string; created_at: string };
}

describe('a database that the Python back end wrote', { skip: mongo === null }, () => {
  after(() => mongo?.close());

  it('is served: its user signs in, its node delivers with the key it has, and what it held shows', async (t) => {
    const { uri } = mongo!;
    const database = mongo!.newDatabase();
    const client = await MongoClient.connect(uri);
    t.after(() => client.close());
    await writePython(client.db(database));
    const { call } = await openApi(t, { env: { MONGODB_URI: uri, DATABASE_NAME: database } });

    const signIn = (email: string, given: string) =>
      call<Token>('POST', '/auth/login', { body: { email, password: given } });
    assert.equal((await signIn('owner@example.org', 'abc123xyZ')).status, 401);
    assert.equal(
      (await call('POST', '/auth/register', { body: { email: 'owner@example.org', password } })).status,
      400,
    );
    const { status, body } = await signIn('Owner@Example.org', password);
    assert.equal(status, 200);
    assert.equal(body.token_type, 'bearer');
    assert.deepEqual(body.user, {
      id: userId,
      email: 'owner@example.org',
      created_at: '2026-01-02T03:04:05.000Z',
    });
    const headers = { authorization: `Bearer ${body.access_token}` };
    assert.equal((await call<{ id: string }>('GET', '/auth/me', { headers })).body.id, userId);
    const stats = async (): Promise<Record<string, number>> =>
      (await call<Record<string, number>>('GET', '/api/stats', { headers })).body;
    assert.equal((await stats()).total_attacks, 9);

    // By the key alone, as some agents speak, with the id, and under the older header.
    const nodes: Record<string, string>[] = [
      { 'x-node-key': key },
      { 'x-node-key': key, 'x-node-id': nodeId },
      { 'x-node-api-key': key },
    ];
    for (const node of nodes) {
      const sent = await call<{ status: string; log_id: string }>('POST', '/api/honeypot-log', {
        headers: node,
        body: honeypotLog,
      });
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
      const event = await call<{ node_id: string }>('GET', `/api/events/${sent.body.log_id}`, { headers });
      assert.equal(event.body.node_id, nodeId);
    }
    assert.equal((await stats()).total_attacks, 12);
    const foreign = { 'x-node-key': 'nk_other' };
    const refused = await call('POST', '/api/honeypot-log', { headers: foreign, body: honeypotLog });
    assert.equal(refused.status, 403, "another user's node was inactive");
    const forged = { 'x-node-key': `${key.slice(0, -1)}x` };
    assert.equal(
      (await call('POST', '/api/honeypot-log', { headers: forged, body: honeypotLog })).status,
      401,
    );

    const shown = await call<{ node_id: string; api_key: null; name: string }[]>('GET', '/nodes', {
      headers,
    });
    assert.deepEqual(
      shown.body.map(({ node_id, api_key, name }) => [node_id, api_key, name]),
      [[nodeId, null, 'web-01']],
    );
    const alerts = await call<{ payload: string }[]>('GET', '/api/alerts', { headers });
    assert.equal(alerts.body.length, 3);
    const profile = await call<{ total_attacks: number }>('GET', '/api/attacker-profile/203.0.113.0', {
      headers,
    });
    assert.equal(profile.body.total_attacks, 40);
    const changed = await call('POST', '/auth/password', {
      headers,
      body: { current_password: password, new_password: 'correct horse battery' },
    });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    assert.equal((await signIn('owner@example.org', password)).status, 401);
    assert.equal((await signIn('owner@example.org', 'correct horse battery')).status, 200);
  });
});
