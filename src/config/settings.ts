/** The settings. Reading, error messages and docs/configuration.md follow from this table. */
import { resolve } from 'node:path';
import type { QuotaLimits } from '../core/quota.ts';
import { type AllowEntry, parseAllowPrivate } from '../notify/egress/allow-list.ts';
import {
  fail,
  flag,
  hostName,
  httpUrl,
  namedCertificates,
  namedNetworks,
  networks,
  oneOf,
  origins,
  type Parse,
  quotas,
  within,
} from './values.ts';

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
  /** Instead of the usual limits, for all accounts but the first. */
  quotas: Partial<QuotaLimits>;
  host: string;
  port: number;
  /** Without a trailing slash, or null when it is not known. */
  publicUrl: string | null;
  /** Without a trailing slash; null = as `publicUrl`. */
  tokenUrl: string | null;
  /** Addresses and networks whose X-Forwarded-For is trusted. */
  trustProxy: string[];
  /** Origins, or `*` alone. */
  corsOrigins: string[];
  /** Null = the in-process scorer. Without a trailing slash. */
  mlApiUrl: string | null;
  mlFallback: 'unknown' | 'local';
  /** Absolute folder of the shadow models; null = none. */
  shadowModels: string | null;
  /** Files in MaxMind's format instead of the built-in data, each its half; null = the built-in data. */
  geoCountryFile: string | null;
  geoAsnFile: string | null;
  /** Folder of the operator's lists of addresses; null = none. */
  marksDir: string | null;
  alertRiskThreshold: number;
  /** Null = everything is kept. */
  retentionDays: number | null;
  notifyAllowPrivate: AllowEntry[];
  /** Absolute; both or none. */
  tlsCertFile: string | null;
  tlsKeyFile: string | null;
  /** Makes a certificate in the data folder where none is there. */
  tlsSelfSigned: boolean;
  /** Whether `port` speaks HTTPS, where there is a certificate. */
  httpsEnabled: boolean;
  /** Ports of the listeners (src/listeners); null = off. */
  syslogUdpPort: number | null;
  syslogTcpPort: number | null;
  gelfUdpPort: number | null;
  gelfTcpPort: number | null;
  jsonTcpPort: number | null;
  hpfeedsPort: number | null;
  syslogTlsPort: number | null;
  gelfTlsPort: number | null;
  jsonTlsPort: number | null;
  /** Which node an address of the listeners' senders is. */
  listenerNodes: { network: string; name: string }[];
  /** Which node a sender with this certificate is: SHA-256 in capital hex digits. */
  listenerCertificates: { fingerprint: string; name: string }[];
  /** Null = /metrics can be read in demo mode only. */
  metricsToken: string | null;
  logLevel: LogLevel;
}

export interface Setting<K extends keyof Config = keyof Config> {
  /** Name of the environment variable. */
  name: string;
  key: K;
  /** The text given to `parse` if the variable is missing or empty; null = no value. */
  default: string | null;
  /** Never printed, not even shortened. */
  secret?: boolean;
  /** One or two sentences for docs/configuration.md. */
  help: string;
  parse: Parse<Config[K]>;
}

const path: Parse<string> = (text) => (text.includes('\0') ? fail('must be a path') : resolve(text));

const setting = <K extends keyof Config>(one: Setting<K>): Setting => one as unknown as Setting;

