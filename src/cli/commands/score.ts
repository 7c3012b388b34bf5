import { Command, Option } from 'commander';
import { findFormat, formats } from '../../ingest/index.ts';
import type { DefineCommand } from '../command.ts';
import { type ExitCode, exitCodes, usageError } from '../failure.ts';
import { jsonLine, type Terminal } from '../terminal.ts';

interface Options {
  format: string;
  sessions?: boolean;
}

/** Lines are written in groups: one write per line would cost more than the scoring. */
const writeBytes = 64 * 1024;

/** Collects lines, and waits for a slower reader, so that memory does not grow. */
function createLineWriter({ stdout }: Pick<Terminal, 'stdout'>) {
  let held = '';
  let isGone = false;
  let wake = (): void => undefined;
  stdout.on('drain', () => wake());
  // A reader that closes the pipe (head) ends the wait too.
  for (const event of ['close', 'error'])
    stdout.on(event, () => {
      isGone = true;
      wake();
    });
  return {
    line(value: unknown): void {
      held += `${jsonLine(value)}\n`;
    },
    isFull: () => held.length >= writeBytes,
    /** Whether the reader has closed the pipe. */
    isGone: () => isGone,
    async flush(): Promise<void> {
      const text = held;
      held = '';
      if (text === '' || isGone || stdout.write(text)) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    },
  };
}

async function run(terminal: Terminal, files: string[], options: Options): Promise<ExitCode> {
  const format = findFormat(options.format);
  if (format === null)
    throw usageError(
      `unknown format: ${options.format}`,
      `use one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  const { openLocalScorer } = await import('../../score/local.ts');
  const { createScoreStream, quietLine } = await import('../../score/stream.ts');
  const { openSource, readSource, UnreadableSource } = await import('../import/source.ts');
  const scorer = openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) });
  const stream = createScoreStream({ scorer, sessions: options.sessions === true });
  const writer = createLineWriter(terminal);
  let scored = 0;
  let bad = 0;

  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const source = openSource(file, terminal.stdin);
      for await (const entries of readSource(source, format)) {
        for (const entry of entries) {
          if (entry.status === 'invalid') {
            bad += 1;
            writer.line({ error: `${source.name}:${entry.line ?? entry.index + 1}: ${entry.reason}` });
          } else if (entry.status === 'skipped') {
            scored += 1;
            writer.line(quietLine(scorer));
          } else {
            scored += 1;
            const { verdict, ended } = stream.take(entry.draft);
            writer.line(verdict);
            for (const session of ended) writer.line(session);
          }
          if (writer.isFull()) await writer.flush();
          if (writer.isGone()) return exitCodes.ok;
        }
      }
      await writer.flush();
    } catch (error) {
      if (!(error instanceof UnreadableSource)) throw error;
      await writer.flush();
      terminal.error(error.message);
      bad += 1;
    }
  }
  for (const one of stream.end()) writer.line(one);
  await writer.flush();
  if (bad === 0) return exitCodes.ok;
  return scored > 0 ? exitCodes.partly : exitCodes.failed;
}

export const score: DefineCommand = (terminal, finish) =>
  new Command('score')
    .description('score events without a server or a store; prints one verdict per line, as NDJSON')
    .argument('[file...]', 'file to read, plain or gzip; stdin if omitted or -')
    .addOption(
      new Option('-f, --format <format>', 'format of the events')
        .choices(formats.map(({ name }) => name))
        .default('native'),
    )
    .option('--sessions', 'also print a line for each session when it ends')
    .addHelpText(
      'after',
      `
Verdicts are in the order of the events. A bad record gives a line {"error": "file:line: reason"} instead.`,
    )
    .action(finish((files: string[], options: Options) => run(terminal, files, options)));
