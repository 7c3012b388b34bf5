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
    throw new CliError('backup works with the embedded store only; this installation uses MongoDB', {
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
    .argument('<file>', 'the file to write, readable by you only')
    .option('--force', 'replace the file if it exists')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nThe backup does not contain the secret (jwt-secret in the data folder): without it, everyone has to sign in again.',
    )
    .action(finish((file: string, options: Options) => run(terminal, file, options)));
