import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeUninstall, registerAgent, registerDecoys } from '../../src/cases/agents.ts';
import { createApiKey, listApiKeys, revokeApiKey } from '../../src/cases/api-keys.ts';
import { hashOf } from '../../src/cases/credentials.ts';
import {
  addNode,
  changeNode,
  createNode,
  deleteNode,
  findOrAddNode,
  rotateNodeKey,
} from '../../src/cases/nodes.ts';
import { checkNodeState, type NodeNeed } from '../../src/core/access.ts';
import { type CaseRig, createCaseRig } from '../support/cases/rig.ts';
import { sqlite } from '../support/cases/sqlite.ts';
import { useStore } from '../support/store/contract/backend.ts';

/** Whether a node that shows this key gets through. */
async function accepts({ store, now }: CaseRig, key: string, need: NodeNeed): Promise<boolean> {
  const node = await store.nodeByKeyHash(hashOf(key));
  if (node === null) return false;
  try {
    checkNodeState(node, need, now());
    return true;
  } catch {
    return false;
  }
}

describe('nodes', () => {
  const opened = useStore(sqlite);
  const missing = { code: 'not_found' };

  it('are found by their key, of which the store has the hash alone, until it is rotated', async () => {
    const rig = createCaseRig(opened.store);
    const { cursor } = await rig.tenant.feed(null, 10);
    const { node, key } = await createNode(rig, { user_id: rig.user_id, name: 'gate', os_type: 'linux' });
    assert.match(key, /^nk_[\w-]{43}$/);
    assert.equal((await rig.store.nodeByKeyHash(hashOf(key)))?.node_id, node.node_id);
    assert.ok(!JSON.stringify(await rig.tenant.nodes()).includes(key));
    const rotated = await rotateNodeKey(rig, node.node_id);
    assert.notEqual(rotated.key, key);
    assert.equal(await rig.store.nodeByKeyHash(hashOf(key)), null);
    await changeNode(rig, node.node_id, { status: 'inactive', name: 'old gate' });
    assert.equal((await rig.tenant.node(node.node_id))?.name, 'old gate');
    assert.equal(rig.forgotten(), 3, 'the cache of keys learns of each change');
    const { items } = await rig.tenant.feed(cursor, 10);
    assert.deepEqual(
      items.map((item) => (item.type === 'change' ? [item.change.kind, item.change.id] : item.type)),
      items.map(() => ['node', node.node_id]),
    );
    assert.ok(items.length > 0, 'and so do live streams');
  });

  it('have a configuration of at most 64 KiB', async () => {
    const rig = createCaseRig(opened.store);
    const { user_id } = rig;
    const large = { deployment_config: 'x'.repeat(64 * 1024) };
    await assert.rejects(createNode(rig, { user_id, name: 'n', ...large }), { code: 'invalid_request' });
    assert.deepEqual(await rig.tenant.nodes(), []);
    const { node } = await createNode(rig, {
      user_id,
      name: 'n',
      deployment_config: 'x'.repeat(64 * 1024 - 2),
    });
    await assert.rejects(changeNode(rig, node.node_id, large), { code: 'invalid_request' });
  });

  it('have labels, each once, and tell the pipeline of every change', async () => {
    const rig = createCaseRig(opened.store);
    const { user_id } = rig;
    const { node } = await createNode(rig, { user_id, name: 'n', labels: [' a ', 'a', 'b'] });
    assert.deepEqual([node.labels, node.exposure], [['a', 'b'], 'auto']);
    const changed = await changeNode(rig, node.node_id, { labels: ['c'], exposure: 'internet' });
    assert.deepEqual([changed.labels, changed.exposure], [['c'], 'internet']);
    assert.equal(rig.refreshed(), 2);
    await assert.rejects(changeNode(rig, node.node_id, { labels: ['c', '  '] }), { code: 'invalid_request' });
  });

  it('with an agent wait for it to uninstall, and others are gone at once', async () => {
    const rig = createCaseRig(opened.store);
    const { user_id } = rig;
    const { node: bare, key: bareKey } = await createNode(rig, { user_id, name: 'bare' });
    assert.equal(await accepts(rig, bareKey, 'events'), true);
    assert.equal(await deleteNode(rig, { id: bare.node_id, force: false }), false);
    assert.equal(await accepts(rig, bareKey, 'uninstall'), false);

    const { node, key } = await createNode(rig, { user_id, name: 'laptop' });
    const id = node.node_id;
    await registerAgent(rig, id, { hostname: 'fin-laptop-07' });
    assert.equal(await deleteNode(rig, { id, force: false }), true);
    assert.deepEqual(
      [await accepts(rig, key, 'events'), await accepts(rig, key, 'uninstall')],
      [false, true],
    );
    await assert.rejects(deleteNode(rig, { id, force: false }), missing);
    await completeUninstall(rig, { ...node, deleted_at: rig.now() });
    assert.equal(await accepts(rig, key, 'uninstall'), false);

    const forced = await createNode(rig, { user_id, name: 'stolen' });
    await registerAgent(rig, forced.node.node_id, {});
    await deleteNode(rig, { id: forced.node.node_id, force: false });
    assert.equal(await deleteNode(rig, { id: forced.node.node_id, force: true }), false);
    assert.equal(await accepts(rig, forced.key, 'uninstall'), false);

    const late = await createNode(rig, { user_id, name: 'lost' });
    await registerAgent(rig, late.node.node_id, {});
    await deleteNode(rig, { id: late.node.node_id, force: false });
    rig.turn(30 * 24 * 3600_000 - 1);
    assert.equal(await accepts(rig, late.key, 'uninstall'), true);
    rig.turn(1);
    assert.equal(await accepts(rig, late.key, 'uninstall'), false, 'after 30 days');
  });

  it('become inactive once their agent has removed itself, and then wait for none', async () => {
    const rig = createCaseRig(opened.store);
    const { node, key } = await createNode(rig, { user_id: rig.user_id, name: 'laptop' });
    const id = node.node_id;
    await registerAgent(rig, id, { hostname: 'fin-laptop-07' });
    assert.equal((await rig.tenant.node(id))?.agent_removed_at, null);
    await completeUninstall(rig, node);
    const removed = await rig.tenant.node(id);
    assert.deepEqual([removed?.status, removed?.agent_removed_at], ['inactive', rig.now()]);
    assert.equal(await rig.store.nodeByKeyHash(hashOf(key)), null);
    assert.equal(await deleteNode(rig, { id, force: false }), false);
  });

  it('of another tenant are not there', async () => {
    const rig = createCaseRig(opened.store);
    const { node, key } = await createNode(rig, { user_id: rig.user_id, name: 'mine' });
    const foreign = { ...rig, tenant: rig.others };
    await assert.rejects(changeNode(foreign, node.node_id, { name: 'theirs' }), missing);
    await assert.rejects(rotateNodeKey(foreign, node.node_id), missing);
    for (const force of [false, true])
      await assert.rejects(deleteNode(foreign, { id: node.node_id, force }), missing);
    assert.equal((await rig.store.nodeByKeyHash(hashOf(key)))?.name, 'mine');
  });

  it('are made once for a name, and never twice under one id', async () => {
    const rig = createCaseRig(opened.store);
    const given = { user_id: rig.user_id, name: 'cowrie.json', os_type: 'import' };
    const first = await findOrAddNode(rig, given);
    assert.notEqual(first.key, null);
    assert.deepEqual(await findOrAddNode(rig, given), { node: first.node, key: null });
    const same = { ...rig, randomHex: () => 'same' };
    await addNode(same, given);
    await assert.rejects(addNode(same, given), { code: 'conflict' });
  });

  it('keep the decoys that their agents report, the last of one path', async () => {
    const rig = createCaseRig(opened.store);
    const { node } = await createNode(rig, { user_id: rig.user_id, name: 'laptop' });
    await registerDecoys(rig, node, [
      { file_name: 'a.txt', file_path: '/x/a.txt', type: 'file' },
      { file_name: 'a.txt', file_path: '/x/a.txt', type: 'credential', is_credential: true },
      { file_name: 'b.txt', file_path: '', type: null, status: '' },
    ]);
    const decoys = (await rig.tenant.decoys({ node_id: node.node_id }, { limit: 10 })).items;
    assert.deepEqual(
      decoys
        .map(({ file_name, file_path, type, status, extra }) => ({
          file_name,
          file_path,
          type,
          status,
          extra,
        }))
        .sort((a, b) => (a.file_name < b.file_name ? -1 : 1)),
      [
        {
          file_name: 'a.txt',
          file_path: '/x/a.txt',
          type: 'credential',
          status: 'active',
          extra: { is_credential: true },
        },
        { file_name: 'b.txt', file_path: null, type: 'file', status: 'active', extra: null },
      ],
    );
  });
});

