/**
 * Transcripts of the command line (`test/cli/transcripts/*.txt`): files, commands, what they print and how they end, in
 * one text that people can read.
 *
 *     # a comment
 *     -- events.ndjson        a file in the folder of the transcript; its lines follow
 *     {"service":"ssh"}
 *     --
 *     $ decoyverse score events.ndjson        (`< file` is its stdin)
 *     | a line of stdout
 *     ! a line of stderr
 *     = 0                     the exit code
 *
 * What differs from run to run stands as a placeholder such as <seconds>.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { version } from '../../src/cli/version.ts';
import type { Ended, Place } from './command-line.ts';

type Step =
  | { kind: 'text'; lines: string[] }
  | { kind: 'file'; name: string; lines: string[] }
  | { kind: 'command'; command: string };

/** Throws for a line that belongs to no step. */
export function parseTranscript(text: string): Step[] {
  const steps: Step[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.startsWith('-- ')) {
      const end = lines.indexOf('--', at);
      if (end < 0) throw new Error(`line ${at + 1}: this file has no end`);
      steps.push({ kind: 'file', name: basename(line.slice(3)), lines: lines.slice(at + 1, end) });
      at = end;
    } else if (line.startsWith('$ decoyverse')) {
      steps.push({ kind: 'command', command: line.slice(2) });
    } else if (line === '' || line.startsWith('#')) {
      steps.push({ kind: 'text', lines: [line] });
    } else if (!/^[|!] ?|^= \d+$/.test(line)) throw new Error(`line ${at + 1}: not a line of a transcript`);
  }
  return steps;
}

/** Words of a command, with '…' for those that have blanks in them. */
function wordsOf(command: string): { args: string[]; stdin: string | null } {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const from = words.indexOf('<');
  return from < 0
    ? { args: words.slice(1), stdin: null }
    : { args: words.slice(1, from), stdin: words[from + 1] ?? '' };
}

const volatile: readonly (readonly [RegExp, string])[] = [
  [/\(\d+\.\d s, [\d,]+\/s\)/g, '(<seconds> s, <rate>/s)'],
  [/\b(inc|node)-[0-9a-f]{16}\b/g, '$1-<id 16 digits>'],
  [/(password {2})\S{12,}/g, '$1<password>'],
  [/\b[0-9a-f]{32}\b/g, '<id>'],
  [/("model":)"[^"]*"/g, '$1"<model>"'],
  [/("confidence":)[\d.]+/g, '$1<number>'],
  [/\b\d+(?:\.\d+)? [kMGT]?B free\b/g, '<size> free'],
  [/^(ok {4}node: )[\d.]+$/g, '$1<version>'],
  [/^(ok {4}sqlite: )[\d.]+$/g, '$1<version>'],
  [/^(ok {4}models: ).+$/g, '$1<model>'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+Z(?=$)/g, '<time>'],
];

const stable = (line: string, folder: string): string =>
  volatile.reduce(
    (text, [pattern, placeholder]) => text.replace(pattern, placeholder),
    line
      .replaceAll(folder, '<folder>')
      .replace(new RegExp(`^${version.replaceAll('.', '\\.')}$`), '<version>'),
  );

const marked = (mark: string, text: string, folder: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${mark} ${stable(line, folder)}`.trimEnd());

const toLines = ({ code, stdout, stderr }: Ended, folder: string): string[] => [
  ...marked('|', stdout, folder),
  ...marked('!', stderr, folder),
  `= ${code}`,
];

/** Runs the commands of a transcript, one after another; resolves with the transcript as it is now. */
export async function runTranscript(text: string, place: Place): Promise<string> {
  const out: string[] = [];
  for (const step of parseTranscript(text)) {
    if (step.kind === 'text') out.push(...step.lines);
    else if (step.kind === 'file') {
      writeFileSync(join(place.folder, step.name), `${step.lines.join('\n')}\n`);
      out.push(`-- ${step.name}`, ...step.lines, '--');
    } else {
      const { args, stdin } = wordsOf(step.command);
      const input = stdin === null ? '' : readFileSync(join(place.folder, basename(stdin)));
      out.push(`$ ${step.command}`, ...toLines(await place.run(args, { input }), place.folder));
    }
  }
  return `${out.join('\n')}\n`;
}
