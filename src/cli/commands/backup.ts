import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes } from '../failure.ts';
import { readLocalConfig } from '../installation.ts';
import { sizeText, type Terminal } from '../terminal.ts';

interface Options {
  json?: boolean;
  force?: boolean;
}

async function run(terminal: Terminal, file: string, { json, force }: Options): Promise<ExitCode> {
  const config = readLocalConfig(terminal);
  if (config.mongodbUri !== null)
    throw new CliError('backup copies the embedded store; this installation uses MongoDB', {
      hint: 'mongodump --uri "$MONGODB_URI" --archive=FILE --gzip',
    });
  const { backUp } = await import('../backup.ts');
  const done = await backUp({ dataDir: config.dataDir, file, force: force === true });
  if (json) terminal.json(done);
  else terminal.result(`${done.file}: ${sizeText(done.sizeBytes)}, checked`);
  return exitCodes.ok;
}

export const backup: DefineCommand = (terminal, finish) =>
  new Command('backup')
    .description('copy the embedded store to a file; the server may be running')
    .argument('<file>', 'the copy to write, readable by you alone')
    .option('--force', 'replace the file if it is there')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nThe secret (jwt-secret in the data folder) is not in it: without it everybody signs in anew.',
    )
    .action(finish((file: string, options: Options) => run(terminal, file, options)));
