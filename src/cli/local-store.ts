/** Opens the store of this installation for a command, and says in plain words why it cannot. */
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { openStore } from '../store/open.ts';
import { CliError } from './failure.ts';
import { databaseFile, ensureDataDir } from './installation.ts';

/** `busyHint` says what to do where another process holds the store. */
export async function openLocalStore(config: Config, { busyHint }: { busyHint: string }): Promise<Store> {
  if (config.mongodbUri === null) ensureDataDir(config.dataDir);
  try {
    return await openStore({
      mongodbUri: config.mongodbUri,
      databaseName: config.databaseName,
      dataDir: config.dataDir,
    });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new CliError(cause.detail, {
      hint: cause.code === 'conflict' ? busyHint : 'decoyverse doctor',
      cause,
    });
  }
}

/** Whether there is a database at all: commands that only look must not make one. */
export const hasDatabase = (config: Config): boolean =>
  config.mongodbUri !== null || existsSync(databaseFile(config.dataDir));
