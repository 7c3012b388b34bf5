import { Command, Option } from 'commander';
import { AppError } from '../../core/errors.ts';
import { findFormat, formats } from '../../ingest/index.ts';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { jsonLine, type Terminal } from '../terminal.ts';

interface Options {
  format: string;
  sessions?: boolean;
}

/** Lines that are written together: a write a line would cost more than the judging. */
const writeBytes = 64 * 1024;

/** Collects lines and waits where the reader is slower than we are, so that memory does not grow. */
function createLineWriter({ stdout }: Pick<Terminal, 'stdout'>) {
  let held = '';
  let isGone = false;
  let wake = (): void => undefined;
  stdout.on('drain', () => wake());
  // A reader that has seen enough (head) ends the wait as one that reads on does.
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
    /** Whether nobody reads any more. */
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
      `there is no format ${options.format}`,
      `one of ${formats.map(({ name }) => name).join(', ')}`,
    );
  const { openLocalScorer } = await import('../../score/local.ts');
  const { createScoreStream, quietLine } = await import('../../score/stream.ts');
  const { openSource } = await import('../import/source.ts');
  const { readRecords } = await import('../../ingest/records.ts');
  const scorer = openLocalScorer({ onWarning: (message) => terminal.say(`warning: ${message}`) });
  const stream = createScoreStream({ scorer, sessions: options.sessions === true });
  const writer = createLineWriter(terminal);
  let judged = 0;
  let bad = 0;

  for (const file of files.length > 0 ? files : ['-']) {
    try {
      const source = openSource(file, terminal.stdin);
      for await (const records of readRecords(source.chunks)) {
        for (const { line, record, problem } of records) {
          try {
            if (problem !== null) throw new AppError('bad_request', problem);
            const draft = format.parse(record);
            if (draft === null) writer.line(quietLine(scorer));
            else {
              const { verdict, ended } = stream.take(draft);
              writer.line(verdict);
              for (const one of ended) writer.line(one);
            }
            judged += 1;
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            bad += 1;
            writer.line({ error: `${source.name}:${line}: ${error.detail}` });
          }
          if (writer.isFull()) await writer.flush();
          if (writer.isGone()) return exitCodes.ok;
        }
      }
      await writer.flush();
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      await writer.flush();
      terminal.error(error.message);
      bad += 1;
    }
  }
  for (const one of stream.end()) writer.line(one);
  await writer.flush();
  if (bad === 0) return exitCodes.ok;
  return judged > 0 ? exitCodes.partly : exitCodes.failed;
}

export const score: DefineCommand = (terminal, finish) =>
  new Command('score')
    .description('judge events without a server or a store: one verdict a line, as NDJSON')
    .argument('[file...]', 'events to read, plain or gzipped; - or nothing is stdin')
    .addOption(
      new Option('-f, --format <format>', 'what wrote them')
        .choices(formats.map(({ name }) => name))
        .default('native'),
    )
    .option('--sessions', 'print a line more for each session when it ends')
    .addHelpText(
      'after',
      `
Verdicts come in the order of the events. A record that is none gets a line {"error": "file:line: reason"} in its place.`,
    )
    .action(finish((files: string[], options: Options) => run(terminal, files, options)));