describe('API keys', () => {
  const opened = useStore(sqlite);

  it('are made and revoked by people, a hundred at most, and stored as a hash', async () => {
    const rig = createCaseRig(opened.store);
    const person = { user_id: rig.user_id, email: 'ada@example.org' };
    const { key, doc } = await createApiKey(rig, person, {
      name: 'export',
      scopes: ['triage', 'read', 'read'],
    });
    assert.equal(doc.lookup, hashOf(key));
    assert.deepEqual(doc.body.scopes, ['read', 'triage']);
    assert.equal(doc.body.start, key.slice(0, 8));
    assert.ok(!JSON.stringify(await listApiKeys(rig.tenant)).includes(key));
    const script = { ...person, key_id: doc.id };
    await assert.rejects(createApiKey(rig, script, { name: 'x', scopes: ['read'] }), { code: 'forbidden' });
    await assert.rejects(revokeApiKey(rig, script, doc.id), { code: 'forbidden' });
    await assert.rejects(createApiKey(rig, person, { name: 'x', scopes: ['read'], expires_at: rig.now() }), {
      code: 'invalid_request',
    });
    await assert.rejects(revokeApiKey({ tenant: rig.others }, person, doc.id), { code: 'not_found' });
    for (let made = 1; made < 100; made++) await createApiKey(rig, person, { name: 'x', scopes: ['read'] });
    await assert.rejects(createApiKey(rig, person, { name: 'x', scopes: ['read'] }), {
      code: 'conflict',
      detail: 'The limit of 100 API keys is reached',
    });
    await revokeApiKey(rig, person, doc.id);
    assert.equal((await listApiKeys(rig.tenant)).length, 99);
  });
});
