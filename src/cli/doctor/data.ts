/** Checks of the data: folder, secret, store. */
import { constants, existsSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { openStore } from '../../store/open.ts';
import { databaseFile, readSecret, secretFile } from '../installation.ts';
import { sizeText } from '../terminal.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const mayWrite = async (path: string): Promise<boolean> =>
  access(path, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

/** The nearest folder that exists: where a missing one would be created. */
export const existingFolder = (path: string): string =>
  existsSync(path) ? path : existingFolder(dirname(path));

export async function checkFolder(dataDir: string): Promise<Finding> {
  const name = 'data folder';
  if (!existsSync(dataDir)) {
    const parent = existingFolder(dirname(dataDir));
    return (await mayWrite(parent))
      ? ok(name, `${dataDir} does not exist yet; it is created at the first start`)
      : fail(
          name,
          `${dataDir} does not exist and cannot be created`,
          `make ${parent} writable for this user, or set DATA_DIR`,
        );
  }
  const about = statSync(dataDir);
  if (!about.isDirectory()) return fail(name, `${dataDir} is not a folder`, 'move it, or set DATA_DIR');
  if (!(await mayWrite(dataDir)))
    return fail(name, `no permission to write to ${dataDir}`, `chown -R USER ${dataDir}`);
  return (about.mode & 0o077) === 0
    ? ok(name, dataDir)
    : warn(name, `${dataDir} is accessible to other users (${octal(about.mode)})`, `chmod 700 ${dataDir}`);
}

/** Too few different characters: typed rather than generated. */
const isWeak = (secret: string): boolean => new Set(secret).size < 12;

export function checkSecret({ dataDir, jwtSecret, authEnabled }: Config, isSet: boolean): Finding {
  const name = 'secret';
  const weak = 'generate a new one: openssl rand -base64 48 (everyone has to sign in again)';
  if (!authEnabled)
    return warn(
      name,
      'demo mode (AUTH_ENABLED=False): there is no authentication',
      'unset AUTH_ENABLED for real use',
    );
  if (isSet)
    return isWeak(jwtSecret ?? '')
      ? warn(name, 'JWT_SECRET_KEY is easy to guess', weak)
      : ok(name, 'JWT_SECRET_KEY is set');
  const file = secretFile(dataDir);
  let secret: string | null;
  try {
    secret = readSecret(dataDir);
  } catch (error) {
    return fail(name, (error as Error).message, weak);
  }
  if (secret === null) return ok(name, 'none yet; decoyverse up creates one (serve requires JWT_SECRET_KEY)');
  if ((statSync(file).mode & 0o077) !== 0)
    return fail(name, `other users can read ${file}`, `chmod 600 ${file}`);
  return isWeak(secret) ? warn(name, `${file} is easy to guess`, weak) : ok(name, file);
}

/** Opens the store as the server does; for SQLite also runs its integrity check. */
export async function checkStore(config: Config): Promise<Finding[]> {
  const name = 'store';
  const { mongodbUri, databaseName, dataDir } = config;
  const file = databaseFile(dataDir);
  if (mongodbUri === null && !existsSync(file))
    return [ok(name, 'no database yet; it is created at the first start')];
  const integrity = mongodbUri === null ? [await checkIntegrity(file)] : [];
  try {
    const store = await openStore({ mongodbUri, databaseName, dataDir });
    try {
      await store.ping();
      const about = await store.about();
      const detail = Object.entries(about).map(([key, value]) => `${key} ${value}`);
      return [ok(name, `${store.kind}: ${detail.join(', ')}`), ...integrity];
    } finally {
      await store.close();
    }
  } catch (error) {
    const detail = error instanceof AppError ? error.detail : (error as Error).message;
    if (error instanceof AppError && error.code === 'conflict')
      return [ok(name, 'in use by a running server'), ...integrity];
    const advice =
      mongodbUri === null
        ? 'restore the last backup: decoyverse restore FILE'
        : 'check MONGODB_URI, and that the database server is running';
    return [fail(name, detail, advice), ...integrity];
  }
}

async function checkIntegrity(file: string): Promise<Finding> {
  const name = 'integrity';
  const { DatabaseSync } = await import('node:sqlite');
  const advice = 'stop the server and restore the last backup: decoyverse restore FILE';
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const rows = database.prepare('PRAGMA quick_check(5)').all();
      const answers = rows.map((row) => String(Object.values(row)[0]));
      return answers.length === 1 && answers[0] === 'ok'
        ? ok(name, `${sizeText(statSync(file).size)}, no damage found`)
        : fail(name, `${file} is damaged: ${answers[0]}`, advice);
    } finally {
      database.close();
    }
  } catch (error) {
    return fail(name, `${file}: ${(error as Error).message}`, advice);
  }
}
