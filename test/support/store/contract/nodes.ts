import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NodeRecord } from '../../../../src/core/node.ts';
import { type Backend, useStore } from './backend.ts';
import { fresh, makeNode, newTenant, time } from './records.ts';

export function nodesContract(backend: Backend): void {
  describe(`${backend.name}: nodes`, () => {
    const open = useStore(backend);

    it('keeps a node as it is, for its tenant alone', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const node = makeNode({ user_id: mine });
      assert.equal(await open.store.of(mine).createNode(node), true);
      assert.deepEqual(await open.store.of(mine).node(node.node_id), node);
      assert.deepEqual(await open.store.of(mine).nodes(), [node]);
      assert.equal(await open.store.of(other).node(node.node_id), null);
      assert.deepEqual(await open.store.of(other).nodes(), []);
      assert.equal(await open.store.of(other).updateNode(node.node_id, { name: 'stolen' }), null);
      assert.deepEqual(await open.store.of(mine).node(node.node_id), node);
    });

    it('takes an id once over all tenants', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const node = makeNode({ user_id: mine });
      await open.store.of(mine).createNode(node);
      assert.equal(await open.store.of(mine).createNode({ ...node, name: 'again' }), false);
      assert.equal(await open.store.of(other).createNode({ ...node, user_id: other }), false);
      assert.equal((await open.store.of(mine).node(node.node_id))?.name, 'gate');
    });

    it('makes one node of a name, whoever asks for it at once, and finds it afterwards', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const tenant = open.store.of(mine);
      // Half of them write the name in its other Unicode form.
      const asked = Array.from({ length: 20 }, (_, n) =>
        makeNode({ user_id: mine, name: n % 2 === 0 ? 'p\u00f6t' : 'po\u0308t' }),
      );
      const answers = await Promise.all(asked.map((node) => tenant.findOrCreateNode(node)));
      const [made, ...more] = await tenant.nodes();
      assert.deepEqual(more, []);
      assert.deepEqual(new Set(answers.map((node) => node?.node_id)), new Set([made?.node_id]));
      assert.deepEqual(answers[0], made);
      const theirs = makeNode({ user_id: other, name: 'pöt' });
      assert.deepEqual(
        await open.store.of(other).findOrCreateNode(theirs),
        theirs,
        'each tenant has its own',
      );

      // The name is free again once its node has another one, or is deleted.
      const id = made?.node_id ?? '';
      await tenant.updateNode(id, { name: 'gate' });
      const second = await tenant.findOrCreateNode(makeNode({ user_id: mine, name: 'pöt' }));
      assert.notEqual(second?.node_id, id);
      await tenant.updateNode(second?.node_id ?? '', { deleted_at: time(3) });
      const third = makeNode({ user_id: mine, name: 'pöt' });
      assert.deepEqual(await tenant.findOrCreateNode(third), third);

      // One that was made without asking is found as well; an id that exists is not written over.
      const plain = makeNode({ user_id: mine, name: 'plain' });
      await tenant.createNode(plain);
      assert.deepEqual(await tenant.findOrCreateNode(makeNode({ user_id: mine, name: 'plain' })), plain);
      assert.equal(await tenant.findOrCreateNode({ ...plain, name: 'new' }), null);
      assert.equal(await open.store.of(other).findOrCreateNode({ ...plain, name: 'new' }), null);
      assert.deepEqual(await tenant.node(plain.node_id), plain);
    });

    it('lists the newest first, equal times by id descending', async () => {
      const user = newTenant();
      const ids = ['c', 'a', 'b'].map((letter) => fresh(`node-${letter}`));
      const [c = '', a = '', b = ''] = ids;
      await open.store.of(user).createNode(makeNode({ user_id: user, node_id: c, created_at: time(1) }));
      await open.store.of(user).createNode(makeNode({ user_id: user, node_id: a, created_at: time(2) }));
      await open.store.of(user).createNode(makeNode({ user_id: user, node_id: b, created_at: time(2) }));
      const listed = await open.store.of(user).nodes();
      assert.deepEqual(
        listed.map((node) => node.node_id),
        [b, a, c],
      );
    });

    it('changes what is given', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      const patch: Partial<NodeRecord> = {
        name: 'door',
        status: 'inactive',
        deployment_config: null,
        exposure: 'internet',
        labels: ['site: Lyon', '\u202eß'],
        group_id: 'group-1',
      };
      assert.deepEqual(await open.store.of(user).updateNode(node.node_id, patch), { ...node, ...patch });
      const key_hash = fresh('hash');
      assert.deepEqual(await open.store.of(user).updateNode(node.node_id, { key_hash }), {
        ...node,
        ...patch,
        key_hash,
      });
      assert.equal(await open.store.nodeByKeyHash(node.key_hash), null);
      assert.equal((await open.store.nodeByKeyHash(key_hash))?.node_id, node.node_id);
      assert.equal(await open.store.of(user).updateNode('node-none', { name: 'x' }), null);
    });

    it('hides a deleted node from everything but its key', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      assert.equal(await open.store.nodeExists(node.node_id), true);
      const grace = { deleted_at: time(2), uninstall_grace_until: time(59) };
      assert.deepEqual(await open.store.of(user).updateNode(node.node_id, grace), {
        ...node,
        ...grace,
      });
      assert.equal(await open.store.of(user).node(node.node_id), null);
      assert.deepEqual(await open.store.of(user).nodes(), []);
      assert.equal(await open.store.of(user).updateNode(node.node_id, { name: 'x' }), null);
      assert.equal(await open.store.nodeExists(node.node_id), false);
      assert.deepEqual(await open.store.nodeByKeyHash(node.key_hash), { ...node, ...grace });
    });

    it('ends the uninstall grace of a deleted node, of this tenant, once', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      const tenant = open.store.of(user);
      await tenant.createNode(node);
      assert.equal(await tenant.endUninstallGrace(node.node_id), false);
      await tenant.updateNode(node.node_id, { deleted_at: time(2), uninstall_grace_until: time(59) });
      assert.equal(await open.store.of(newTenant()).endUninstallGrace(node.node_id), false);
      assert.equal((await open.store.nodeByKeyHash(node.key_hash))?.uninstall_grace_until, time(59));
      assert.equal(await tenant.endUninstallGrace(node.node_id), true);
      assert.equal((await open.store.nodeByKeyHash(node.key_hash))?.uninstall_grace_until, null);
      assert.equal(await tenant.endUninstallGrace(node.node_id), false);
      assert.equal(
        await open.store.registerAgent(node.node_id, { hostname: 'h', os: null, registered_at: time(3) }),
        false,
      );
    });

    it('retires a node: inactive, with the time, and its key unknown', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      const neighbour = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      await open.store.of(user).createNode(neighbour);
      await open.store.deactivateNode(node.node_id, time(3));
      await open.store.deactivateNode('node-none', time(3));
      const retired = await open.store.of(user).node(node.node_id);
      assert.deepEqual([retired?.status, retired?.agent_removed_at], ['inactive', time(3)]);
      const other = await open.store.of(user).node(neighbour.node_id);
      assert.deepEqual([other?.status, other?.agent_removed_at], ['active', null]);
      assert.equal(await open.store.nodeByKeyHash(node.key_hash), null);
      assert.equal(await open.store.nodeByKeyHash(''), null);
      assert.equal((await open.store.nodeByKeyHash(neighbour.key_hash))?.node_id, neighbour.node_id);
    });

    it('forgets the removal of an agent when one registers again', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      await open.store.deactivateNode(node.node_id, time(3));
      await open.store.registerAgent(node.node_id, { hostname: 'h', os: null, registered_at: time(4) });
      assert.equal((await open.store.of(user).node(node.node_id))?.agent_removed_at, null);
    });

    it('ends the grace period of a deleted node that is retired', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      await open.store
        .of(user)
        .updateNode(node.node_id, { deleted_at: time(2), uninstall_grace_until: time(59) });
      await open.store.deactivateNode(node.node_id, time(3));
      assert.equal(await open.store.nodeByKeyHash(node.key_hash), null);
      assert.equal(await open.store.of(user).endUninstallGrace(node.node_id), false);
    });

    it('answers null for a key that nobody has', async () => {
      assert.equal(await open.store.nodeByKeyHash(fresh('hash')), null);
      assert.equal(await open.store.nodeExists('node-none'), false);
    });

    it('stamps when nodes were seen, never backwards, and leaves out the missing', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      const seen = async (): Promise<string | null | undefined> =>
        (await open.store.of(user).node(node.node_id))?.last_seen;
      await open.store.touchNodes([
        { node_id: 'node-none', at: time(9) },
        { node_id: node.node_id, at: time(5) },
      ]);
      assert.equal(await seen(), time(5));
      await open.store.touchNodes([{ node_id: node.node_id, at: time(4) }]);
      assert.equal(await seen(), time(5));
      await open.store.touchNodes([]);
      assert.equal(await seen(), time(5));
    });

    it('learns how long a node usually pauses', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      const { node_id } = node;
      const usual = async (): Promise<number | null | undefined> =>
        (await open.store.of(user).node(node_id))?.usual_pause_ms;
      await open.store.touchNodes([{ node_id, at: time(5) }]);
      assert.equal(await usual(), null);
      await open.store.touchNodes([{ node_id, at: time(7) }]);
      assert.equal(await usual(), 120_000);
      await open.store.touchNodes([{ node_id, at: time(6) }]);
      assert.equal(await usual(), 120_000);
      await open.store.touchNodes([{ node_id, at: time(11) }]);
      assert.equal(await usual(), 180_000);
    });

    it('lists those that were seen, over all tenants and page by page, without the deleted', async () => {
      const tenants = [newTenant(), newTenant()];
      const mark = fresh('zz');
      const nodes = Array.from({ length: 5 }, (_, n) =>
        makeNode({ user_id: tenants[n % 2]!, node_id: `${mark}-${n}`, last_seen: n === 3 ? null : time(n) }),
      );
      for (const node of nodes) await open.store.of(node.user_id).createNode(node);
      await open.store.of(tenants[0]!).updateNode(`${mark}-2`, { deleted_at: time(9) });
      const first = await open.store.nodesAfter(mark, 2);
      assert.deepEqual(first, [nodes[0], nodes[1]]);
      const rest = await open.store.nodesAfter(`${mark}-1`, 2);
      assert.deepEqual(rest[0], nodes[4]);
    });

    it('makes one node of a sensor below another, whoever sees it first, and so many as there may be', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const tenant = open.store.of(mine);
      const parent = makeNode({ user_id: mine });
      await tenant.createNode(parent);
      const { node_id: parent_id } = parent;
      const below = (n: number) => ({
        ...makeNode({ user_id: mine, name: `n${n}`, key_hash: '' }),
        node_id: `${parent_id}-${n}`,
        parent_id,
      });
      const same = await Promise.all(Array.from({ length: 20 }, () => tenant.createSubNode(below(0), 5)));
      assert.deepEqual(
        new Set(same.map((one) => one !== 'full' && one?.node_id)),
        new Set([`${parent_id}-0`]),
      );
      const many = await Promise.all(Array.from({ length: 20 }, (_, n) => tenant.createSubNode(below(n), 5)));
      assert.equal(many.filter((one) => one === 'full').length, 15);
      const made = await tenant.subNodes(parent_id);
      assert.equal(made.length, 5);
      assert.ok(made.every((one) => one.parent_id === parent_id && one.user_id === mine));
      assert.equal((await tenant.nodes()).length, 6);

      // A place is free again, and a sensor that reports again has its own id.
      const gone = made[2] ?? parent;
      await tenant.updateNode(gone.node_id, { deleted_at: time(3) });
      const late = below(99);
      assert.deepEqual(await tenant.createSubNode(late, 5), late);
      assert.equal(await tenant.createSubNode({ ...below(0), node_id: gone.node_id }, 5), 'full');
      await tenant.updateNode(late.node_id, { deleted_at: time(4) });
      const again = { ...below(0), node_id: gone.node_id, name: 'again' };
      assert.deepEqual(await tenant.createSubNode(again, 5), again);
      assert.equal((await tenant.node(gone.node_id))?.name, 'again');

      // Nobody takes another's: not another parent, not another tenant, and not below a node that is gone.
      const second = makeNode({ user_id: mine });
      await tenant.createNode(second);
      assert.equal(await tenant.createSubNode({ ...again, parent_id: second.node_id }, 5), null);
      assert.equal(await tenant.createSubNode({ ...again, node_id: second.node_id }, 5), null);
      assert.equal(await open.store.of(other).createSubNode(below(7), 5), null);
      assert.deepEqual(await open.store.of(other).subNodes(parent_id), []);
      const named = makeNode({ user_id: mine, name: 'again' });
      assert.deepEqual(await tenant.findOrCreateNode(named), named, 'one with a key of its own');
      await tenant.updateNode(parent_id, { deleted_at: time(5) });
      assert.equal(await tenant.createSubNode(below(8), 5), null);
    });

    it('keeps what an agent says of itself', async () => {
      const user = newTenant();
      const node = makeNode({ user_id: user });
      await open.store.of(user).createNode(node);
      const agent = { hostname: 'pc-17', os: 'Windows 11', registered_at: time(3) };
      assert.equal(await open.store.registerAgent(node.node_id, agent), true);
      assert.deepEqual((await open.store.of(user).node(node.node_id))?.agent, agent);
      assert.equal(await open.store.registerAgent('node-none', agent), false);
    });

    it('keeps free-form settings of any shape', async () => {
      const user = newTenant();
      const settings = [null, 'text', 7, [1, [2]], { a: { 'b.c': 1, $d: 2, '': 3 } }];
      for (const deployment_config of settings) {
        const node = makeNode({ user_id: user, deployment_config });
        await open.store.of(user).createNode(node);
        assert.deepEqual(
          (await open.store.of(user).node(node.node_id))?.deployment_config,
          deployment_config,
        );
      }
    });
  });
}
