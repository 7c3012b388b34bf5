/**
 * The configuration: environment variables, or the same names in a `.env` file (the environment wins). One table says
 * what there is; the reader, the refusals and docs/configuration.md follow from it. Values are never repeated in a
 * message, because some are secrets and all are somebody's.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError, type FieldError, invalid } from './core/errors.ts';
import { type AllowEntry, parseAllowPrivate } from './notify/egress/allow-list.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  /** Null = the embedded store below `dataDir`. */
  mongodbUri: string | null;
  databaseName: string;
  /** Absolute. */
  dataDir: string;
  /** Null only in demo mode. */
  jwtSecret: string | null;
  authEnabled: boolean;
  registration: 'open' | 'closed';
  host: string;
  port: number;
  /** Without a trailing slash, or null where nobody said. */
  publicUrl: string | null;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustProxy: string[];
  /** Origins, or `*` alone. */
  corsOrigins: string[];
  /** Null = the in-process scorer. Without a trailing slash. */
  mlApiUrl: string | null;
  mlFallback: 'unknown' | 'local';
  /** Absolute folder of the models in shadow; null = none. */
  shadowModels: string | null;
  alertRiskThreshold: number;
  /** Null = everything is kept. */
  retentionDays: number | null;
  notifyAllowPrivate: AllowEntry[];
  /** Null = nobody may read /metrics, but for demo mode. */
  metricsToken: string | null;
  logLevel: LogLevel;
}

/** A parser throws a sentence that does not repeat its input. */
type Parse<T> = (text: string) => T;

export interface Setting<K extends keyof Config = keyof Config> {
  /** Name of the environment variable. */
  name: string;
  key: K;
  /** What an absent or empty variable means: text for `parse`, or null for "nothing". */
  default: string | null;
  /** Never printed, not even shortened. */
  secret?: boolean;
  /** One or two sentences for docs/configuration.md. */
  help: string;
  parse: Parse<Config[K]>;
}

const fail = (message: string): never => {
  throw new Error(message);
};

const flag: Parse<boolean> = (text) => {
  const word = text.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return true;
  return ['false', '0', 'no', 'off'].includes(word) ? false : fail('must be True or False');
};

