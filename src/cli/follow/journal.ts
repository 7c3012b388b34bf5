/** The journal of a systemd unit: what a sensor prints, read with journalctl, which waits while the server is away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { BatchRules } from '../../ingest/record-reader.ts';
import { isJsonObject } from '../../lib/json-guards.ts';
import { CliError } from '../failure.ts';
import { createLogLines, type LogLines } from './log-lines.ts';
import type { FollowSource, Piece } from './source.ts';
import type { JournalState, StateFile } from './state.ts';

/** Records taken at once, and as many more wait in the pipe. */
const mostRecords = 500;
const mostBytes = 256 * 1024;

export interface JournalParts {
  unit: string;
  rules: BatchRules;
  format: string | null;
  state: StateFile<JournalState>;
  /** Ends when all there is was read. */
  once: boolean;
  newOnly: boolean;
  say(line: string): void;
}

interface Message {
  cursor: string;
  timeUs: string;
  bytes: Buffer;
}

/** A line of `journalctl -o json`; null for one that has no message. Text that is not UTF-8 comes as a list of bytes. */
export function parseJournalLine(line: string): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { MESSAGE, __CURSOR, __REALTIME_TIMESTAMP } = value;
  if (typeof __CURSOR !== 'string' || typeof __REALTIME_TIMESTAMP !== 'string') return null;
  const bytes =
    typeof MESSAGE === 'string'
      ? Buffer.from(MESSAGE)
      : Array.isArray(MESSAGE)
        ? Buffer.from(MESSAGE.filter((one): one is number => typeof one === 'number'))
        : Buffer.alloc(0);
  return { cursor: __CURSOR, timeUs: __REALTIME_TIMESTAMP, bytes };
}

export function openJournal(parts: JournalParts): FollowSource {
  const { unit, rules, format, state, newOnly, say } = parts;
  const name = `journal of ${unit}`;
  let stored = state.read();
  let child: ChildProcess | null = null;
  let waiting: Message[] = [];
  let waitingBytes = 0;
  let pause: (() => void) | null = null;
  let resume: (() => void) | null = null;
  let isEnded = false;
  let isClosed = false;
  let startedMs = 0;
  let problem = '';
  let lines: LogLines = createLogLines(rules, format, 0);
  const backlogUntilUs = Date.now() * 1000;

  const place = (): string[] => {
    if (stored !== null) {
      const { cursor, timeUs } = stored;
      return cursor === ''
        ? ['--since', `@${(Number(timeUs) / 1e6).toFixed(6)}`]
        : ['--after-cursor', cursor];
    }
    return newOnly ? ['--lines', '0'] : [];
  };

  async function run(): Promise<void> {
    startedMs = Date.now();
    problem = '';
    const started = spawn(
      'journalctl',
      [
        ...['--unit', unit, '--output', 'json', '--all', '--quiet', '--no-pager'],
        '--output-fields=MESSAGE',
        ...(parts.once ? [] : ['--follow']),
        ...(parts.once || (stored === null && newOnly) ? [] : ['--no-tail']),
        ...place(),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    child = started;
    const ended = once(started, 'close').catch((error: NodeJS.ErrnoException) => {
      problem = error.code === 'ENOENT' ? 'journalctl is not installed' : error.message;
      return [1];
    });
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      problem = `${problem}${text}`.slice(-500);
    });
    const reader = createInterface({ input: started.stdout, crlfDelay: Number.POSITIVE_INFINITY });
    pause = () => reader.pause();
    resume = () => reader.resume();
    reader.on('close', () => {
      pause = null;
      resume = null;
    });
    reader.on('line', (line) => {
      const message = parseJournalLine(line);
      if (message === null) return;
      waiting.push(message);
      waitingBytes += message.bytes.length;
      if (waiting.length >= mostRecords || waitingBytes >= mostBytes) pause?.();
    });
    const [code] = (await ended) as [number | null];
    child = null;
    if (isClosed) return;
    if (code !== 0 && stored !== null && stored.cursor !== '' && /cursor/i.test(problem)) {
      say(`warning: ${name}: the record that was read last is gone; reading on from its time`);
      stored = { ...stored, cursor: '' };
      return;
    }
    if (parts.once) isEnded = true;
    if (code !== 0) {
      const text = problem.trim().split('\n')[0] || `journalctl ended with ${code}`;
      if (parts.once) throw new CliError(`${name}: ${text}`);
      say(`warning: ${name}: ${text}; trying again`);
    }
  }

  let running: Promise<void> | null = null;
  let failure: unknown = null;
  const keepRunning = (): void => {
    if (running !== null || isEnded || isClosed) return;
    if (Date.now() - startedMs < 5000 && startedMs > 0 && stored?.cursor !== '') return;
    running = run()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        running = null;
      });
  };

  return {
    name,
    async look() {
      keepRunning();
    },
    async read(): Promise<Piece | null> {
      if (failure !== null) throw failure;
      keepRunning();
      // Asked for all there is: wait until there is something, or nothing any more.
      while (parts.once && waiting.length === 0 && !isEnded) {
        keepRunning();
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (failure !== null) throw failure;
      }
      if (waiting.length === 0) return null;
      const taken = waiting.splice(0, mostRecords);
      waitingBytes = waiting.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (waiting.length < mostRecords && waitingBytes < mostBytes) resume?.();
      const found = lines.push(
        Buffer.concat(taken.flatMap(({ bytes }) => [bytes, Buffer.from(bytes.at(-1) === 10 ? '' : '\n')])),
      );
      const last = taken.at(-1)!;
      return {
        ...found,
        name,
        isBacklog: Number(last.timeUs) < backlogUntilUs,
        commit() {
          stored = { version: 1, unit, cursor: last.cursor, timeUs: last.timeUs };
          state.write(stored);
        },
      };
    },
    fellBehind: () => undefined,
    left: () => null,
    close() {
      isClosed = true;
      child?.kill('SIGTERM');
      waiting = [];
      lines = createLogLines(rules, format, 0);
    },
  };
}
