/** Opens the store of this installation for a command, and reports in plain words why it cannot be opened. */
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { openStore } from '../store/open.ts';
import { CliError } from './failure.ts';
import { databaseFile, ensureDataDir } from './installation.ts';

/** Whether opening failed because another process holds the store. */
export const isHeld = (error: unknown): boolean =>
  error instanceof CliError && error.cause instanceof AppError && error.cause.code === 'conflict';

/** Throws a CliError; `isHeld` recognizes one of its causes. */
export async function openLocalStore(config: Config): Promise<Store> {
  if (config.mongodbUri === null) ensureDataDir(config.dataDir);
  try {
    return await openStore(config);
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const hint =
      cause.code === 'conflict'
        ? 'a server is using this data folder: stop it first'
        : 'run decoyverse doctor to find the cause';
    throw new CliError(cause.detail, { hint, cause });
  }
}

/** Whether a database exists: commands that only read must not create one. */
export const hasDatabase = (config: Config): boolean =>
  config.mongodbUri !== null || existsSync(databaseFile(config.dataDir));
