import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { createGroup } from '../../../src/cases/groups.ts';
import { incidentStream } from '../../../src/cases/journal.ts';
import { createNode, deleteNode } from '../../../src/cases/nodes.ts';
import { watchSilence } from '../../../src/cases/silent-nodes.ts';
import type { Notice } from '../../../src/core/channel.ts';
import { groupDocs } from '../../../src/core/doc-kinds.ts';
import { newSubNode } from '../../../src/core/sub-node.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { type CaseRig, createCaseRig } from './rig.ts';

const minuteMs = 60_000;

export function silenceCases(backend: Backend): void {
  describe(`${backend.name}: a node that falls silent`, () => {
    const opened = useStore(backend);

    function open() {
      const rig = createCaseRig(opened.store);
      const notices: Notice[] = [];
      const watch = () =>
        watchSilence({
          store: rig.store,
          toDeliveries: async (notice, userId) => {
            if (userId === rig.user_id) notices.push(notice);
            return [];
          },
          linkTo: () => null,
          clock: rig.clock,
          sinceMs: 0,
          sha256: (text) => createHash('sha256').update(text).digest('hex'),
        });
      return { rig, notices, watch };
    }
    /** Reports every five minutes for two hours. */
    async function report(rig: CaseRig, node_id: string): Promise<void> {
      for (let n = 0; n < 24; n++) {
        rig.turn(5 * minuteMs);
        await rig.store.touchNodes([{ node_id, at: rig.now() }]);
      }
    }
    const incidents = async (rig: CaseRig) => (await rig.tenant.incidents({}, { limit: 10 })).items;

    it('raises one incident, which ends when it is back', async () => {
      const { rig, notices, watch } = open();
      const { node } = await createNode(rig, { user_id: rig.user_id, name: 'gate' });
      const { node_id } = node;
      await report(rig, node_id);
      assert.equal((await rig.tenant.node(node_id))?.usual_pause_ms, 5 * minuteMs);
      rig.turn(15 * minuteMs);
      await watch();
      assert.deepEqual(await incidents(rig), []);
      rig.turn(minuteMs);
      const since = (await rig.tenant.node(node_id))?.last_seen;
      await watch();
      await watch();
      const [raised, ...more] = await incidents(rig);
      assert.deepEqual(more, []);
      assert.equal(raised?.title, 'Node gate has fallen silent');
      assert.deepEqual([raised?.risk_score, raised?.attack_type, raised?.status], [8, 'unknown', 'open']);
      assert.equal((await rig.tenant.node(node_id))?.silent_since, since);
      assert.equal(await rig.others.incident(raised?.incident_id ?? ''), null);

      rig.turn(5 * minuteMs);
      await rig.store.touchNodes([{ node_id, at: rig.now() }]);
      await watch();
      await watch();
      const ended = await rig.tenant.incident(raised?.incident_id ?? '');
      assert.deepEqual([ended?.status, ended?.resolved_at], ['resolved', rig.now()]);
      assert.equal((await rig.tenant.node(node_id))?.silent_since, null);
      assert.deepEqual(await rig.kinds(incidentStream(ended?.incident_id ?? '')), ['changed']);
      assert.deepEqual(
        notices.map(({ occasion }) => occasion),
        ['opened', 'resolved'],
      );

      // The next silence is another incident.
      rig.turn(60 * minuteMs);
      await watch();
      assert.equal((await incidents(rig)).length, 2);
    });

    it('of several sensors behind one key is each its own, unless what carries them is silent or stopped', async () => {
      const { rig, watch } = open();
      const { node: parent } = await createNode(rig, { user_id: rig.user_id, name: 'relay', relay: true });
      const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
      const make = async (name: string): Promise<string> => {
        const given = newSubNode(parent, { sensorName: name, name, created_at: rig.now() }, sha256);
        await rig.tenant.createSubNode({ ...given, parent_id: parent.node_id }, 50);
        return given.node_id;
      };
      const [first, second] = [await make('first'), await make('second')];
      const call = async (...ids: string[]): Promise<void> => {
        rig.turn(5 * minuteMs);
        await rig.store.touchNodes([parent.node_id, ...ids].map((node_id) => ({ node_id, at: rig.now() })));
      };
      const titles = async () => (await incidents(rig)).map(({ title }) => title).sort();
      for (let n = 0; n < 24; n++) await call(first, second);
      for (let n = 0; n < 6; n++) await call(second);
      await watch();
      assert.deepEqual(await titles(), ['Node first has fallen silent']);

      // All are silent: one incident says so.
      rig.turn(60 * minuteMs);
      await watch();
      await watch();
      assert.deepEqual(await titles(), ['Node first has fallen silent', 'Node relay has fallen silent']);
      assert.equal((await rig.tenant.node(second))?.silent_since, null);

      await rig.tenant.updateNode(parent.node_id, { status: 'inactive' });
      await watch();
      assert.deepEqual(
        (await incidents(rig)).map(({ status }) => status),
        ['resolved', 'resolved'],
        'nobody waits for what was stopped',
      );
      assert.equal((await rig.tenant.node(first))?.silent_since, null);
    });

    it('is raised once by two processes, and again after a crash before it was marked', async () => {
      const { rig, watch } = open();
      const { node } = await createNode(rig, { user_id: rig.user_id, name: 'gate' });
      await report(rig, node.node_id);
      rig.turn(60 * minuteMs);
      await Promise.all([watch(), watch()]);
      await rig.tenant.updateNode(node.node_id, { silent_since: null });
      await watch();
      assert.equal((await incidents(rig)).length, 1);
      assert.notEqual((await rig.tenant.node(node.node_id))?.silent_since, null);
    });

    it('is over when it is deleted, and was not to be told while silence was planned', async () => {
      const { rig, notices, watch } = open();
      const { user_id } = rig;
      const from = rig.now();
      const to = new Date(rig.clock() + 24 * 60 * minuteMs).toISOString();
      const maintenance = [{ from, to, note: 'moving' }];
      const group = await createGroup(rig, user_id, groupDocs.parse({ name: 'Lyon', maintenance }));
      const { node } = await createNode(rig, { user_id, name: 'gate', group_id: group.id });
      const { node: other } = await createNode(rig, { user_id, name: 'door' });
      await report(rig, node.node_id);
      await rig.store.touchNodes([{ node_id: other.node_id, at: rig.now() }]);
      await report(rig, other.node_id);
      rig.turn(60 * minuteMs);
      await watch();
      assert.deepEqual(
        notices.map(({ node_name, node_id, risk_score }) => [node_name, node_id, risk_score]),
        [['door', other.node_id, 8]],
      );
      await deleteNode(rig, { id: other.node_id, force: true });
      const [raised] = await incidents(rig);
      assert.equal(raised?.status, 'resolved');
      assert.deepEqual(rig.resolved, [raised?.incident_id]);
    });
  });
}
