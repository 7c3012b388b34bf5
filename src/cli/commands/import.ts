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
    .argument('<file...>', 'logs, patterns in quotation marks, or folders; plain or compressed; - is stdin')
    .addOption(
      new Option('-f, --format <format>', 'format of the logs; auto finds it by the fields of each record')
        .choices(['auto', ...formats.map(({ name }) => name)])
        .default('auto'),
    )
    .option(
      '--node <name>',
      "the node that the events belong to, created if it does not exist (default: the file's name)",
    )
    .option('--user <email>', 'the account that the events belong to, if there are several')
    .option('--url <url>', 'send the events to the server at this address instead')
    .option('--key <key>', "with --url: the node's key (or set DECOYVERSE_NODE_KEY)")
    .option('--mapping <file>', 'read the records by this mapping (docs/sensors.md)')
    .option(
      '--dry-run',
      'with --mapping: show what the first 20 records of each file become, and store nothing',
    )
    .option('--json', 'print the report as JSON')
    .option('-q, --quiet', 'show no progress; bad lines are still shown')
    .addHelpText(
      'after',
      `
A bad line is counted and shown on stderr (file:line: reason); the import continues. Importing a log again is safe:
known events are only counted. To finish an interrupted import, run it again.

In a folder, files that look like logs by name and content are imported; the others are listed. Folders in which sensors
keep what visitors left (downloads, tty, …) are skipped. Lines that are not JSON are read where they are sign-ins
of auth.log, fail2ban, CEF or LEEF, tables with a column of sources (CSV), or lines of Glastopf.

Examples:
  decoyverse import cowrie.json
  decoyverse import --node branch-07 /var/log/honeypots
  decoyverse import '/data/cowrie/log/cowrie.json*'
  decoyverse import --mapping door.json --dry-run door.log
  zcat auth.log.2.gz | decoyverse import -`,
    )
    .action(finish((files: string[], options: ImportOptions) => run(terminal, files, options)));
