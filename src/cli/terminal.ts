/**
 * The terminal: results on stdout, messages on stderr, in one style (lower case, no full stop). File names, log lines and
 * reasons may contain an attacker's bytes; everything passes through `visible` first.
 */
import type { Readable, Writable } from 'node:stream';
import { countText as wholeText } from '../core/count-text.ts';
import { visible, visibleJson } from '../lib/text.ts';

export { visible as printable, visibleJson as jsonLine };

export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  /** The folder in which `.env` and relative paths are looked up. */
  folder: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  /** A line of the result. */
  result(line: string): void;
  /** A value for programs, as one line. */
  json(value: unknown): void;
  /** A line for people, on stderr. */
  say(line: string): void;
  error(message: string, hint?: string | null): void;
  /** Settles when the process gets a signal to stop (SIGINT, SIGTERM). */
  stopped(): Promise<string>;
}

/** `lines` may contain line ends; everything else that is unprintable is made visible. */
const safeLines = (text: string): string => `${text.split('\n').map(visible).join('\n')}\n`;

export function createTerminal({
  process,
}: {
  process: Pick<NodeJS.Process, 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'once' | 'on'>;
}): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader such as head or less may close the pipe: that ends the output and is not a failure.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  return {
    env: process.env,
    folder: process.cwd(),
    stdin,
    stdout,
    stderr,
    result: (line) => {
      stdout.write(safeLines(line));
    },
    json: (value) => {
      stdout.write(`${visibleJson(value)}\n`);
    },
    say: (line) => {
      stderr.write(safeLines(line));
    },
    error: (message, hint = null) => {
      for (const line of message.split('\n')) stderr.write(`error: ${visible(line)}\n`);
      if (hint !== null) for (const line of hint.split('\n')) stderr.write(`hint: ${visible(line)}\n`);
    },
    stopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
      }),
  };
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];
/** `7.8 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** `12,345`, rounded. */
export const countText = (count: number): string => wholeText(Math.round(count));

/** `1 record`, `2 records`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;