/** In the order of the documentation. */
export const settings: readonly Setting[] = [
  setting({
    name: 'HOST',
    key: 'host',
    default: '127.0.0.1',
    help: 'Address to listen on. `0.0.0.0` listens on all addresses: then with TLS (below), or behind a proxy that has it.',
    parse: hostName,
  }),
  setting({
    name: 'PORT',
    key: 'port',
    default: '8001',
    help: 'Port to listen on; `0` picks a free one.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'AUTH_ENABLED',
    key: 'authEnabled',
    default: 'True',
    help: '`False` is demo mode: everyone is one demo user and nodes need no key. It answers to names of this machine only (`localhost`). For trying out only.',
    parse: flag,
  }),
  setting({
    name: 'JWT_SECRET_KEY',
    key: 'jwtSecret',
    default: null,
    secret: true,
    help: 'Signs the session tokens of users: at least 32 bytes, the same for all processes. Required except in demo mode. Generate one with `openssl rand -base64 48`.',
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
    name: 'QUOTAS',
    key: 'quotas',
    default: '',
    help: 'What each account may use, where it should not be the usual (docs/operate.md#quotas): a list such as `events_per_day=5000000, stored_bytes=none`. The first account of an installation has no part in it.',
    parse: quotas,
  }),
  setting({
    name: 'MONGODB_URI',
    key: 'mongodbUri',
    default: null,
    secret: true,
    help: 'A `mongodb://` or `mongodb+srv://` URI. Unset: the embedded SQLite store below `DATA_DIR`.',
    parse: (text) =>
      /^mongodb(\+srv)?:\/\/[^\s]+$/.test(text) ? text : fail('must begin with mongodb:// or mongodb+srv://'),
  }),
  setting({
    name: 'DATABASE_NAME',
    key: 'databaseName',
    default: 'decoyvers',
    help: 'Name of the database in MongoDB.',
    parse: (text) =>
      /^[\w-]{1,63}$/.test(text) ? text : fail('must consist of 1 to 63 letters, digits, - and _'),
  }),
  setting({
    name: 'DATA_DIR',
    key: 'dataDir',
    default: './data',
    help: 'Folder of the embedded store; created if it is missing.',
    parse: path,
  }),
  setting({
    name: 'RETENTION_DAYS',
    key: 'retentionDays',
    default: null,
    help: 'Events, alerts, incidents and sessions older than this many days are deleted. Unset: everything is kept.',
    parse: within(1, 36_500),
  }),
  setting({
    name: 'ALERT_RISK_THRESHOLD',
    key: 'alertRiskThreshold',
    default: '7',
    help: 'An event creates an alert when its risk (0 to 10) is greater than this.',
    parse: within(0, 10, false),
  }),
  setting({
    name: 'ML_API_URL',
    key: 'mlApiUrl',
    default: null,
    help: 'Base URL of an ML service that offers the contract’s `POST /predict`. Unset: events are scored in process.',
    parse: httpUrl,
  }),
  setting({
    name: 'ML_FALLBACK',
    key: 'mlFallback',
    default: 'unknown',
    help: 'The verdict to use while the ML service does not answer: `unknown` (risk 0) or `local` (scored in process). Either way the event is scored again when the service is back.',
    parse: oneOf('unknown', 'local'),
  }),
  setting({
    name: 'SHADOW_MODELS',
    key: 'shadowModels',
    default: null,
    help: 'Folder with `payload.bin` and `shell.bin`: models that score every event in addition to the shipped ones, without any effect on verdicts. `GET /metrics` compares the two (`shadow_…`). Doubles the scoring time. Unset: none.',
    parse: path,
  }),
  setting({
    name: 'GEO_COUNTRY_FILE',
    key: 'geoCountryFile',
    default: null,
    help: 'File in MaxMind’s format (`.mmdb`) that says in which country an address lies, instead of the built-in data. Read again when it changes (docs/geo-data.md).',
    parse: path,
  }),
  setting({
    name: 'GEO_ASN_FILE',
    key: 'geoAsnFile',
    default: null,
    help: 'The same for the number and the owner of an address’s network.',
    parse: path,
  }),
  setting({
    name: 'MARKS_DIR',
    key: 'marksDir',
    default: null,
    help: 'Folder of text files with addresses and networks, one a line; the name of a file (`tor.txt`) marks what is in it. Read again when one changes. Unset: none.',
    parse: path,
  }),
  setting({
    name: 'CORS_ORIGINS',
    key: 'corsOrigins',
    default: '',
    help: 'Origins of web pages that may call the API, separated by commas; `*` for all (never with credentials). Unset: only the server’s own pages.',
    parse: origins,
  }),
  setting({
    name: 'TRUST_PROXY',
    key: 'trustProxy',
    default: '',
    help: 'Addresses and networks of proxies whose `X-Forwarded-For` is trusted. Unset: none.',
    parse: networks,
  }),
  setting({
    name: 'PUBLIC_URL',
    key: 'publicUrl',
    default: null,
    help: 'URL at which people reach this server; notifications link to incidents below it.',
    parse: httpUrl,
  }),
  setting({
    name: 'TOKEN_URL',
    key: 'tokenUrl',
    default: null,
    help: 'URL under which addresses of tokens are handed out, where it should not be that of the console: a host name that tells nothing, with a proxy that passes `/t/` on to this server. Unset: `PUBLIC_URL`.',
    parse: httpUrl,
  }),
  setting({
    name: 'NOTIFY_ALLOW_PRIVATE',
    key: 'notifyAllowPrivate',
    default: '',
    help: 'Private receivers that notifications may be sent to: networks, addresses and host names, with or without `:port`, separated by commas. Unset: none. With `REGISTRATION=open` for the owner alone; others: `decoyverse receivers allow`.',
    parse: (text) => {
      try {
        return parseAllowPrivate(text);
      } catch {
        return fail('must be a list such as 10.0.0.0/8, ntfy.lan:8080, [fd00::1]:443');
      }
    },
  }),
  setting({
    name: 'TLS_CERT_FILE',
    key: 'tlsCertFile',
    default: null,
    help: 'File with this server’s certificate in PEM, followed by those between it and its authority. With it and `TLS_KEY_FILE` the server speaks HTTPS. Read again when it changes; connections stay. Unset: HTTP.',
    parse: path,
  }),
  setting({
    name: 'TLS_KEY_FILE',
    key: 'tlsKeyFile',
    default: null,
    help: 'File with the private key of that certificate in PEM, without a password.',
    parse: path,
  }),
  setting({
    name: 'TLS_SELF_SIGNED',
    key: 'tlsSelfSigned',
    default: 'False',
    help: '`True` makes a certificate of its own in `DATA_DIR/tls` at the first start, and speaks HTTPS with it. Its fingerprint is in every set-up of a sensor.',
    parse: flag,
  }),
  setting({
    name: 'HTTPS_ENABLED',
    key: 'httpsEnabled',
    default: 'True',
    help: '`False` keeps `PORT` at plain HTTP although there is a certificate: a proxy in front speaks TLS, and the certificate is for the listeners.',
    parse: flag,
  }),
  setting({
    name: 'SYSLOG_UDP_PORT',
    key: 'syslogUdpPort',
    default: null,
    help: 'Port that listens for syslog over UDP, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'SYSLOG_TCP_PORT',
    key: 'syslogTcpPort',
    default: null,
    help: 'Port that listens for syslog over TCP, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'GELF_UDP_PORT',
    key: 'gelfUdpPort',
    default: null,
    help: 'Port that listens for GELF over UDP, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'GELF_TCP_PORT',
    key: 'gelfTcpPort',
    default: null,
    help: 'Port that listens for GELF over TCP, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'JSON_TCP_PORT',
    key: 'jsonTcpPort',
    default: null,
    help: 'Port that listens for JSON over TCP, one object a line, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'HPFEEDS_PORT',
    key: 'hpfeedsPort',
    default: null,
    help: 'Port that listens for sensors that publish by hpfeeds, on `HOST` (docs/sensors.md). Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'SYSLOG_TLS_PORT',
    key: 'syslogTlsPort',
    default: null,
    help: 'Port that listens for syslog over TLS (RFC 5425), on `HOST`; needs a certificate. The usual one is 6514. Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'GELF_TLS_PORT',
    key: 'gelfTlsPort',
    default: null,
    help: 'Port that listens for GELF over TCP with TLS, on `HOST`; needs a certificate. Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'JSON_TLS_PORT',
    key: 'jsonTlsPort',
    default: null,
    help: 'Port that listens for JSON over TCP with TLS, one object a line, on `HOST`; needs a certificate. Unset: off.',
    parse: within(0, 65_535),
  }),
  setting({
    name: 'LISTENER_CERTIFICATES',
    key: 'listenerCertificates',
    default: '',
    help: 'Whose messages the TLS listeners take without a key, by the sender’s certificate: `fingerprint=name`, separated by commas, with the SHA-256 fingerprint that `openssl x509 -fingerprint -sha256` prints. Who signed it does not matter. Unset: none.',
    parse: namedCertificates,
  }),
  setting({
    name: 'LISTENER_NODES',
    key: 'listenerNodes',
    default: '',
    help: 'Whose messages the listeners take without a key: `network=name`, separated by commas, where the name of a node is in its set-up. The smallest network counts. Anybody can write another’s address into a datagram. Unset: messages need a key.',
    parse: namedNetworks,
  }),
  setting({
    name: 'METRICS_TOKEN',
    key: 'metricsToken',
    default: null,
    secret: true,
    help: 'Bearer token for `GET /metrics`, at least 16 characters. Unset: metrics are available in demo mode only.',
    parse: (text) =>
      /^[\x21-\x7e]{16,}$/.test(text) ? text : fail('must have at least 16 printable characters'),
  }),
  setting({
    name: 'LOG_LEVEL',
    key: 'logLevel',
    default: 'info',
    help: `Minimum level of log messages: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`,
    parse: oneOf(...logLevels),
  }),
];
