/**
 * A server of MongoDB's wire protocol for the tests: SecantusDB, from PyPI, installed into the ignored cache folder and
 * run as a process of its own. `MONGODB_TEST_URI` names another server instead (a real mongod, Atlas); it must be disposable.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';

const version = '0.7.0b3';
const home = join(import.meta.dirname, '..', '..', '.cache', 'mongo');
const program = join(home, 'bin', 'secantusd-py');
const run = promisify(execFile);

/** The newest Python ≥ 3.10 there is, or null. */
async function findPython(): Promise<string | null> {
  for (const name of [
    'python3',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python',
  ]) {
    try {
      const { stdout } = await run(name, ['-c', 'import sys, venv; print(sys.version_info >= (3, 10))'], {
        timeout: 20_000,
      });
      if (stdout.trim() === 'True') return name;
    } catch {
      // Not there, too old to know `venv`, or broken: the next one.
    }
  }
  return null;
}

const isInstalled = async (): Promise<boolean> => {
  if (!existsSync(program)) return false;
  try {
    const { stdout } = await run(join(home, 'bin', 'python'), [
      '-c',
      'import importlib.metadata as m; print(m.version("SecantusDB"))',
    ]);
    return stdout.trim() === version;
  } catch {
    return false;
  }
};

async function install(): Promise<void> {
  const python = await findPython();
  if (!python) throw new Error('no Python 3.10 or newer');
  await run(python, ['-m', 'venv', '--clear', home], { timeout: 120_000 });
  await run(join(home, 'bin', 'python'), ['-m', 'pip', 'install', '-q', `SecantusDB==${version}`], {
    timeout: 300_000,
  });
}

/** Of several processes that want it installed, one does it and the others wait. */
async function installOnce(): Promise<void> {
  const lock = `${home}.lock`;
  mkdirSync(join(home, '..'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const ageMs = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (ageMs > 420_000) rmSync(lock, { recursive: true, force: true });
      await sleep(250);
      if (await isInstalled()) return;
    }
  }
  try {
    if (!(await isInstalled())) await install();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * The server's program, installed where it is missing; null, said loudly, where it cannot be. With CI=true that throws:
 * a run that left the suite out must not look like one that passed it.
 */
export async function mongoServerProgram(): Promise<string | null> {
  try {
    if (!(await isInstalled())) await installOnce();
    return program;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    const message = `THE MONGODB SUITES WERE LEFT OUT: their server could not be installed (${why}). They need Python 3.10 or newer, or MONGODB_TEST_URI.`;
    if (process.env.CI === 'true') throw new Error(message, { cause });
    process.stderr.write(`\n*** ${message}\n\n`);
    return null;
  }
}

export interface TestMongo {
  uri: string;
  /** Our own process, which can be killed and made to fail; false for MONGODB_TEST_URI. */
  isOurs: boolean;
  /** kill -9. */
  kill(): Promise<void>;
  /** On the same port and data. */
  restart(): Promise<void>;
  /** Names a database that nobody else uses. */
  newDatabase(): string;
  /** Ends the server and removes its data; on a foreign server, drops the databases that were named. */
  close(): Promise<void>;
}

const exited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/** Ends with its standard input, so that a test that dies, in whatever way, leaves no server behind. */
const launcher = `
import os, sys, threading
def watch():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
from secantus.cli import main
sys.exit(main())
`;

/** Starts the server and resolves with the port it listens on. */
function start(path: string, folder: string, port: number, args: readonly string[]) {
  const child = spawn(
    join(path, '..', 'python'),
    [
      ...['-c', launcher],
      ...['--host', '127.0.0.1', '--port', String(port), '--storage-path', join(folder, 'data')],
      ...[
        '--sync-on-commit',
        '--enable-test-commands',
        '--log-level',
        'INFO',
        '--cache-size',
        '256M',
        ...args,
      ],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], cwd: folder },
  );
  const listening = new Promise<number>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      if (said === 'done') return;
      said += chunk.toString('utf8');
      const match = /listening on 127\.0\.0\.1:(\d+)/.exec(said);
      if (match) {
        said = 'done';
        resolve(Number(match[1]));
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended (${code}): ${said.slice(-2000)}`)));
  });
  return { child, listening };
}

const newDatabase = (): string => `test_${randomBytes(6).toString('hex')}`;

async function useForeign(uri: string): Promise<TestMongo> {
  const named: string[] = [];
  const refuse = async (): Promise<void> => {
    throw new Error('this server is not ours to end');
  };
  return {
    uri,
    isOurs: false,
    kill: refuse,
    restart: refuse,
    newDatabase() {
      const name = newDatabase();
      named.push(name);
      return name;
    },
    async close() {
      const client = await MongoClient.connect(uri);
      for (const name of named) await client.db(name).dropDatabase();
      await client.close();
    },
  };
}

/** A server of one's own, or null where there can be none (mongoServerProgram has said so). */
export async function startMongo(options: { standalone?: boolean } = {}): Promise<TestMongo | null> {
  const foreign = process.env.MONGODB_TEST_URI;
  if (foreign) return useForeign(foreign);
  const path = await mongoServerProgram();
  if (!path) return null;
  const args = options.standalone ? ['--standalone'] : [];
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-mongo-'));
  let server = start(path, folder, 0, args);
  const port = await server.listening;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.child.kill(signal);
    await exited(server.child);
  };
  return {
    uri: `mongodb://127.0.0.1:${port}/`,
    isOurs: true,
    kill: () => end('SIGKILL'),
    async restart() {
      server = start(path, folder, port, args);
      await server.listening;
    },
    newDatabase,
    async close() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
