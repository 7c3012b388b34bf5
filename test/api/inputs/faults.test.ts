/** What goes wrong on the way to an input, for each input as its sender writes: nothing that is whole is lost, and the rest is counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inputs } from '../../../src/api/inputs/index.ts';
import { type Api, openApi } from '../../support/api-client.ts';
import { senders, withTexts } from '../../support/input-faults.ts';

interface Listed {
  items: { timestamp: string; payload: string; source_ip: string; kind: string }[];
}
type Problems = { kind: string; count: number; input: string; reason: string; sample: string }[];

const names = inputs.map(({ name }) => name);

describe('every input', () => {
  it('has a sender whose faults are tried', () => {
    assert.deepEqual(Object.keys(senders).sort(), [...names].sort());
  });
});

for (const name of names) {
  const sender = senders[name];
  if (sender === undefined) continue;
  const textOf = (n: number, who = `visitor-${n}`): string => JSON.stringify(sender.record(n, who));

  describe(`the input ${name}`, { timeout: 120_000 }, () => {
    const openInput = async (t: Parameters<typeof openApi>[0]) => {
      const api: Api = await openApi(t);
      const user = await api.createUser();
      const { key } = await api.createNode(user);
      const get = async <T>(path: string): Promise<T> =>
        (await api.call<T>('GET', path, { headers: user.headers })).body;
      const headers = { 'content-type': 'application/json', 'x-node-key': key };
      const send = async (body: string, more: Record<string, string> = {}) => {
        const response = await fetch(`${api.address}/ingest/${name}`, {
          method: 'POST',
          headers: { ...headers, ...more },
          body,
        });
        const text = await response.text();
        return { status: response.status, text };
      };
      /** One request for each record where its sender does so. */
      const sendAll = async (texts: readonly string[]): Promise<number[]> => {
        if (!sender.isSingle) return [(await send(sender.body(texts))).status];
        const statuses: number[] = [];
        for (const text of texts) statuses.push((await send(sender.body([text]))).status);
        return statuses;
      };
      const count = async (): Promise<number> =>
        (await get<{ total_attacks: number }>('/api/stats')).total_attacks / (sender.eventsOfRecord ?? 1);
      const events = async () =>
        (await get<Listed>('/api/events?limit=500')).items.filter(({ kind }) => kind !== 'connection.opened');
      const problems = () => get<Problems>('/api/ingest-problems');
      return { send, sendAll, count, events, problems };
    };

    it('takes a repeat without a second event', async (t) => {
      const { sendAll, count } = await openInput(t);
      const texts = Array.from({ length: 5 }, (_, n) => textOf(n));
      for (const _ of [1, 2, 3]) for (const status of await sendAll(texts)) assert.ok(status < 300);
      assert.equal(await count(), 5);
    });

    it('answers a wrong key and none with one plain sentence, and takes nothing', async (t) => {
      const { send, count } = await openInput(t);
      for (const key of ['nk_0123456789abcdef', ''])
        for (const { status, text } of [await send(sender.body([textOf(1)]), { 'x-node-key': key })]) {
          assert.equal(status, 401, text);
          const problem = JSON.parse(text) as { text: string; detail: string };
          assert.equal(problem.text, problem.detail);
          assert.match(problem.text, /^[A-Z][^\n{}]{5,120}$/);
        }
      assert.equal(await count(), 0);
    });

    it('loses only what is corrupt, one record in a hundred, and counts it', async (t) => {
      const { sendAll, count, problems } = await openInput(t);
      const texts = Array.from({ length: 100 }, (_, n) => textOf(n));
      texts[41] = (texts[41] ?? '').replace(':', ':}{');
      const statuses = await sendAll(texts);
      assert.equal(await count(), 99, statuses.filter((status) => status >= 300).join());
      const counted = (await problems()).reduce((sum, problem) => sum + problem.count, 0);
      assert.ok(counted >= 1, 'what is corrupt is nowhere counted');
    });

    it('takes 5 MB', async (t) => {
      const { sendAll, count } = await openInput(t);
      const filler = 'lorem ipsum '.repeat(sender.isSingle ? 450_000 : 4500);
      const texts = Array.from({ length: sender.isSingle ? 1 : 100 }, (_, n) =>
        JSON.stringify({ ...sender.record(n, `visitor-${n}`), filler }),
      );
      assert.ok(sender.body(texts).length > 5_000_000);
      for (const status of await sendAll(texts)) assert.ok(status < 300, String(status));
      assert.equal(await count(), texts.length);
    });

    it('reads numbers that are written as texts', async (t) => {
      const { sendAll, events } = await openInput(t);
      await sendAll([textOf(1)]);
      const [plain] = await events();
      await sendAll([JSON.stringify(withTexts(sender.record(2, 'visitor-1')))]);
      const [latest] = await events();
      assert.ok(plain && latest);
      assert.notEqual(latest.timestamp, plain.timestamp);
      const { timestamp: _, ...expected } = plain;
      for (const [field, value] of Object.entries(expected))
        if (field === 'kind' || field === 'source_ip' || field === 'payload')
          assert.equal((latest as never as Record<string, unknown>)[field], value, field);
    });

    it('reads a time without a zone as UTC', async (t) => {
      const { sendAll, events } = await openInput(t);
      await sendAll([JSON.stringify(sender.withoutZone(sender.record(7, 'visitor-7')))]);
      assert.deepEqual(
        (await events()).map(({ timestamp }) => timestamp),
        ['2026-11-21T10:00:07.000Z'],
      );
    });

    it('keeps NULs and halves of characters for what they are, and goes on', async (t) => {
      const { sendAll, events, count } = await openInput(t);
      const strange = ['ro\0ot', 'ro\ud800ot', '\udc00', '\0', 'a\u202eb\u2028c', "b'root\\xff'", 'root\r'];
      const statuses = await sendAll(strange.map((who, n) => textOf(n, who)));
      for (const status of statuses) assert.ok(status < 300, String(status));
      assert.equal(await count(), strange.length);
      const listed = await events();
      assert.equal(listed.length, strange.length);
      for (const { payload, source_ip } of listed) {
        assert.equal(source_ip, '203.0.113.9');
        assert.equal(payload.isWellFormed(), true);
      }
    });
  });
}
