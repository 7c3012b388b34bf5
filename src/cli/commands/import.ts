import { Command, Option } from 'commander';
import { formats } from '../../ingest/index.ts';
import type { DefineCommand } from '../command.ts';
import type { ExitCode } from '../failure.ts';
import type { ImportOptions } from '../import/destination.ts';
import type { Terminal } from '../terminal.ts';

async function run(terminal: Terminal, files: string[], options: ImportOptions): Promise<ExitCode> {
  const { importAll } = await import('../import/run.ts');
  return await importAll(terminal, files, options);
}

export const importFiles: DefineCommand = (terminal, finish) =>
  new Command('import')
    .description('import sensor logs; events are scored and stored as if they had been sent live')
    .argument('<file...>', 'logs to read, plain or gzip; - is stdin')
    .addOption(
      new Option('-f, --format <format>', 'format of the logs')
        .choices(formats.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option(
      '--node <name>',
      "the node that the events belong to, created if it does not exist (default: the file's name)",
    )
    .option('--user <email>', 'the account that the events belong to, if there are several')
    .option('--url <url>', 'send the events to the server at this address instead')
    .option('--key <key>', "with --url: the node's key (or set DECOYVERSE_NODE_KEY)")
    .option('--json', 'print the report as JSON')
    .option('-q, --quiet', 'show no progress; bad lines are still shown')
    .addHelpText(
      'after',
      `
A bad line is counted and shown on stderr (file:line: reason); the import continues. Importing a log again is safe:
known events are only counted. To finish an interrupted import, run it again.`,
    )
    .action(finish((files: string[], options: ImportOptions) => run(terminal, files, options)));
