import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { sendDueDigests } from '../../../src/cases/digest-sending.ts';
import { changeDigest, createDigest, previewDigest } from '../../../src/cases/digests.ts';
import { createGroup } from '../../../src/cases/groups.ts';
import { changeIncident } from '../../../src/cases/incident-changes.ts';
import { createNode } from '../../../src/cases/nodes.ts';
import type { ChannelConfig } from '../../../src/core/channel.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import type { DigestSettings } from '../../../src/core/digest.ts';
import { channelDocs, groupDocs, suppressionDocs } from '../../../src/core/doc-kinds.ts';
import type { Subscription } from '../../../src/core/subscription.ts';
import { newDelivery } from '../notify/memory-outbox.ts';
import { ordinary } from '../notify/notices.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { makeRollupDelta, write } from '../store/contract/records.ts';
import { type CaseRig, createCaseRig, startMs } from './rig.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const by = 'ada@example.org';
/** 24 November 2026, 11:00 in Berlin. */
const settings: DigestSettings = {
  name: 'Morning',
  enabled: true,
  every: 'day',
  weekday: 'mon',
  at: '08:00',
  timezone: 'Europe/Berlin',
  group_id: null,
  channels: [],
};

async function addChannel(rig: CaseRig, id: string, change: Partial<ChannelConfig>): Promise<void> {
  const { user_id } = rig;
  const body: ChannelConfig = {
    id,
    name: id,
    channel: 'slack',
    settings: {},
    enabled: true,
    filter: {},
    events: null,
    disabled_reason: null,
    ...change,
  };
  await rig.tenant.createDoc(channelDocs.create({ id, user_id }, body, rig.now()));
}

