/** What pages cost as history grows: the same questions over HTTP to databases of different sizes. */
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { parseNativeEvent } from '../src/ingest/native.ts';
import { openServer, type Server } from '../src/server.ts';
import { createEvents } from './events.ts';
import { cacheFolder } from './folder.ts';
import { type Bench, main, median, type Report, whole } from './report.ts';

/** Grows when the databases must be built anew: their schema or their events changed. */
const edition = 4;
const endMs = Date.parse('2026-11-25T08:00:00Z');
const spanMs = 30 * 86_400_000;
/** Sources that touch once: a million of them in ten million events. */
const passing = 0.1;
const account = { email: 'bench@example.org', password: 'correct horse battery' };

const open = (dataDir: string): Promise<Server> =>
  openServer(
    readConfig({
      JWT_SECRET_KEY: 'a-secret-that-only-benchmarks-are-signed-with',
      PORT: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
    }),
  );

async function call<T>(
  server: Server,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<T> {
  const response = await fetch(`${server.address}${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json', ...headers } : headers,
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Fills a database through the pipeline, as events come in, and keeps it in the cache folder. */
async function build(size: number): Promise<string> {
  const folder = join(cacheFolder, `queries-${edition}-${size}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const server = await open(part);
  try {
    const user = await call<{ access_token: string; user: { id: string } }>(
      server,
      'POST',
      '/auth/register',
      {},
      account,
    );
    const headers = { authorization: `Bearer ${user.access_token}` };
    const nodes: string[] = [];
    for (let i = 0; i < 8; i++)
      nodes.push(
        (await call<{ node_id: string }>(server, 'POST', '/nodes', headers, { name: `n${i}` })).node_id,
      );
    // All of them are of the same thirty days, so that as many hours have sums and the newest page looks alike.
    const next = createEvents(3, endMs - spanMs, { stepMs: spanMs / size, passing });
    const startedMs = performance.now();
    for (let done = 0, turn = 0; done < size; turn++) {
      const count = Math.min(2000, size - done);
      const drafts = Array.from({ length: count }, () => parseNativeEvent(next()));
      const node_id = nodes[turn % nodes.length]!;
      const results = await server.pipeline.accept({ user_id: user.user.id, node_id }, drafts);
      if (results.some(({ status }) => status !== 'accepted')) throw new Error('an event was not accepted');
      done += count;
      if (done % 200_000 === 0) {
        const rate = done / ((performance.now() - startedMs) / 1000);
        process.stderr.write(`built ${whole(done)} of ${whole(size)} events, ${whole(rate)}/s\n`);
      }
    }
  } finally {
    await server.close();
  }
  writeFileSync(join(part, 'complete'), '');
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  return folder;
}

interface Question {
  what: string;
  path: string;
}

/** Asked of every size alike; sources and sessions are taken from the newest page. */
async function toQuestions(server: Server, headers: Record<string, string>): Promise<Question[]> {
  interface Event {
    node_id: string;
    source_ip: string;
    timestamp: string;
  }
  const page = await call<{ items: Event[]; next_cursor: string }>(
    server,
    'GET',
    '/api/events?limit=50',
    headers,
  );
  const [newest] = page.items;
  if (!newest) throw new Error('the database is empty');
  const source = encodeURIComponent(newest.source_ip);
  const to = new Date(Date.parse(newest.timestamp) - 60_000).toISOString();
  const from = new Date(Date.parse(newest.timestamp) - 9 * 86_400_000).toISOString();
  const day = new Date(Date.parse(to) - 86_400_000).toISOString();
  const { items } = await call<{ items: { id: string }[] }>(
    server,
    'GET',
    '/api/observables?kind=command&limit=1',
    headers,
  );
  const [observable] = items;
  const events = '/api/events?limit=50';
  return [
    { what: 'statistics', path: '/api/stats' },
    { what: 'alerts, 50 newest', path: '/api/alerts?limit=50' },
    { what: 'recent attacks', path: '/api/recent-attacks?limit=10' },
    { what: 'attacker profile', path: `/api/attacker-profile/${source}` },
    { what: 'events, 50 newest', path: events },
    { what: 'events, the page after', path: `${events}&cursor=${encodeURIComponent(page.next_cursor)}` },
    { what: 'events of a node', path: `${events}&node_id=${newest.node_id}` },
    { what: 'events of a service', path: `${events}&service=HTTP` },
    { what: 'events of a source', path: `${events}&source=${source}` },
    { what: 'events of an attack type', path: `${events}&attack_type=BruteForce` },
    { what: 'events of risk 8 and more', path: `${events}&min_risk=8` },
    { what: 'events of nine days', path: `${events}&from=${from}&to=${to}` },
    { what: 'events with a text', path: `${events}&q=wp-login` },
    { what: 'incidents, 50 latest', path: '/api/incidents?limit=50' },
    { what: 'incidents by a query', path: '/api/incidents?limit=50&q=risk%3E%3D8%20type%3ABruteForce' },
    { what: 'attackers, 50 latest', path: '/api/attackers?limit=50' },
    { what: 'attackers by a query', path: '/api/attackers?limit=50&q=service%3Assh%20events%3E%3D3' },
    { what: 'sessions, 50 latest', path: '/api/sessions?limit=50' },
    { what: 'sessions by a query', path: '/api/sessions?limit=50&q=commands%3E0' },
    { what: 'activity of a day', path: `/api/activity?by=service&to=${to}` },
    { what: 'top sources of a day', path: `/api/top?to=${to}` },
    { what: 'activity of a node', path: `/api/activity?by=network&to=${to}&node_id=${newest.node_id}` },
    { what: 'top networks inside', path: `/api/top?of=network&to=${to}&exposure=internal` },
    { what: 'techniques of a day', path: `/api/techniques?to=${to}` },
    { what: 'vulnerabilities of a day', path: `/api/vulnerabilities?to=${to}` },
    { what: 'attackers of a node', path: `/api/attackers?limit=50&node_id=${newest.node_id}` },
    { what: 'attackers inside', path: '/api/attackers?limit=50&exposure=internal' },
    { what: 'sessions on the internet', path: '/api/sessions?limit=50&exposure=internet' },
    { what: 'observables, 50 most frequent', path: '/api/observables?kind=credential&limit=50' },
    { what: 'observables of a day', path: `/api/observables?kind=command&from=${day}&to=${to}` },
    { what: 'observables that rise', path: `/api/observables?kind=address&sort=rise&from=${day}&to=${to}` },
    { what: 'observables with a text', path: '/api/observables?kind=address&q=203.' },
    { what: 'one observable with its company', path: `/api/observables/${observable?.id ?? ''}` },
    { what: 'search for an address', path: `/api/search?q=${source}` },
    { what: 'search for a word', path: '/api/search?q=wget' },
  ];
}

/** Time of this process over all its threads, ms: what a busy machine does not lengthen. Server and client are both in it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Asked {
  server: Server;
  headers: Record<string, string>;
  questions: Question[];
}

async function openAsked(folder: string): Promise<Asked> {
  const server = await open(folder);
  const { access_token } = await call<{ access_token: string }>(server, 'POST', '/auth/login', {}, account);
  const headers = { authorization: `Bearer ${access_token}` };
  return { server, headers, questions: await toQuestions(server, headers) };
}

/**
 * Medians of each question for each database, ms. All are open at once and asked in turn, so that what else the machine
 * and the process do meets them alike.
 */
async function ask(
  folders: readonly string[],
  times: number,
  clockMs: () => number,
): Promise<Map<string, number[]>> {
  const all: Asked[] = [];
  try {
    for (const folder of folders) all.push(await openAsked(folder));
    const medians = new Map<string, number[]>();
    for (const [at, { what }] of (all[0]?.questions ?? []).entries()) {
      const taken = all.map((): number[] => []);
      for (let i = 0; i < times + 10; i++)
        for (const [of, { server, headers, questions }] of all.entries()) {
          const startedMs = clockMs();
          await call(server, 'GET', questions[at]?.path ?? '', headers);
          if (i >= 10) taken[of]?.push(clockMs() - startedMs);
        }
      medians.set(what, taken.map(median));
    }
    return medians;
  } finally {
    for (const { server } of all) await server.close();
  }
}

const sizeOf = (folder: string): string =>
  `${(statSync(join(folder, 'decoyverse.db')).size / 2 ** 30).toFixed(2)} GiB`;

async function run(options: Record<string, string>): Promise<Report> {
  const sizes = options.sizes!.split(',').map(Number);
  const times = Number(options.times);
  const isCpu = options.clock === 'cpu';
  const folders: string[] = [];
  for (const size of sizes) folders.push(await build(size));
  const disk = folders.map((folder, at) => `${whole(sizes[at] ?? 0)} events: ${sizeOf(folder)}`);
  const medians = await ask(folders, times, isCpu ? cpuMs : () => performance.now());
  return {
    title: 'Queries',
    how: `Medians of ${times} requests over HTTP${isCpu ? ' (CPU time of server and client together)' : ''}, one after another and each database in turn, at ${sizes.map(whole).join(', ')} events (on disk: ${disk.join('; ')}). The databases were filled through the pipeline; all are of the same thirty days.`,
    lines: Array.from(medians, ([what, ofSizes]) => {
      const ratio = ofSizes.at(-1)! / ofSizes[0]!;
      const times = ofSizes.map((one) => `${one.toFixed(2)} ms`).join(' · ');
      return sizes.length === 1
        ? { what, value: times }
        : { what, value: `${times} (× ${ratio.toFixed(2)})`, must: '≤ 1.5 ×', holds: ratio <= 1.5 };
    }),
  };
}

export const bench: Bench = {
  title: 'Queries over growing history',
  help: `Fills databases once (kept in .cache/bench) and asks each the same questions. --clock cpu: CPU time, for a machine that is busy.`,
  options: { sizes: '10000,1000000,10000000', times: '200', clock: 'wall' },
  run,
};

if (import.meta.main) await main(bench);
