/** Checks of the machine: versions, disk, port, clock. */
import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { type Config, schemeOf } from '../../config.ts';
import { openLocalScorer } from '../../score/local.ts';
import { sizeText } from '../terminal.ts';
import { type Finding, fail, isAtLeast, ok, warn } from './finding.ts';

/** engines.node of package.json, and the first SQLite without the WAL-reset bug (3.7.0–3.51.2). */
const leastNode = '22.18.0';
const leastSqlite = '3.51.3';

export function checkVersions(versions: NodeJS.ProcessVersions): Finding[] {
  const sqlite = versions.sqlite ?? '0';
  return [
    isAtLeast(versions.node, leastNode)
      ? ok('node', versions.node)
      : fail(
          'node',
          versions.node,
          `run it with Node ${leastNode} or newer: npm run -s decoyverse -- doctor`,
        ),
    isAtLeast(sqlite, leastSqlite)
      ? ok('sqlite', sqlite)
      : fail('sqlite', sqlite, `versions before ${leastSqlite} can corrupt a database: use a newer Node`),
  ];
}

const lowBytes = 1_000_000_000;
const emptyBytes = 100_000_000;

export async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${sizeText(free)} free at ${folder}`;
  const advice = 'free some space, or set RETENTION_DAYS to delete old events';
  if (free < emptyBytes) return fail('disk', detail, advice);
  return free < lowBytes ? warn('disk', detail, advice) : ok('disk', detail);
}

/** Whether something answers there as this product does at `/api/health`; it is told nothing, so any certificate will do. */
async function isOurs(url: string): Promise<boolean> {
  const get = url.startsWith('https:') ? (await import('node:https')).get : (await import('node:http')).get;
  try {
    const text = await new Promise<string>((resolve, reject) => {
      const options = { signal: AbortSignal.timeout(2000), rejectUnauthorized: false, agent: false };
      get(`${url}/api/health`, options, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          body += piece;
          if (body.length > 10_000) answer.destroy(new Error('too long'));
        });
        answer.on('end', () => resolve(body)).on('error', reject);
      }).on('error', reject);
    });
    const body = JSON.parse(text) as { status?: unknown } | null;
    return body?.status === 'healthy' || body?.status === 'unhealthy';
  } catch {
    return false;
  }
}

export async function checkPort(config: Pick<Config, 'host' | 'port'> & Partial<Config>): Promise<Finding> {
  const { host, port } = config;
  const place = `${host}:${port}`;
  const code = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
  if (code === null) return ok('port', `${place} is free`);
  if (code === 'EADDRINUSE') {
    const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    if (await isOurs(`${schemeOf(config)}://${near.includes(':') ? `[${near}]` : near}:${port}`))
      return ok('port', `${place} is in use by DecoyVerse itself: the server is running`);
    return fail(
      'port',
      `${place} is in use by another program`,
      'set PORT to a free port, or stop that program',
    );
  }
  if (code === 'EACCES')
    return fail('port', `no permission to listen on ${place}`, 'set PORT to 1024 or higher');
  return fail('port', `cannot listen on ${place} (${code})`, 'set HOST to an address of this machine');
}

/** Whether the models are used, or only the rules because a model file is damaged. */
export function checkModels(
  { shadowModels }: Pick<Config, 'shadowModels'>,
  open: typeof openLocalScorer = openLocalScorer,
): Finding {
  const problems: string[] = [];
  const { name, version } = open({
    shadowFolder: shadowModels ?? undefined,
    onWarning: (message) => problems.push(message),
  });
  if (problems.length === 0) return ok('models', version);
  const advice =
    name === 'rules'
      ? 'take src/score of this version from its source again, and restart; until then only the rules are used'
      : 'check SHADOW_MODELS: the folder holds payload.bin and shell.bin';
  return warn('models', problems.join('; '), advice);
}

/** There is no reference clock; only a clock that is obviously wrong is found. */
export function checkClock(nowMs: number, newestFileMs: number | null): Finding {
  const now = new Date(nowMs).toISOString();
  const advice = 'set the clock (timedatectl set-ntp true): event times and sign-ins depend on it';
  if (nowMs < Date.UTC(2026, 0, 1)) return fail('clock', `${now} is in the past`, advice);
  if (newestFileMs !== null && newestFileMs > nowMs + 5 * 60_000)
    return warn('clock', `${now} is behind the last write to the data folder`, advice);
  return ok('clock', now);
}
