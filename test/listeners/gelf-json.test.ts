import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createFrames } from '../../src/listeners/frames.ts';
import { createChunks } from '../../src/listeners/gelf-chunks.ts';
import { createHpfeedsFrames } from '../../src/listeners/hpfeeds-frames.ts';
import { jsonMessage } from '../../src/listeners/json-message.ts';
import { createRate } from '../../src/listeners/rate.ts';
import { syslogMessage } from '../../src/listeners/syslog-line.ts';
import { openListenerLab, sendDatagrams, sendStream } from '../support/listeners.ts';

const login = (password: string) => ({
  session: '9f1c0a7be2d4',
  protocol: 'ssh',
  src_ip: '203.0.113.9',
  username: 'root',
  password,
  eventid: 'cowrie.login.failed',
  timestamp: '2026-11-21T10:15:30.123456Z',
});
const gelf = (password: string, key?: string): string =>
  JSON.stringify({
    version: '1.1',
    host: 'edge',
    short_message: JSON.stringify(login(password)),
    ...(key === undefined ? {} : { _key: key }),
  });

/** As a GELF sender cuts it. */
function toChunks(message: Buffer, id: string, size: number): Buffer[] {
  const count = Math.ceil(message.length / size);
  return Array.from({ length: count }, (_, number) =>
    Buffer.concat([
      Buffer.from([0x1e, 0x0f]),
      Buffer.from(id.padEnd(8).slice(0, 8)),
      Buffer.from([number, count]),
      message.subarray(number * size, (number + 1) * size),
    ]),
  );
}

describe('GELF and JSON', () => {
  it('are taken plain, packed and in chunks in any order', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    const port = api.listenerPorts.gelfUdp!;
    await sendDatagrams(port, [
      gelf('plain', node.key),
      gzipSync(gelf('gzip', node.key)),
      deflateSync(gelf('zlib', node.key)),
      ...toChunks(Buffer.from(gelf('admin', node.key)), 'one', 100).reverse(),
      ...toChunks(gzipSync(gelf('both', node.key)), 'two', 50),
      gelf('stranger'),
    ]);
    const events = await until(5);
    assert.deepEqual(events.map(({ payload }) => payload).sort(), [
      'root:admin',
      'root:both',
      'root:gzip',
      'root:plain',
      'root:zlib',
    ]);
    assert.ok(!JSON.stringify(events).includes(node.key));
  });

  it('over TCP: the key once is enough for a connection, and lines of logs in GELF are read', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    const line = {
      version: '1.1',
      host: 'web1',
      short_message: 'sshd[1]: Failed password for root from 10.0.3.4 port 1 ssh2',
    };
    await sendStream(
      api.listenerPorts.gelfTcp!,
      `${gelf('1234', node.key)}\0${gelf('12345678')}\0${JSON.stringify(line)}\0`,
      gelf('123456'),
    );
    await sendStream(
      api.listenerPorts.jsonTcp!,
      `{"key":"${node.key}"}\n${JSON.stringify(login('qwerty'))}\r\n\n`,
      JSON.stringify(login('toor')),
    );
    const events = await until(6);
    assert.deepEqual(events.map(({ payload }) => payload).sort(), [
      'root:',
      'root:1234',
      'root:123456',
      'root:12345678',
      'root:qwerty',
      'root:toor',
    ]);
  });

  it('takes what a real Cowrie and a real OpenCanary sent over TCP', async (t) => {
    const { api, node, events, untilProblem } = await openListenerLab(t);
    const real = readFileSync(join(import.meta.dirname, 'real-socket.ndjson'));
    const lines = real.toString('utf8').trim().split('\n');
    await sendStream(api.listenerPorts.jsonTcp!, `${node.key}\n`, real, '{"end":1}\n');
    await untilProblem(/contains no record/);
    const stored = await events();
    const own = lines.filter((line) => line.includes('"logtype": 1001'));
    assert.equal(stored.length, lines.length - own.length);
    for (const line of lines) {
      const record = JSON.parse(line) as Record<string, unknown>;
      if (typeof record.eventid !== 'string') continue;
      const event = stored.find(
        ({ extra }) => extra.eventid === record.eventid && extra.session === record.session,
      );
      assert.equal(event?.source_ip, record.src_ip);
      if (record.eventid === 'cowrie.login.failed')
        assert.equal(event?.payload, `${record.username}:${record.password}`);
    }
  });

  it('counts what it cannot read', async (t) => {
    const { api, node, untilProblem } = await openListenerLab(t);
    await sendStream(api.listenerPorts.jsonTcp!, `${node.key}\n`, '{"a":\n', '[]\n', '"x"\n', 'nk_x\n');
    const problem = await untilProblem(/a message is truncated/);
    assert.deepEqual([problem.kind, problem.input], ['rejected', 'json-tcp']);
    await sendDatagrams(api.listenerPorts.gelfUdp!, [
      Buffer.from([0x1f, 0x8b, 1, 2, 3]),
      gzipSync(Buffer.alloc(5_000_000)),
      Buffer.from([0x1e, 0x0f]),
      Buffer.from([0x1e, 0x0f, 1, 2, 3, 4, 5, 6, 7, 8, 5, 2]),
      Buffer.from([0x1e, 0x0f, 1, 2, 3, 4, 5, 6, 7, 8, 0, 255]),
    ]);
  });
});

