/**
 * The terminal: results on stdout, talk on stderr, in one voice (lower case, no full stop). File names, log lines and
 * reasons may hold an attacker's bytes; nothing reaches the terminal but through `printable`.
 */
import type { Readable, Writable } from 'node:stream';

/** Control characters, and those that reorder or hide text (bidi, zero width, line separators, tags). */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

const shown = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** One line that is safe to show: what could steer the terminal or deceive the eye becomes `\x1b`, `\u{202e}`, … */
export const printable = (text: string): string => text.replace(unprintable, shown);

/**
 * A value as one line of JSON that is as safe to show: the same characters stand as JSON's own escapes, so that a
 * program reads exactly what was there.
 */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value);
  // Most lines are plain ASCII, and `score` prints many.
  if (!/[^ -~]/.test(text)) return text;
  return text.replace(unprintable, (character) => {
    let out = '';
    for (let at = 0; at < character.length; at++)
      out += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    return out;
  });
}

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
  /** A line of talk. */
  say(line: string): void;
  error(message: string, hint?: string | null): void;
  /** Settles when the process is told to stop (SIGINT, SIGTERM). */
  stopped(): Promise<string>;
}

/** `lines` may hold line ends between them; everything else that is unprintable is made visible. */
const safeLines = (text: string): string => `${text.split('\n').map(printable).join('\n')}\n`;

export function createTerminal({
  process,
}: {
  process: Pick<NodeJS.Process, 'env' | 'cwd' | 'stdin' | 'stdout' | 'stderr' | 'once' | 'on'>;
}): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader that has seen enough (head, less) closes the pipe: that ends the output, it is no failure.
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
      stdout.write(`${jsonLine(value)}\n`);
    },
    say: (line) => {
      stderr.write(safeLines(line));
    },
    error: (message, hint = null) => {
      for (const line of message.split('\n')) stderr.write(`error: ${printable(line)}\n`);
      if (hint !== null) for (const line of hint.split('\n')) stderr.write(`hint: ${printable(line)}\n`);
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

/** `12,345`. */
export const countText = (count: number): string => Math.round(count).toLocaleString('en-US');

/** `1 record`, `2 records`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;
