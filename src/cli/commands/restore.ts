import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { CliError, type ExitCode, exitCodes, usageError } from '../failure.ts';
import { databaseFile, readLocalConfig } from '../installation.ts';
import type { RestoredRights } from '../restored-rights.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  yes?: boolean;
  json?: boolean;
}

async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  if (!terminal.stdin.isTTY)
    throw usageError(question.replace(/\?$/, ''), 'not a terminal: pass --yes to confirm');
  const lines = createInterface({ input: terminal.stdin, output: terminal.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}

/** What a restore means for credentials and rules, in words. */
function tellRights(terminal: Terminal, { revoked, returned, compared }: RestoredRights): void {
  terminal.result('everyone has to sign in again');
  if (!compared)
    terminal.result(
      'what was revoked since the backup is valid again: look through API keys, nodes, feeds and channels',
    );
  for (const one of revoked) terminal.result(`stays revoked: ${one}`);
  for (const one of returned) terminal.result(`came back: ${one}`);
}

async function run(terminal: Terminal, file: string, { yes, json }: Options): Promise<ExitCode> {
  const config = readLocalConfig(terminal);
  if (config.mongodbUri !== null)
    throw new CliError('restore works with the embedded store only; this installation uses MongoDB', {
      hint: 'mongorestore --uri "$MONGODB_URI" --archive=FILE --gzip --drop',
    });
  const { checkBackup, putBack } = await import('../backup.ts');
  const { hasDatabase, isHeld, openLocalStore } = await import('../local-store.ts');
  checkBackup(file);
  if (hasDatabase(config)) {
    // A process that holds the store would keep writing to the file that is moved away. A damaged store is no obstacle.
    const held = await openLocalStore(config).catch((error: unknown) => {
      if (isHeld(error)) throw error;
      return null;
    });
    await held?.close();
    if (!yes && !(await confirm(terminal, `replace the data in ${config.dataDir} with ${file}?`))) {
      terminal.say('nothing was changed');
      return exitCodes.failed;
    }
  }
  const kept = await putBack({
    dataDir: config.dataDir,
    file,
    nowMs: Date.now(),
    // Opening it migrates an older backup to this version's schema, and refuses a newer one now instead of at the next start.
    async check() {
      const store = await openLocalStore(config);
      await store.close();
    },
  });
  const { keepRevoked, writeRestoredMs } = await import('../restored-rights.ts');
  let rights: RestoredRights = { revoked: [], returned: [], compared: false };
  if (kept !== null)
    try {
      rights = keepRevoked(kept, databaseFile(config.dataDir));
    } catch (error) {
      // Often the reason for restoring: the data that were replaced cannot be read.
      terminal.say(`the previous data cannot be read (${(error as Error).message})`);
    }
  writeRestoredMs(config.dataDir, Date.now());
  if (json) terminal.json({ restored: file, kept, ...rights });
  else {
    terminal.result(`restored ${file} to ${config.dataDir}`);
    if (kept !== null) terminal.result(`the previous data was kept as ${kept}`);
    tellRights(terminal, rights);
  }
  return exitCodes.ok;
}

export const restore: DefineCommand = (terminal, finish) =>
  new Command('restore')
    .description('replace the embedded store with a backup; the server must be stopped')
    .argument('<file>', 'a file written by decoyverse backup')
    .option('-y, --yes', 'replace existing data without asking')
    .option('--json', 'print the result as JSON')
    .action(finish((file: string, options: Options) => run(terminal, file, options)));
