/**
 * The configuration: environment variables, or the same names in a `.env` file (the environment takes precedence). Values
 * are never repeated in a message, because some are secrets and all are private.
 */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Config, settings } from './config/settings.ts';
import { AppError, type FieldError, invalid } from './core/errors.ts';

export type { Config } from './config/settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

function readDotenv(folder: string, errors: FieldError[]): Env {
  try {
    const file = openSync(join(folder, '.env'), 'r');
    try {
      // Whoever wrote it decides where data are sent: in a folder that several use it may not be ours.
      const { uid, mode } = fstatSync(file);
      const own = process.getuid?.();
      if (own !== undefined && uid !== own && uid !== 0)
        errors.push({ field: '.env', message: 'belongs to another user: chown it, or start elsewhere' });
      else if (own !== undefined && (mode & 0o002) !== 0)
        errors.push({ field: '.env', message: 'can be changed by everybody: chmod 600 .env' });
      else return parseEnv(readFileSync(file, 'utf8'));
      return {};
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      errors.push({ field: '.env', message: 'exists but cannot be read' });
    return {};
  }
}

/** How the port is spoken to. */
export const schemeOf = ({
  tlsCertFile = null,
  tlsSelfSigned = false,
  httpsEnabled = true,
}: Partial<Config>): 'http' | 'https' =>
  httpsEnabled && (tlsCertFile !== null || tlsSelfSigned) ? 'https' : 'http';

/** What does not go together. */
function certificateMistakes(config: Partial<Record<keyof Config, unknown>>): FieldError[] {
  const has = (key: keyof Config): boolean => config[key] !== null && config[key] !== undefined;
  const nameOf = (key: keyof Config): string => settings.find((one) => one.key === key)?.name ?? key;
  const errors: FieldError[] = [];
  for (const [one, other] of [
    ['tlsCertFile', 'tlsKeyFile'],
    ['tlsKeyFile', 'tlsCertFile'],
  ] as const)
    if (has(one) && !has(other))
      errors.push({ field: nameOf(other), message: `is required with ${nameOf(one)}` });
  if (config.tlsSelfSigned === true && has('tlsCertFile'))
    errors.push({ field: 'TLS_SELF_SIGNED', message: 'and TLS_CERT_FILE are both set: unset one' });
  const hasCertificate = has('tlsCertFile') || config.tlsSelfSigned === true;
  for (const key of ['syslogTlsPort', 'gelfTlsPort', 'jsonTlsPort'] as const)
    if (has(key) && !hasCertificate)
      errors.push({
        field: nameOf(key),
        message: 'needs a certificate: set TLS_CERT_FILE and TLS_KEY_FILE, or TLS_SELF_SIGNED=True',
      });
  return errors;
}

/**
 * Reads `env`, and from `<folder>/.env`, if `folder` is given and the file exists, what `env` does not set. Throws an
 * `invalid_request` that names every mistake and repeats no value.
 */
export function readConfig(env: Env, { folder = null }: { folder?: string | null } = {}): Config {
  const errors: FieldError[] = [];
  const file = folder === null ? {} : readDotenv(folder, errors);
  const config: Partial<Record<keyof Config, unknown>> = {};
  for (const { name, key, parse, default: standard } of settings) {
    const given = (env[name] ?? file[name] ?? '').trim();
    const text = given === '' ? standard : given;
    try {
      config[key] = text === null ? null : parse(text);
    } catch (error) {
      if (error instanceof AppError) throw error;
      errors.push({ field: name, message: (error as Error).message });
    }
  }
  if (config.authEnabled === true && config.jwtSecret === null)
    errors.push({
      field: 'JWT_SECRET_KEY',
      message:
        'is required: make one with `openssl rand -base64 48`, or set AUTH_ENABLED=False to try demo mode',
    });
  errors.push(...certificateMistakes(config));
  if (errors.length > 0)
    throw invalid(errors, errors.map(({ field, message }) => `${field} ${message}`).join('\n'));
  return config as unknown as Config;
}
