import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { confirmBlock, createPendingBlocks } from '../../../src/cases/block-agents.ts';
import { createFeed, deleteFeed, listFeeds, pullFeed } from '../../../src/cases/block-feeds.ts';
import { blockForAlert, blockIncident } from '../../../src/cases/block-incident.ts';
import { addBlock, listBlocks, removeBlock } from '../../../src/cases/block-list.ts';
import { saveBlockSettings } from '../../../src/cases/block-settings.ts';
import { incidentStream } from '../../../src/cases/journal.ts';
import type { NewBlock } from '../../../src/core/block.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { createCaseRig, startMs } from './rig.ts';

const manual = (network: string, more: Partial<NewBlock> = {}): NewBlock => ({
  network,
  source: 'manual',
  added_by: 'ada@example.org',
  ...more,
});
const inMinutes = (minutes: number): string => new Date(startMs + minutes * 60_000).toISOString();

export function blockCases(backend: Backend): void {
  describe(`${backend.name}: the block list`, () => {
    const opened = useStore(backend);

    it('holds a network once, however it is written and whoever adds it at the same time', async () => {
      const rig = createCaseRig(opened.store);
      const added = await Promise.all(
        ['203.0.113.9', '203.0.113.9/32', '::ffff:203.0.113.9'].map((text) =>
          addBlock(rig, rig.user_id, manual(text)),
        ),
      );
      assert.equal(new Set(added.map(({ id }) => id)).size, 1);
      await addBlock({ ...rig, tenant: rig.others }, 'user-other', manual('203.0.113.9'));
      const networks = async () => (await listBlocks(rig, rig.user_id)).map(({ network }) => network);
      await addBlock(rig, rig.user_id, manual('198.51.100.0/24'));
      assert.deepEqual(await networks(), ['198.51.100.0/24', '203.0.113.9']);
      await removeBlock(rig, added[0]!.id);
      assert.deepEqual(await networks(), ['198.51.100.0/24']);
      await assert.rejects(removeBlock(rig, added[0]!.id), { code: 'not_found' });
      const [theirs] = await listBlocks({ ...rig, tenant: rig.others }, 'user-other');
      await assert.rejects(removeBlock(rig, theirs!.id), { code: 'not_found' });
    });

    it('keeps what agents confirm, whoever renews the entry at the same time', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      await addBlock(rig, user_id, manual('203.0.113.9'));
      const pendingBlocks = createPendingBlocks(rig);
      const nodes = ['node-a', 'node-b', 'node-c'].map((node_id) => ({ node_id, user_id }));
      assert.deepEqual(await pendingBlocks(nodes[0]!), ['203.0.113.9']);
      await Promise.all([
        ...nodes.map((node) => confirmBlock(rig, node, '203.0.113.9')),
        addBlock(rig, user_id, manual('203.0.113.9', { note: 'again' })),
      ]);
      const [block] = await listBlocks(rig, user_id);
      assert.equal(block?.note, 'again');
      assert.deepEqual(block?.confirmed.map(({ node_id }) => node_id).sort(), ['node-a', 'node-b', 'node-c']);
      assert.deepEqual(await pendingBlocks(nodes[0]!), []);
      assert.equal(await confirmBlock(rig, nodes[0]!, '203.0.113.10'), false);
      assert.equal(await confirmBlock(rig, nodes[0]!, 'no address'), false);
    });

    it('asks one node only where one is named, and nobody once its time is over', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      await addBlock(rig, user_id, manual('203.0.113.9', { node_id: 'node-a', expires_at: inMinutes(5) }));
      await addBlock(rig, user_id, manual('198.51.100.0/24'));
      const pendingBlocks = createPendingBlocks(rig);
      assert.deepEqual(await pendingBlocks({ user_id, node_id: 'node-a' }), ['203.0.113.9']);
      assert.deepEqual(await pendingBlocks({ user_id, node_id: 'node-b' }), []);
      assert.equal(await confirmBlock(rig, { user_id, node_id: 'node-b' }, '203.0.113.9'), false);
      rig.turn(5 * 60_000);
      assert.deepEqual(await pendingBlocks({ user_id, node_id: 'node-a' }), []);
      assert.equal((await listBlocks(rig, user_id)).length, 1);
    });

    it('refuses what must not be blocked, and lets through what the never-block list holds', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id } = rig;
      await addBlock(rig, user_id, manual('203.0.113.9'));
      for (const network of [
        '',
        'x',
        '0.0.0.0/0',
        '10.0.0.0/7',
        '::/0',
        '127.0.0.1',
        '224.0.0.1',
        '1.2.3.4/33',
      ])
        await assert.rejects(addBlock(rig, user_id, manual(network)), { code: 'invalid_request' }, network);
      const saved = await saveBlockSettings(rig, user_id, {
        never_block: ['203.0.113.0/24', '203.0.113.77/24'],
        rule: null,
      });
      assert.deepEqual(saved.never_block, ['203.0.113.0/24']);
      assert.deepEqual(await listBlocks(rig, user_id), []);
      await assert.rejects(addBlock(rig, user_id, manual('203.0.113.10')), /never-block list/);
      const wrong = { never_block: ['10.0.0.0/8', 'x', 'y'], rule: null };
      await assert.rejects(saveBlockSettings(rig, user_id, wrong), {
        errors: ['never_block.1', 'never_block.2'].map((field) => ({
          field,
          message: 'must be an IP address or a CIDR network such as 10.0.0.0/8',
        })),
      });
    });

    it('takes the source of an incident, and says so in its journal', async () => {
      const rig = createCaseRig(opened.store);
      const { incident } = await rig.open({ source_ip: '203.0.113.66' });
      const asked = { id: incident.incident_id, by: 'ada@example.org', expires_at: inMinutes(60) };
      const block = await blockIncident(rig, asked);
      assert.deepEqual(
        [block.network, block.source, block.incident_id, block.note, block.expires_at],
        ['203.0.113.66', 'incident', incident.incident_id, incident.title, inMinutes(60)],
      );
      assert.deepEqual(await rig.kinds(incidentStream(incident.incident_id)), ['blocked']);
      await assert.rejects(blockIncident({ ...rig, tenant: rig.others }, asked), { code: 'not_found' });
    });

    it('links an entry to the alert it was made for, and says so in the journal of its incident', async () => {
      const rig = createCaseRig(opened.store);
      const { alert } = await rig.open();
      const { alert_id, incident_id } = alert;
      const links = async () =>
        (await listBlocks(rig, rig.user_id)).map((block) => [block.alert_id, block.incident_id]);
      await blockForAlert(rig, alert, { ...manual('203.0.113.9'), expires_at: null });
      assert.deepEqual(await links(), [[alert_id, incident_id]]);
      await addBlock(rig, rig.user_id, manual('203.0.113.9'));
      assert.deepEqual(await links(), [[alert_id, incident_id]], 'renewing it keeps the link');
      assert.deepEqual(await rig.kinds(incidentStream(incident_id)), ['blocked']);
    });
  });

  describe(`${backend.name}: a feed of the block list`, () => {
    const opened = useStore(backend);

    it('is pulled by its secret alone, says when, and has the same tag while nothing changes', async () => {
      const rig = createCaseRig(opened.store);
      await addBlock(rig, rig.user_id, manual('203.0.113.0/24'));
      const { feed, secret } = await createFeed(rig, { user_id: rig.user_id, name: 'edge' });
      const first = await pullFeed(rig, { secret, format: 'text' });
      await addBlock(rig, rig.user_id, manual('203.0.113.9'));
      assert.deepEqual(await pullFeed(rig, { secret, format: 'text' }), first, 'the wider one holds it');
      await addBlock(rig, rig.user_id, manual('198.51.100.1'));
      assert.notEqual((await pullFeed(rig, { secret, format: 'text' })).etag, first.etag);
      assert.deepEqual(
        (await listFeeds(rig.tenant)).map(({ body }) => body.last_pulled_at),
        [rig.now()],
      );
      const wrong = [
        { secret, format: 'nonsense' },
        { secret: `${secret}x`, format: 'text' },
        { secret: 'x'.repeat(43), format: 'text' },
      ];
      for (const asked of wrong) await assert.rejects(pullFeed(rig, asked), { code: 'not_found' });
      await assert.rejects(deleteFeed({ tenant: rig.others }, feed.id), { code: 'not_found' });
      await deleteFeed(rig, feed.id);
      await assert.rejects(pullFeed(rig, { secret, format: 'text' }), { code: 'not_found' });
    });
  });
}
