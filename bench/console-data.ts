/** Helper: a database as the console's figures ask for it: many events, attackers and incidents of one account. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { parseNativeEvent } from '../src/ingest/native.ts';
import { openServer, type Server } from '../src/server.ts';
import { cacheFolder } from './folder.ts';
import { whole } from './report.ts';

/** Grows when the database must be built anew. */
const edition = 1;
const account = { email: 'bench@example.org', password: 'correct horse battery' };

export interface Sizes {
  events: number;
  attackers: number;
  incidents: number;
}

export const openOn = (dataDir: string): Promise<Server> =>
  openServer(
    readConfig({
      JWT_SECRET_KEY: 'a-secret-that-only-benchmarks-are-signed-with',
      PORT: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: dataDir,
    }),
  );

export async function post<T>(server: Server, path: string, body: object, headers = {}): Promise<T> {
  const response = await fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export const signIn = (server: Server) =>
  post<{ access_token: string; user: { id: string } }>(server, '/auth/login', account);

/** The n-th event: each attacker in turn, the first `incidents` of them with something that alerts. */
export function eventOf(n: number, { attackers, incidents }: Sizes, atMs: number): object {
  const attacker = n % attackers;
  const source_ip = `${11 + (attacker >> 16)}.${(attacker >> 8) & 255}.${attacker & 255}.9`;
  const timestamp = new Date(atMs).toISOString();
  const visit = Math.floor(n / attackers);
  if (attacker < incidents && visit === 0)
    return {
      timestamp,
      service: 'HTTP',
      source_ip,
      activity: 'http request',
      payload: `GET /p?id=${n}%27%20UNION%20SELECT%20user,password%20FROM%20users--%20- HTTP/1.1`,
    };
  return {
    timestamp,
    service: 'SSH',
    source_ip,
    activity: 'connection',
    payload: `SSH-2.0-libssh_0.9.${n % 7}`,
    extra: { session: `${attacker}-${visit}` },
  };
}

/** Fills it through the pipeline, as events come in, and keeps it in the cache folder. */
export async function buildConsoleData(sizes: Sizes): Promise<string> {
  const { events, attackers, incidents } = sizes;
  const folder = join(cacheFolder, `console-${edition}-${events}-${attackers}-${incidents}`);
  if (existsSync(join(folder, 'complete'))) return folder;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const server = await openOn(part);
  const startedMs = performance.now();
  try {
    const user = await post<{ access_token: string; user: { id: string } }>(
      server,
      '/auth/register',
      account,
    );
    const headers = { authorization: `Bearer ${user.access_token}` };
    const { node_id } = await post<{ node_id: string }>(server, '/nodes', { name: 'bench' }, headers);
    // The last day, ending now: the overview has something to draw.
    const beginMs = Date.now() - 86_400_000;
    for (let done = 0; done < events; ) {
      const drafts = Array.from({ length: Math.min(2000, events - done) }, (_, n) =>
        parseNativeEvent(eventOf(done + n, sizes, beginMs + ((done + n) / events) * 86_300_000)),
      );
      const results = await server.pipeline.accept({ user_id: user.user.id, node_id }, drafts);
      if (results.some(({ status }) => status !== 'accepted')) throw new Error('an event was not accepted');
      done += drafts.length;
      if (done % 50_000 === 0) {
        const tookMs = performance.now() - startedMs;
        const leftMin = (tookMs / done) * ((events - done) / 60_000);
        process.stderr.write(
          `built ${whole(done)} of ${whole(events)} events, ${whole((done / tookMs) * 1000)}/s, ${leftMin.toFixed(1)} min to go\n`,
        );
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
