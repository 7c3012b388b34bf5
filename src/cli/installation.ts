/** The data folder of a local installation, and the secret that is kept in it. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { CliError } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** The owner's address, unless another is given. */
export const ownerEmail = 'owner@decoyverse.local';

export const secretFile = (dataDir: string): string => join(dataDir, 'jwt-secret');
export const databaseFile = (dataDir: string): string => join(dataDir, 'decoyverse.db');

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** Whether a folder is ours alone: with our database, or empty. `/tmp` as DATA_DIR must not become private. */
const isOurs = (dataDir: string): boolean =>
  existsSync(databaseFile(dataDir)) || existsSync(secretFile(dataDir)) || readdirSync(dataDir).length === 0;

/** Creates the folder if it is missing, and makes it accessible to its owner only, whatever its mode was. */
export function ensureDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const { mode, uid } = statSync(dataDir);
    const isSticky = (mode & 0o1000) !== 0;
    if ((mode & 0o077) !== 0 && !isSticky && uid === process.getuid?.() && isOurs(dataDir))
      chmodSync(dataDir, 0o700);
  } catch (cause) {
    throw new CliError(`cannot create the data folder ${dataDir} (${codeOf(cause)})`, {
      hint: 'set DATA_DIR to a folder that this user may write to',
      cause,
    });
  }
}

/** The secret of this installation, or null if it has none yet. */
export function readSecret(dataDir: string): string | null {
  const file = secretFile(dataDir);
  if (!existsSync(file)) return null;
  const secret = readFileSync(file, 'utf8').trim();
  if (Buffer.byteLength(secret) >= 32) return secret;
  throw new CliError(`${file} does not contain a usable secret`, {
    hint: 'delete it and start again: a new one is created, and everyone has to sign in again',
  });
}

/** Reads the secret, or creates it: 48 random bytes in a file that only its owner can read. */
export function ensureSecret(dataDir: string): string {
  const known = readSecret(dataDir);
  const file = secretFile(dataDir);
  if (known !== null) {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return known;
  }
  const secret = randomBytes(48).toString('base64url');
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // On a full disk an empty file would be left behind, and every later start would fail.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(file, { force: true });
    throw error;
  }
  return secret;
}

/** Reads the configuration; a CliError lists all mistakes at once. */
export function configOrFail(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  hint: string | null = null,
): Config {
  try {
    return readConfig(env, { folder });
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new CliError(cause.detail, {
      hint: hint ?? 'docs/configuration.md lists all settings',
      cause,
    });
  }
}

/** Placeholder where no secret is set, for commands that sign nothing. */
export const noSecret = 'unused: this command signs nothing at all';

/**
 * The configuration of commands that work on the data of this installation (import, backup, user, …): that of `serve`,
 * with `noSecret` as the secret if none is set.
 */
export function readLocalConfig({ env, folder }: Pick<Terminal, 'env' | 'folder'>): Config {
  try {
    return readConfig(env, { folder });
  } catch {
    return configOrFail({ ...env, JWT_SECRET_KEY: env.JWT_SECRET_KEY?.trim() || noSecret }, folder);
  }
}