describe('what listeners are made of', () => {
  it('frames are the same however the stream is cut', () => {
    const lines = fc.array(
      fc.string({ maxLength: 30 }).filter((text) => !/[\n\0]/.test(text)),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        lines,
        fc.infiniteStream(fc.integer({ min: 1, max: 20 })),
        fc.boolean(),
        (texts, sizes, isCounted) => {
          const framed = texts.filter((text) => text !== '').map((text) => `<1>${text}`);
          const bytes = Buffer.from(
            framed.map((text) => (isCounted ? `${Buffer.byteLength(text)} ${text}` : `${text}\n`)).join(''),
          );
          const frames = createFrames({ maxBytes: 1000, isCounted: true });
          const found: string[] = [];
          for (let at = 0; at < bytes.length; ) {
            const size = sizes.next().value as number;
            found.push(...frames.push(bytes.subarray(at, at + size)).map(String));
            at += size;
          }
          assert.deepEqual([...found, ...frames.rest().map(String)], framed);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a line that never ends costs no memory, and is counted once', () => {
    const frames = createFrames({ maxBytes: 1000 });
    for (let times = 0; times < 100; times++) assert.deepEqual(frames.push(Buffer.alloc(500, 'x')), []);
    assert.deepEqual(frames.push(Buffer.from('x\nnext\n')).map(String), ['next']);
    assert.equal(frames.takeTooLong(), 1);
  });

  it('chunks are bounded in number and time, and another sender completes none', () => {
    let now = 0;
    const chunks = createChunks(() => now);
    const [first, second] = toChunks(Buffer.from('hello world'), 'id', 6);
    assert.equal(chunks.push(first!, 'a'), null);
    assert.equal(chunks.push(second!, 'b'), null);
    assert.equal(chunks.push(second!, 'a')?.toString(), 'hello world');
    assert.equal(chunks.push(first!, 'a'), null);
    now = 6000;
    assert.equal(chunks.push(second!, 'a'), null, 'five seconds are over');
    for (let n = 0; n < 10_000; n++) chunks.push(toChunks(Buffer.alloc(2000), `${n}`, 1000)[0]!, 'flood');
    assert.equal(chunks.push(first!, 'c'), null);
    assert.equal(chunks.push(second!, 'c')?.toString(), 'hello world');
  });

  it('a rate lets a burst through, then so many a second, for each address', () => {
    let now = 0;
    const rate = createRate({ perSecond: 10, burst: 5, clock: () => now });
    assert.deepEqual(
      Array.from({ length: 6 }, () => rate.take('a')),
      [0, 0, 0, 0, 0, 100],
    );
    assert.equal(rate.take('b'), 0);
    now = 1000;
    assert.equal(rate.take('a'), 0);
  });

  it('no bytes make them throw anything but what ends a connection', () => {
    const nowIso = () => '2026-11-30T12:00:00.000Z';
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const chunks = createChunks(() => 0);
          chunks.push(bytes, 'a');
          syslogMessage(bytes, nowIso)?.read([]);
          jsonMessage(bytes, nowIso)?.read([]);
          for (const prefix of [
            '<12>1 - - - - - ',
            '<12>CEF:0|',
            '<12>LEEF:2.0|',
            "<12>{'",
            '<38>Nov 30 10:00:00 h sshd[1]: Failed ',
          ])
            syslogMessage(Buffer.concat([Buffer.from(prefix), bytes]), nowIso)?.read([]);
          for (const frames of [createFrames({ maxBytes: 50, isCounted: true }), createHpfeedsFrames()]) {
            try {
              frames.push(bytes);
            } catch (error) {
              assert.ok(error instanceof RangeError);
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