const within =
  (min: number, max: number, whole = true): Parse<number> =>
  (text) => {
    const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
    return (whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= min && value <= max
      ? value
      : fail(`must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
  };

const oneOf =
  <const T extends string>(...choices: readonly T[]): Parse<T> =>
  (text) =>
    choices.find((choice) => choice === text.toLowerCase()) ?? fail(`must be one of ${choices.join(', ')}`);

const httpUrl: Parse<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return fail('must be an http:// or https:// address');
  if (url.search || url.hash) return fail('must be an address without ? and #');
  if (url.username || url.password) return fail('must be an address without a user name');
  return text.replace(/\/+$/, '');
};

const list = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

const origins: Parse<string[]> = (text) => {
  const given = list(text);
  if (given.includes('*')) return given.length === 1 ? given : fail('must be * alone or a list of origins');
  for (const origin of given)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, ''))
      fail('must be * or a list of origins such as https://console.example.org');
  return given.map((origin) => origin.replace(/\/$/, ''));
};

const networks: Parse<string[]> = (text) => {
  const given = list(text);
  for (const network of given) {
    const [address = '', prefix, rest] = network.split('/');
    const bits = isIP(address) === 4 ? 32 : 128;
    if (isIP(address) === 0 || rest !== undefined || (prefix !== undefined && !(Number(prefix) <= bits)))
      fail('must be a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8');
    // A mapped network such as ::ffff:10.0.0.0/8 would trust the whole IPv4 internet.
    if (/^::ffff:/i.test(address)) fail('must name IPv4 networks as IPv4');
  }
  return given;
};

const hostName: Parse<string> = (text) =>
  isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)
    ? text
    : fail('must be an address or a host name');

const setting = <K extends keyof Config>(one: Setting<K>): Setting => one as unknown as Setting;

/** Every setting there is, in the order of the documentation. */
export const settings: readonly Setting[] = [
  setting({
    name: 'HOST',
    key: 'host',
    default: '127.0.0.1',
    help: 'Address to listen on. `0.0.0.0` listens on all; put a TLS proxy in front.',
    parse: hostName,
  }),
  setting({
    name: 'PORT',
    key: 'port',
    default: '8001',
    help: 'Port to listen on; `0` takes a free one.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'AUTH_ENABLED',
    key: 'authEnabled',
    default: 'True',
    help: '`False` is demo mode: everybody acts as one demo user and nodes need no key. For trying out only.',
    parse: flag,
  }),
  setting({
    name: 'JWT_SECRET_KEY',
    key: 'jwtSecret',
    default: null,
    secret: true,
    help: 'Signs the tokens of signed-in people: at least 32 bytes, the same for all processes. Needed unless in demo mode. Make one with `openssl rand -base64 48`.',
    parse: (text) =>
      Buffer.byteLength(text) >= 32 ? text : fail('must have at least 32 bytes: openssl rand -base64 48'),
  }),
  setting({
    name: 'REGISTRATION',
    key: 'registration',
    default: 'open',
    help: '`closed` refuses new accounts with 403. `decoyverse up` closes it once its owner exists.',
    parse: oneOf('open', 'closed'),
  }),
  setting({
    name: 'MONGODB_URI',
    key: 'mongodbUri',
    default: null,
    secret: true,
    help: 'A `mongodb://` or `mongodb+srv://` address. Unset: the embedded SQLite store below `DATA_DIR`.',
    parse: (text) =>
      /^mongodb(\+srv)?:\/\/[^\s]+$/.test(text) ? text : fail('must begin with mongodb:// or mongodb+srv://'),
  }),
  setting({
    name: 'DATABASE_NAME',
    key: 'databaseName',
    default: 'decoyvers',
    help: 'Database within MongoDB.',
    parse: (text) => (/^[\w-]{1,63}$/.test(text) ? text : fail('must have 1 to 63 letters, digits, - and _')),
  }),
  setting({
    name: 'DATA_DIR',
    key: 'dataDir',
    default: './data',
    help: 'Folder of the embedded store; made where it is missing.',
    parse: (text) => (text.includes('\0') ? fail('must be a path') : resolve(text)),
  }),
  setting({
    name: 'RETENTION_DAYS',
    key: 'retentionDays',
    default: null,
    help: 'Events, alerts, incidents and sessions older than this many days are removed. Unset: all is kept.',
    parse: within(1, 36_500),
  }),
  setting({
    name: 'ALERT_RISK_THRESHOLD',
    key: 'alertRiskThreshold',
    default: '7',
    help: 'An event makes an alert when its risk (0 to 10) is greater than this.',
    parse: within(0, 10, false),
  }),
  setting({
    name: 'ML_API_URL',
    key: 'mlApiUrl',
    default: null,
    help: 'Base address of an ML service with the contract’s `POST /predict`. Unset: scored in process.',
    parse: httpUrl,
  }),
  setting({
    name: 'ML_FALLBACK',
    key: 'mlFallback',
    default: 'unknown',
    help: 'What stands in while the ML service does not answer: `unknown` (risk 0) or `local` (scored in process). Either way the event is scored again when the service is back.',
    parse: oneOf('unknown', 'local'),
  }),
  setting({
    name: 'SHADOW_MODELS',
    key: 'shadowModels',
    default: null,
    help: 'Folder with `payload.bin` and `shell.bin`: models that judge every event beside the shipped ones, change nothing, and are compared in `GET /metrics` (`shadow_…`). Costs their time once more. Unset: none.',
    parse: (text) => (text.includes('\0') ? fail('must be a path') : resolve(text)),
  }),
  setting({
    name: 'CORS_ORIGINS',
    key: 'corsOrigins',
    default: '',
    help: 'Origins of web pages that may call the API, parted by commas; `*` for all (never with credentials). Unset: only our own pages.',
    parse: origins,
  }),
  setting({
    name: 'TRUST_PROXY',
    key: 'trustProxy',
    default: '',
    help: 'Addresses and networks of proxies whose `X-Forwarded-For` is believed. Unset: none.',
    parse: networks,
  }),
  setting({
    name: 'PUBLIC_URL',
    key: 'publicUrl',
    default: null,
    help: 'Address at which people reach this server; messages link to incidents below it.',
    parse: httpUrl,
  }),
  setting({
    name: 'NOTIFY_ALLOW_PRIVATE',
    key: 'notifyAllowPrivate',
    default: '',
    help: 'Private receivers that messages may go to: networks, addresses and host names, with or without `:port`, parted by commas. Unset: none.',
    parse: (text) => {
      try {
        return parseAllowPrivate(text);
      } catch {
        return fail('must be a list such as 10.0.0.0/8, ntfy.lan:8080, [fd00::1]:443');
      }
    },
  }),
  setting({
    name: 'METRICS_TOKEN',
    key: 'metricsToken',
    default: null,
    secret: true,
    help: 'Bearer token for `GET /metrics`, at least 16 characters. Unset: the figures are shown in demo mode only.',
    parse: (text) =>
      /^[\x21-\x7e]{16,}$/.test(text) ? text : fail('must have at least 16 printable characters'),
  }),
  setting({
    name: 'LOG_LEVEL',
    key: 'logLevel',
    default: 'info',
    help: `How much is logged: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`,
    parse: oneOf(...logLevels),
  }),
];

type Env = Readonly<Record<string, string | undefined>>;

function readDotenv(folder: string, errors: FieldError[]): Env {
  try {
    return parseEnv(readFileSync(join(folder, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      errors.push({ field: '.env', message: 'is there but cannot be read' });
    return {};
  }
}

/**
 * Reads `env`, filled up from `<folder>/.env` where `folder` is given and the file exists. Throws `invalid_request` that
 * names every mistake; its messages hold no values.
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
        'is required: make one with `openssl rand -base64 48`, or set AUTH_ENABLED=False to try the demo mode',
    });
  if (errors.length > 0)
    throw invalid(errors, errors.map(({ field, message }) => `${field} ${message}`).join('\n'));
  return config as unknown as Config;
}