export function digestCases(backend: Backend): void {
  describe(`${backend.name}: a digest`, () => {
    const opened = useStore(backend);
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const send = (rig: CaseRig) =>
      sendDueDigests({ store: rig.store, linkTo: () => null, clock: rig.clock, sha256 });
    const sent = async (rig: CaseRig) =>
      (await rig.tenant.deliveries({}, { limit: 200 })).items.filter(({ occasion }) => occasion === 'digest');
    const digests: Subscription[] = ['digest'];

    it('says that nothing happened', async () => {
      const rig = createCaseRig(opened.store);
      for (const name of ['a', 'b']) {
        const { node } = await createNode(rig, { user_id: rig.user_id, name });
        await rig.store.touchNodes([{ node_id: node.node_id, at: rig.now() }]);
      }
      const asked = { every: 'day', timezone: 'UTC', group_id: null } as const;
      const { title, text } = await previewDigest(rig, asked, {});
      assert.equal(title, 'Daily digest: 0 incidents, 2 of 2 nodes alive');
      assert.match(text, /Waiting: nothing\.\n\nNodes: 2 of 2 alive\.\nHeld back: nothing\./);
    });

    it('says what happened, was decided, waits, is silent and was held back', async () => {
      const rig = createCaseRig(opened.store);
      const group = await createGroup(rig, rig.user_id, { ...groupDocs.parse({}), name: 'Lyon' });
      const { node } = await createNode(rig, { user_id: rig.user_id, name: 'gate' });
      await rig.store.touchNodes([{ node_id: node.node_id, at: rig.now() }]);
      await rig.tenant.updateNode(node.node_id, { group_id: group.id, silent_since: rig.now() });
      await createNode(rig, { user_id: rig.user_id, name: 'new' });
      await rig.tenant.createDoc(
        suppressionDocs.create(
          { id: 'rule-1', user_id: rig.user_id },
          { ...suppressionDocs.parse({}), hits: 12 },
          rig.now(),
        ),
      );
      const at = rig.now();
      const { incident } = await rig.open({
        node_id: node.node_id,
        title: 'evil\nNodes: 99 of 99 alive',
        risk_score: 9,
        opened_at: at,
        first_seen: at,
        last_seen: at,
      });
      await rig.open({ opened_at: at, first_seen: at, last_seen: at, risk_score: 8 });
      rig.turn(hourMs);
      await changeIncident(rig, {
        id: incident.incident_id,
        version: null,
        change: { status: 'resolved' },
        by,
      });
      rig.turn(hourMs);
      const asked = { every: 'day', timezone: 'Europe/Berlin', group_id: null } as const;
      const all = await previewDigest(rig, asked, { 'rule-1': 10 });
      assert.equal(all.title, 'Daily digest: 2 incidents, 0 of 2 nodes alive');
      assert.match(all.text, /What happened: 2 incidents \(before: 0\), \d+ events? \(before: \d+\)\./);
      assert.match(
        all.text,
        /- \[CRITICAL\] evil\\nNodes: 99 of 99 alive \(resolved, since 2026-11-24 11:00\)/,
      );
      assert.match(all.text, /Decided: 1 acknowledged, 1 resolved/);
      assert.match(all.text, /Waiting: 1 open and not acknowledged\.\n- \[HIGH\]/);
      assert.match(
        all.text,
        /Nodes: 0 of 2 alive\. Silent: gate \(since 2026-11-24 11:00\)\. 1 node never reported\./,
      );
      assert.match(all.text, /Held back: 2 events suppressed by rules and known scanners\./);
      const lyon = await previewDigest(rig, { ...asked, group_id: group.id }, {});
      assert.equal(lyon.title, 'Daily digest of Lyon: 1 incident, 0 of 1 node alive');
      assert.match(lyon.text, /Waiting: nothing/);
      // What a rule for all hid on a node of the group is the group's, and so is what no receiver took.
      assert.match(lyon.text, /Held back: nothing/);
      const gone = (id: string, node_id: string): Delivery =>
        newDelivery(id, {
          user_id: rig.user_id,
          incident_id: null,
          state: 'dead',
          created_at: at,
          notice: { ...ordinary, node_id },
        });
      await rig.store.enqueueDeliveries([gone('dead-1', node.node_id), gone('dead-2', 'node-elsewhere')]);
      await write(rig.store, rig.user_id, {
        rollups: [
          makeRollupDelta({
            user_id: rig.user_id,
            hour: `${at.slice(0, 13)}:00:00.000Z`,
            suppressed: { [node.node_id]: 7, 'node-elsewhere': 5 },
          }),
        ],
      });
      const held = await previewDigest(rig, { ...asked, group_id: group.id }, {});
      assert.match(
        held.text,
        /Held back: 7 events suppressed by rules and known scanners; 1 messages? that no receiver took\./,
      );
      const everywhere = await previewDigest(rig, asked, { 'rule-1': 10 });
      assert.match(everywhere.text, /2 events suppressed[^;]*; 2 messages that no receiver took/);
    });

    it('is sent once for each day, whatever restarts, to the channels that ask for it', async () => {
      const rig = createCaseRig(opened.store);
      const others = createCaseRig(opened.store);
      await addChannel(rig, 'ch-digest', { events: digests });
      await addChannel(rig, 'ch-usual', {});
      await addChannel(rig, 'ch-off', { events: digests, enabled: false });
      await addChannel(others, 'ch-theirs', { events: digests });
      const doc = await createDigest(rig, { user_id: rig.user_id, by }, settings);
      assert.equal(doc.body.told_until, '2026-11-24T07:00:00.000Z');
      assert.equal(await send(rig), 0);
      rig.turn(20 * hourMs + 59 * 60_000);
      assert.equal(await send(rig), 0, 'a minute before eight');
      rig.turn(60_000);
      await Promise.all([send(rig), send(rig), send(rig)]);
      await send(rig);
      const [first, ...more] = await sent(rig);
      assert.deepEqual(more, []);
      assert.equal(first?.channel_id, 'ch-digest');
      assert.equal(first?.incident_id, null);
      assert.match(first?.notice.text ?? '', /^From 2026-11-24 08:00 to 2026-11-25 08:00 CET/);
      assert.equal(first?.next_at_ms, rig.clock());
      // Nobody ran for three days.
      rig.turn(3 * dayMs);
      await send(rig);
      const all = await sent(rig);
      assert.deepEqual(all.map(({ notice }) => `${notice.first_seen} ${notice.last_seen}`).sort(), [
        '2026-11-24T07:00:00.000Z 2026-11-25T07:00:00.000Z',
        '2026-11-25T07:00:00.000Z 2026-11-26T07:00:00.000Z',
        '2026-11-26T07:00:00.000Z 2026-11-27T07:00:00.000Z',
        '2026-11-27T07:00:00.000Z 2026-11-28T07:00:00.000Z',
      ]);
      assert.equal(new Set(all.map(({ delivery_id }) => delivery_id)).size, 4);
      assert.deepEqual(await sent(others), []);
    });

    it('that was off tells of nothing in between, and a channel it names need not subscribe', async () => {
      const rig = createCaseRig(opened.store);
      await addChannel(rig, 'ch-named', {
        events: null,
        quiet_hours: { from: '00:00', to: '23:59', timezone: 'UTC', override_risk: 10 },
      });
      await addChannel(rig, 'ch-pager', { channel: 'pagerduty' });
      const make = (channels: string[]) =>
        createDigest(rig, { user_id: rig.user_id, by }, { ...settings, channels });
      await assert.rejects(make(['ch-none']), /invalid|channels/i);
      await assert.rejects(make(['ch-pager']), /invalid|channels/i);
      const { id } = await make(['ch-named']);
      const change = (given: Partial<DigestSettings>) => changeDigest(rig, { id, version: null }, given);
      await change({ enabled: false });
      rig.turn(5 * dayMs);
      await send(rig);
      await change({ enabled: true });
      await send(rig);
      assert.deepEqual(await sent(rig), []);
      rig.turn(dayMs);
      await send(rig);
      const [one] = await sent(rig);
      assert.equal(one?.notice.first_seen, new Date(startMs + 5 * dayMs - 3 * hourMs).toISOString());
      assert.equal(one?.next_at_ms, rig.clock(), 'quiet hours do not hold it');
    });
  });
}
