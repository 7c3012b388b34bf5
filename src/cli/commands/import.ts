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
    .description('take in the logs of sensors: scored and stored as if they had come live')
    .argument('<file...>', 'logs to read, plain or gzipped; - is stdin')
    .addOption(
      new Option('-f, --format <format>', 'what wrote them')
        .choices(formats.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--node <name>', "the node they belong to, made where it is missing (default: the file's name)")
    .option('--user <email>', 'whose data they are, where there are several accounts')
    .option('--url <url>', 'send them to the server at this address instead')
    .option('--key <key>', "with --url: the node's key (or set DECOYVERSE_NODE_KEY)")
    .option('--json', 'print the account as JSON')
    .option('-q, --quiet', 'no progress; bad lines are named all the same')
    .addHelpText(
      'after',
      `
A bad line is counted, named on stderr (file:line: reason) and stops nothing. Importing again is harmless: what is
known is counted as known. An import that was interrupted is finished by running it again.`,
    )
    .action(finish((files: string[], options: ImportOptions) => run(terminal, files, options)));
