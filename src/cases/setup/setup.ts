/**
 * How a sensor is pointed at this server: exactly what to paste, where, how to restart it, and how to test it. One file a
 * sensor, one line in index.ts.
 */

export interface SetupStep {
  /** An instruction, in one sentence. */
  title: string;
  /** The file that the text belongs into, where it is one. */
  file?: string;
  /** To be pasted as it stands. */
  code: string;
}

/** Ports of the listeners, named as in `Config`; null = off. */
export interface ListenerSettings {
  syslogUdpPort: number | null;
  syslogTcpPort: number | null;
  syslogTlsPort: number | null;
  gelfUdpPort: number | null;
  gelfTcpPort: number | null;
  gelfTlsPort: number | null;
  jsonTcpPort: number | null;
  jsonTlsPort: number | null;
  hpfeedsPort: number | null;
}

export interface SetupParts {
  /** Where this server is reached, without a trailing slash: `https://decoys.example.org`. */
  address: string;
  /** The node's key, or `placeholder` where it is not known any more. */
  key: string;
  /** How the listeners name the node (node-name.ts); no secret. */
  name: string;
  /** With which it publishes by hpfeeds, or `secretPlaceholder`: it is shown to whoever has the key. */
  hpfeedsSecret: string;
  listeners: ListenerSettings;
  /** Of this server's certificate, SHA-256 with colons, where it vouches for itself; null = an authority does, or there is none. */
  fingerprint: string | null;
}

/** Stands for a key that was shown before: only its hash is kept. */
export const placeholder = 'YOUR_NODE_KEY';
export const secretPlaceholder = 'YOUR_HPFEEDS_SECRET';

export interface SensorSetup {
  /** Kebab-case, the file's name; a node's `sensor`. */
  name: string;
  title: string;
  /** Which releases of the product this was tried with, or from which its format is known. */
  versions: string;
  /** What a person should know before: one or two sentences; '' = nothing. */
  note: string;
  steps(parts: SetupParts): SetupStep[];
}

export const defineSetup = (setup: SensorSetup): SensorSetup => setup;

/** An address in parts, for senders that ask for them; `prefix` is its path, '' for none. */
export function partsOfAddress(address: string): {
  host: string;
  port: string;
  isTls: boolean;
  prefix: string;
} {
  const { hostname, port, protocol, pathname } = new URL(address);
  const isTls = protocol === 'https:';
  return {
    host: hostname,
    port: port === '' ? (isTls ? '443' : '80') : port,
    isTls,
    prefix: pathname.replace(/\/$/, ''),
  };
}
