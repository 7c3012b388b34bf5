/**
 * Real sensors from PyPI, each in an environment of its own in the ignored cache folder, run in a folder of the test's.
 * Needs Python 3.10 or newer and, the first time, PyPI.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '..', '..', '..', '.cache', 'sensors');

export interface PipOptions {
  /** The program that makes the environment. */
  python?: string;
  options?: readonly string[];
  /** What is needed to build the packages. */
  first?: readonly string[];
}

/** The folder of the environment's programs; made once for these very packages. */
export async function sensorPrograms(
  name: string,
  packages: readonly string[],
  { python = 'python3', options = [], first = [] }: PipOptions = {},
): Promise<string> {
  const home = join(cache, name);
  const done = join(home, `${packages.join('+').replace(/[^\w.+=-]/g, '')}.done`);
  if (!existsSync(done)) {
    mkdirSync(cache, { recursive: true });
    await run(python, ['-m', 'venv', '--clear', home], { timeout: 180_000 });
    const install = (names: readonly string[]) =>
      run(join(home, 'bin', 'python'), ['-m', 'pip', 'install', '-q', ...names], { timeout: 900_000 });
    if (first.length > 0) await install(first);
    await install([...options, ...packages]);
    writeFileSync(done, '');
  }
  return join(home, 'bin');
}

/** `nobody`: Cowrie refuses to be root. */
const unprivileged = 65_534;
const isRoot = process.getuid?.() === 0;

/** As another user where this one is root; it may read the environment, wherever that is. */
const asAnother = (program: string, args: readonly string[]): [string, string[]] =>
  isRoot
    ? [
        'setpriv',
        [
          `--reuid=${unprivileged}`,
          `--regid=${unprivileged}`,
          '--clear-groups',
          '--inh-caps=+dac_read_search',
          '--ambient-caps=+dac_read_search',
          program,
          ...args,
        ],
      ]
    : [program, [...args]];

export interface SensorFolder {
  path: string;
  /** What the sensor printed so far, for messages of failed tests. */
  printed(): string;
  /** Runs to its end. */
  run(program: string, args: readonly string[]): Promise<void>;
  /** Runs until the test ends. */
  start(program: string, args: readonly string[], env?: Record<string, string>): ChildProcess;
}

export function openSensorFolder(t: { after(end: () => unknown): void }): SensorFolder {
  const path = mkdtempSync(join(tmpdir(), 'decoyverse-sensor-'));
  if (isRoot) chownSync(path, unprivileged, unprivileged);
  let output = '';
  const children: ChildProcess[] = [];
  t.after(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        // Some have processes of their own, which they end when they are asked to.
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await gone;
        clearTimeout(timer);
      }
      child.stdout?.destroy();
      child.stderr?.destroy();
    }
    rmSync(path, { recursive: true, force: true });
  });
  const envOf = (env: Record<string, string> = {}) => ({
    PATH: process.env.PATH,
    HOME: path,
    TZ: 'UTC',
    ...env,
  });
  return {
    path,
    printed: () => output,
    async run(program, args) {
      const [command, all] = asAnother(program, args);
      await run(command, all, { cwd: path, env: envOf(), timeout: 120_000 });
    },
    start(program, args, env) {
      const [command, all] = asAnother(program, args);
      const child = spawn(command, all, { cwd: path, env: envOf(env), stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece: Buffer) => {
          output = (output + piece.toString()).slice(-20_000);
        });
      children.push(child);
      return child;
    },
  };
}

/** Until something listens on the port of loopback. */
export async function untilListening(port: number, folder: SensorFolder): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await sleep(100);
  }
  throw new Error(`nothing listens on port ${port}:\n${folder.printed()}`);
}
