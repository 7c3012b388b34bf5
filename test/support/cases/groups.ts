import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  changeGroup,
  createGroup,
  deleteGroup,
  getGroup,
  groupOfNode,
  listGroups,
} from '../../../src/cases/groups.ts';
import { changeNode, createNode } from '../../../src/cases/nodes.ts';
import { channelDocs, groupDocs } from '../../../src/core/doc-kinds.ts';
import type { GroupBody } from '../../../src/core/group.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { createCaseRig } from './rig.ts';

const group = (given: Partial<GroupBody> = {}): GroupBody => ({
  ...groupDocs.parse({ name: 'Lyon' }),
  ...given,
});

export function groupCases(backend: Backend): void {
  describe(`${backend.name}: a group of nodes`, () => {
    const opened = useStore(backend);
    const missing = { code: 'not_found' };

    it('is one tenant’s, and keeps what two people set at the same time', async () => {
      const rig = createCaseRig(opened.store);
      const { id } = await createGroup(rig, rig.user_id, group({ threshold: 5 }));
      await Promise.all([
        changeGroup(rig, { id, version: null }, { description: 'the office' }),
        changeGroup(rig, { id, version: null }, { exposure: 'internet' }),
      ]);
      const { body, version } = await getGroup(rig.tenant, id);
      assert.deepEqual(body, group({ threshold: 5, description: 'the office', exposure: 'internet' }));
      assert.equal(version, 3);
      await assert.rejects(changeGroup(rig, { id, version: 1 }, { name: 'x' }), { code: 'conflict' });
      const foreign = { ...rig, tenant: rig.others };
      await assert.rejects(getGroup(rig.others, id), missing);
      await assert.rejects(changeGroup(foreign, { id, version: null }, { name: 'theirs' }), missing);
      await assert.rejects(deleteGroup(foreign, { id, force: true }), missing);
      assert.deepEqual(await listGroups(rig.others), []);
      assert.equal(rig.refreshed(), 3, 'the pipeline learns of each change');
    });

    it('takes channels of its own tenant alone', async () => {
      const rig = createCaseRig(opened.store);
      const theirs = rig.growingHex();
      const channel = channelDocs.create({ id: theirs, user_id: 'x' }, channelDocs.parse({}), rig.now());
      await rig.others.createDoc(channel);
      const wrong = { code: 'invalid_request' };
      await assert.rejects(createGroup(rig, rig.user_id, group({ channels: [theirs] })), wrong);
      const { id } = await createGroup(rig, rig.user_id, group());
      await assert.rejects(changeGroup(rig, { id, version: null }, { channels: [theirs] }), wrong);
    });

    it('has nodes of its own tenant, and lets go of them only when it is told to', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      const { id } = await createGroup(rig, user_id, group());
      const { node } = await createNode(rig, { user_id, name: 'gate', group_id: id });
      const { node: other } = await createNode(rig, { user_id, name: 'door' });
      await changeNode(rig, other.node_id, { group_id: id });
      assert.equal((await groupOfNode(rig.tenant, other.node_id))?.name, 'Lyon');
      const wrong = { code: 'invalid_request' };
      await assert.rejects(changeNode(rig, node.node_id, { group_id: 'group-none' }), wrong);
      const foreign = { ...rig, tenant: rig.others };
      await assert.rejects(createNode(foreign, { user_id: 'x', name: 'theirs', group_id: id }), wrong);
      await assert.rejects(deleteGroup(rig, { id, force: false }), { code: 'conflict', message: /2 nodes/ });
      await changeNode(rig, other.node_id, { group_id: null });
      assert.equal(await groupOfNode(rig.tenant, other.node_id), null);
      assert.equal(await deleteGroup(rig, { id, force: true }), 1);
      assert.equal((await rig.tenant.node(node.node_id))?.group_id, null);
      await assert.rejects(getGroup(rig.tenant, id), missing);
      await assert.rejects(deleteGroup(rig, { id, force: true }), missing);
      const empty = await createGroup(rig, user_id, group());
      assert.equal(await deleteGroup(rig, { id: empty.id, force: false }), 0);
    });
  });
}
