/** Accounts and restores from the command line: what was revoked stays revoked. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace, type Place, startUp, stop } from '../support/command-line.ts';

type Headers = Record<string, string>;

/** A server, its owner signed in, and calls to it. */
async function open(place: Place, password: string) {
  const up = await startUp(place);
  const call = async (method: string, path: string, headers: Headers, body?: unknown) => {
    const answer = await fetch(`${up.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const signIn = async (): Promise<{ status: number; headers: Headers }> => {
    const { status, body } = await call('POST', '/auth/login', {}, { email: 'ada@example.org', password });
    return { status, headers: { authorization: `Bearer ${body.access_token}` } };
  };
  return { up, call, signIn };
}
async function addAda(place: Place): Promise<string> {
  const { stdout } = await place.run(['user', 'add', '--json', 'ada@example.org']);
  return (JSON.parse(stdout) as { password: string }).password;
}
const event = {
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'x',
  payload: '',
  timestamp: new Date().toISOString(),
};

describe('decoyverse restore', () => {
  it('ends sessions, keeps revoked what was revoked since the backup, and names what came back', async (t) => {
    const place = createPlace(t);
    const password = await addAda(place);
    const before = await open(place, password);
    const { headers } = await before.signIn();
    const make = async (path: string, body: object) => (await before.call('POST', path, headers, body)).body;
    const leaked = await make('/api/keys', { name: 'leaked', scopes: ['read'] });
    const kept = await make('/api/keys', { name: 'kept', scopes: ['read'] });
    const gone = await make('/nodes', { name: 'gone' });
    const turned = await make('/nodes', { name: 'turned' });
    const stays = await make('/nodes', { name: 'stays' });
    const wall = await make('/api/wallboards', { name: 'hall' });
    const rule = await make('/api/suppressions', {
      name: 'nightly scan',
      condition: { sources: ['203.0.113.9'] },
    });
    const file = join(place.folder, 'b.db');
    assert.equal((await place.run(['backup', file])).code, 0);
    const { api_key: leakedView } = leaked as unknown as { api_key: { id: string } };
    await before.call('DELETE', `/api/keys/${leakedView.id}`, headers);
    await before.call('DELETE', `/nodes/${gone.node_id}`, headers);
    await before.call('DELETE', `/api/suppressions/${rule.id}`, headers);
    await before.call(
      'DELETE',
      `/api/wallboards/${(wall.wallboard as unknown as { id: string }).id}`,
      headers,
    );
    const rotated = await before.call('POST', `/nodes/${turned.node_id}/rotate-key`, headers);
    assert.equal(rotated.status, 200, JSON.stringify(rotated.body));
    await stop(before.up);

    const restored = await place.run(['restore', '--yes', '--json', file]);
    assert.equal(restored.code, 0, restored.stderr);
    const said = JSON.parse(restored.stdout) as { revoked: string[]; returned: string[]; compared: boolean };
    assert.equal(said.compared, true);
    assert.deepEqual(said.revoked.toSorted(), [
      'API key leaked',
      'node gone',
      'old key of node turned',
      'wallboard hall',
    ]);
    assert.deepEqual(said.returned, ['suppression rule nightly scan']);

    const after = await open(place, password);
    const status = async (headersOf: Headers) => (await after.call('GET', '/nodes', headersOf)).status;
    assert.equal(await status(headers), 401, 'the old session');
    assert.equal(await status({ 'x-api-key': String(leaked.key) }), 401);
    assert.equal(await status({ 'x-api-key': String(kept.key) }), 200);
    assert.equal(await status((await after.signIn()).headers), 200);
    const send = async (key: unknown) =>
      (await after.call('POST', '/api/honeypot-log', { 'x-node-key': String(key) }, event)).status;
    assert.equal(await send(gone.api_key), 403);
    assert.equal(await send(turned.api_key), 401);
    assert.equal(await send(rotated.body.api_key), 200);
    assert.equal(await send(stays.api_key), 200);
    await stop(after.up);
  });

  it('says where it could not compare, and revokes nothing of another installation', async (t) => {
    const from = createPlace(t);
    await addAda(from);
    const file = join(from.folder, 'b.db');
    assert.equal((await from.run(['backup', file])).code, 0);
    const empty = createPlace(t);
    const { stdout } = await empty.run(['restore', file]);
    assert.match(stdout, /everyone has to sign in again\nwhat was revoked since the backup is valid again/);
    const other = createPlace(t);
    await addAda(other);
    const { stdout: json } = await other.run(['restore', '--yes', '--json', file]);
    assert.deepEqual((JSON.parse(json) as { revoked: string[] }).revoked, []);
  });
});

describe('decoyverse user', () => {
  it('suspends an account, lets it act again, and removes it, beside a running server', async (t) => {
    const place = createPlace(t);
    const password = await addAda(place);
    const { up, call, signIn } = await open(place, password);
    const { headers } = await signIn();
    const key = String((await call('POST', '/api/keys', headers, { name: 'k', scopes: ['read'] })).body.key);
    assert.equal((await place.run(['user', 'suspend', 'ada@example.org'])).code, 0);
    assert.match((await place.run(['user', 'list'])).stdout, /ada@example\.org {2}\(suspended\)/);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.equal((await signIn()).status, 403);
    assert.equal((await call('GET', '/nodes', { 'x-api-key': key })).status, 401);
    assert.equal((await place.run(['user', 'suspend', '--undo', 'ada@example.org'])).code, 0);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.equal((await signIn()).status, 200);
    assert.equal((await call('GET', '/nodes', { 'x-api-key': key })).status, 200);
    const reset = await place.run(['user', 'reset-password', '--json', 'ada@example.org']);
    assert.equal((JSON.parse(reset.stdout) as { ended_api_keys: number }).ended_api_keys, 1);
    assert.equal((await call('GET', '/nodes', { 'x-api-key': key })).status, 401);
    assert.equal((await place.run(['user', 'remove', 'ada@example.org'])).code, 2);
    const removed = await place.run(['user', 'remove', '--yes', 'ada@example.org']);
    assert.match(removed.stdout, /is removed, with 0 nodes and/);
    assert.equal((await place.run(['user', 'suspend', 'ada@example.org'])).code, 1);
    await stop(up);
  });
});
