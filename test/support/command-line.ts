/** The real command line as a child process, in a folder of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const main = join(import.meta.dirname, '..', '..', 'bin', 'decoyverse.js');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}
export interface Running {
  child: ChildProcessWithoutNullStreams;
  /** Resolves when `pattern` has appeared on stdout or stderr; rejects with all there was when the process ends first. */
  saw(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
}
export interface Place {
  folder: string;
  dataDir: string;
  env: Record<string, string>;
  start(args: readonly string[], env?: Record<string, string>): Running;
  /** Runs to the end. */
  run(
    args: readonly string[],
    options?: { input?: string | Buffer; env?: Record<string, string> },
  ): Promise<Ended>;
}

/** A folder that is gone, with all processes that were started in it, when the test ends. */
export function createPlace(t: TestContext): Place {
  const folder = mkdtempSync(join(tmpdir(), 'dv-cli-'));
  const dataDir = join(folder, 'data');
  const env = { PATH: process.env.PATH ?? '', HOME: folder, PORT: '0' };
  const running = new Set<ChildProcessWithoutNullStreams>();
  t.after(async () => {
    for (const child of running) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const start: Place['start'] = (args, more = {}) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      cwd: folder,
      env: { ...env, ...more },
    });
    running.add(child);
    let stdout = '';
    let stderr = '';
    const watchers = new Set<() => void>();
    const wake = (): void => {
      for (const watcher of watchers) watcher();
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      wake();
    });
    // Whoever reads no stdin closes it; writing to it then is no failure of the test.
    child.stdin.on('error', () => undefined);
    const ended = once(child, 'close').then(([code]): Ended => {
      running.delete(child);
      return { code, stdout, stderr };
    });
    const saw = (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout) ?? pattern.exec(stderr);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
        void ended.then((end) => reject(new Error(`ended without ${pattern}: ${JSON.stringify(end)}`)));
      });
    return { child, saw, ended };
  };

  return {
    folder,
    dataDir,
    env,
    start,
    run(args, { input = '', env: more } = {}) {
      const { child, ended } = start(args, more);
      child.stdin.end(input);
      return ended;
    },
  };
}

/** Starts `up` and waits for its address. */
export async function startUp(
  place: Place,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Running & { address: string }> {
  const running = place.start(['up', ...args], env);
  const [, address = ''] = await running.saw(/address\s+(http:\/\/\S+)/);
  await running.saw(/Ctrl\+C/);
  return { ...running, address };
}

export interface Owner {
  email: string;
  password: string;
  token: string;
}

/** Opens the one-time address that `up` printed and chooses a password, as its reader does. */
export async function enter({ saw, address }: Running & { address: string }): Promise<Owner> {
  const [, email = ''] = await saw(/e-mail\s+(\S+)/);
  const [, secret = ''] = await saw(/\/console\/welcome#(\S+)/);
  const password = 'correct horse battery';
  const post = async (path: string, body: object, token = ''): Promise<string> => {
    const response = await fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const first = await post('/auth/welcome', { secret });
  return { email, password, token: await post('/auth/first-password', { new_password: password }, first) };
}

export async function stop({ child, ended }: Running): Promise<Ended> {
  child.kill('SIGTERM');
  return await ended;
}

/** A native event a line, all different; failed sign-ins of a few sources. */
export const nativeLines = (count: number): string =>
  Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      timestamp: new Date(Date.UTC(2026, 7, 21) + n * 1000).toISOString(),
      service: 'ssh',
      source_ip: `203.0.113.${n % 5}`,
      activity: 'login failed',
      payload: `root:${n}`,
    }),
  ).join('\n');
