import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { putAssets } from '../../../src/cases/assets.ts';
import type { ListName } from '../../../src/cases/lists.ts';
import { createAdmin } from '../../../src/cli/control/admin.ts';
import { parseCall, socketPath } from '../../../src/cli/control/messages.ts';
import { connectAdmin } from '../../../src/cli/control/socket-client.ts';
import { openAdminSocket } from '../../../src/cli/control/socket-server.ts';
import { localParts } from '../../../src/cli/local-parts.ts';
import { aDraft } from '../../support/drafts.ts';
import { openTestPipeline } from '../../support/pipeline.ts';

async function openRig(t: TestContext) {
  const rig = await openTestPipeline();
  const dataDir = mkdtempSync(join(tmpdir(), 'dv-control-'));
  const calls: number[] = [];
  const admin = createAdmin({
    store: rig.store,
    pipeline: async () => ({
      ...rig.pipeline,
      accept: (sender, given) => {
        calls.push(given.length);
        return rig.pipeline.accept(sender, given);
      },
    }),
  });
  const socket = (await openAdminSocket(dataDir, admin)) ?? assert.fail('no socket');
  t.after(async () => {
    await socket.close();
    await rig.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { ...rig, dataDir, calls };
}

const post = (dataDir: string, body: string): Promise<{ ok: boolean; code?: string; detail?: string }> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath: socketPath(dataDir), method: 'POST', path: '/', agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          // An answer to a body that was too large comes before all of it was sent.
          outgoing.destroy();
          resolve(JSON.parse(text));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

describe('the control socket', () => {
  it('does for a command what the server’s own process does', async (t) => {
    const { dataDir, store } = await openRig(t);
    assert.equal(statSync(socketPath(dataDir)).mode & 0o777, 0o600);
    const admin = (await connectAdmin(dataDir)) ?? assert.fail('no server found');
    const password = (await admin.addAccount(' Ada@Example.org ')) ?? assert.fail('no account');
    assert.match(password, /^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    assert.equal(await admin.addAccount('ada@example.org'), null, 'the address is taken');
    const account = (await admin.accountByEmail('ADA@example.org')) ?? assert.fail('no account');
    assert.deepEqual(await admin.accounts(10), [account]);
    assert.equal(await admin.resetPassword('nobody@example.org'), null);
    assert.notEqual(await admin.resetPassword('ada@example.org'), password);
    assert.equal((await store.userById(account.id))?.token_version, 1, 'its sessions are over');

    const made = await admin.node(account.id, 'cowrie.json');
    assert.equal(made.created, true);
    assert.deepEqual(await admin.node(account.id, 'cowrie.json'), { ...made, created: false });
    const other = (await store.of('user-1').nodes()).map(({ name }) => name);
    assert.ok(!other.includes('cowrie.json'), 'another tenant has no such node');
  });

  it('takes an account as an earlier platform wrote its address', async (t) => {
    const { dataDir, store } = await openRig(t);
    await store.createUser({
      id: 'user-old',
      email: 'Grace@Example.org',
      password_hash: '$2b$04$x',
      token_version: 0,
      created_at: '2025-01-01T00:00:00.000Z',
    });
    const admin = (await connectAdmin(dataDir)) ?? assert.fail('no server found');
    assert.equal((await admin.accountByEmail('Grace@Example.org'))?.id, 'user-old');
    assert.equal(await admin.accountByEmail('grace@example.org'), null);
    assert.notEqual(await admin.resetPassword('Grace@Example.org'), null);
  });

  it('sends many events in calls of a few megabytes, and answers in their order', async (t) => {
    const { dataDir, sender, calls } = await openRig(t);
    const admin = (await connectAdmin(dataDir)) ?? assert.fail('no server found');
    const wide = Array.from({ length: 90 }, (_, n) =>
      aDraft({ event_id: `e-${n % 80}`, payload: 'x'.repeat(60_000) }),
    );
    const outcomes = await admin.accept(sender.user_id, sender.node_id, wide);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      wide.map((_, n) => (n < 80 ? 'accepted' : 'duplicate')),
    );
    assert.equal(calls.length, 2);
  });

  it('says in lists and searches whose an address is, to its own tenant', async (t) => {
    const { dataDir, store, sender } = await openRig(t);
    const admin = (await connectAdmin(dataDir)) ?? assert.fail('no server found');
    const source_ip = '10.0.3.17';
    await admin.accept(sender.user_id, sender.node_id, [aDraft({ source_ip, session: 's1' })]);
    const other = await admin.node('user-other', 'import');
    await admin.accept('user-other', other.node_id, [aDraft({ source_ip })]);
    await putAssets(
      { tenant: store.of(sender.user_id), now: localParts.now, clock: Date.now },
      sender.user_id,
      {
        name: 'office',
        entries: [{ network: source_ip, name: 'desk-17', owner: 'Alice', location: 'Lyon' }],
      },
    );
    const assetIn = async (user: string, name: ListName, kind?: 'address') => {
      const { items } = await admin.list(user, name, { q: '', kind }, { limit: 10, cursor: null });
      assert.ok(items.length > 0, name);
      const { asset } = items.find((one) => JSON.stringify(one).includes(source_ip)) as {
        asset: { name: string; owner: string; location: string } | null;
      };
      return asset && [asset.name, asset.owner, asset.location];
    };
    for (const name of ['events', 'attackers', 'sessions'] as const)
      assert.deepEqual(await assetIn(sender.user_id, name), ['desk-17', 'Alice', 'Lyon'], name);
    assert.deepEqual(await assetIn(sender.user_id, 'observables', 'address'), ['desk-17', 'Alice', 'Lyon']);
    assert.equal(await assetIn('user-other', 'events'), null);
    assert.match(JSON.stringify(await admin.search(sender.user_id, source_ip)), /desk-17/);
    assert.doesNotMatch(JSON.stringify(await admin.search('user-other', source_ip)), /desk-17/);
    const greatest = async (user: string) =>
      (await admin.top(user, 'source', { from: '2000-01-01T00:00:00Z', limit: 10 })).items[0];
    assert.equal((await greatest(sender.user_id))?.asset?.name, 'desk-17');
    assert.equal((await greatest('user-other'))?.asset, null);
  });

  it('refuses what is no call and goes on', async (t) => {
    const { dataDir } = await openRig(t);
    for (const body of ['', '{', 'null', '[]', '7', '{"method":7,"args":[]}', '{"method":"accounts"}']) {
      const answer = await post(dataDir, body);
      assert.deepEqual([answer.ok, answer.code], [false, 'invalid_request'], body);
    }
    for (const method of ['close', '__proto__', 'constructor', 'toString', 'dropAll'])
      assert.throws(() => parseCall(JSON.stringify({ method, args: [] })), { code: 'not_found' });
    assert.equal((await post(dataDir, `"${'x'.repeat(33 * 1024 * 1024)}"`)).code, 'too_large');
    assert.equal((await post(dataDir, '{"method":"accounts","args":[1]}')).ok, true);
  });

  it('is reached by nobody where no server runs', async (t) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dv-control-'));
    t.after(() => rmSync(dataDir, { recursive: true, force: true }));
    assert.equal(await connectAdmin(dataDir), null);
    const deep = join(dataDir, 'd'.repeat(120));
    assert.equal(await openAdminSocket(deep, {} as Parameters<typeof openAdminSocket>[1]), null);
  });
});
