/**
 * The certificate of this server: the operator's files, read again when they change, or one that vouches for itself, made at
 * the first start and kept in the data folder.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { KeyPair, ServerCertificate } from '../core/certificate.ts';
import { AppError } from '../core/errors.ts';
import { dayMs } from '../lib/duration.ts';
import { makeSelfSigned } from './self-signed.ts';

export interface CertificateSettings {
  tlsCertFile: string | null;
  tlsKeyFile: string | null;
  tlsSelfSigned: boolean;
  dataDir: string;
  host: string;
  publicUrl: string | null;
}

export interface OpenCertificate extends ServerCertificate {
  close(): void;
}

interface Files {
  cert: string;
  key: string;
}

/** How often the files are looked at: programs that renew certificates need not tell us. */
const lookMs = 10_000;
const soonMs = 14 * dayMs;

/** Where the pair lies; null = there is no certificate. */
export const certificateFiles = ({
  tlsCertFile,
  tlsKeyFile,
  tlsSelfSigned,
  dataDir,
}: CertificateSettings): Files | null =>
  tlsCertFile !== null && tlsKeyFile !== null
    ? { cert: tlsCertFile, key: tlsKeyFile }
    : tlsSelfSigned
      ? { cert: join(dataDir, 'tls', 'certificate.pem'), key: join(dataDir, 'tls', 'key.pem') }
      : null;

interface ReadPair extends KeyPair {
  leaf: X509Certificate;
}

/** Throws `bad_request` with a sentence that says which file is wrong, and how. */
export function readPair(files: Files): ReadPair {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new AppError('bad_request', `${file} cannot be read (${code})`, { cause });
    }
  };
  const [cert, key] = [read(files.cert), read(files.key)];
  const parse = <T>(make: () => T, wrong: string): T => {
    try {
      return make();
    } catch (cause) {
      throw new AppError('bad_request', wrong, { cause });
    }
  };
  const leaf = parse(() => new X509Certificate(cert), `${files.cert} holds no certificate in PEM`);
  const own = parse(
    () => createPrivateKey(key),
    `${files.key} holds no private key in PEM, or one with a password`,
  );
  if (!leaf.checkPrivateKey(own))
    throw new AppError('bad_request', `${files.key} is not the key of ${files.cert}`);
  return { cert, key, leaf };
}

/** The names that the server is likely to be called by. */
function namesOf({ host, publicUrl }: CertificateSettings): [string, ...string[]] {
  const isPlain = (name: string): boolean => /^[a-z0-9.:-]{1,253}$/i.test(name);
  const given = publicUrl === null ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')];
  const own = [host, hostname()].filter((name) => name !== '0.0.0.0' && name !== '::');
  const names = [...given, ...own, 'localhost', '127.0.0.1', '::1'].filter(isPlain);
  return [names[0] ?? 'localhost', ...new Set(names)].filter((name, at, all) => all.indexOf(name) === at) as [
    string,
    ...string[],
  ];
}

function makeFiles(files: Files, settings: CertificateSettings, nowMs: number): void {
  const { cert, key } = makeSelfSigned(namesOf(settings), nowMs);
  mkdirSync(dirname(files.key), { recursive: true, mode: 0o700 });
  for (const [file, text, mode] of [
    [files.key, key, 0o600],
    // Last: with it the pair is whole.
    [files.cert, cert, 0o644],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode });
    renameSync(`${file}.new`, file);
  }
}

const stampOf = (files: Files): string =>
  [files.cert, files.key]
    .map((file) => {
      const about = statSync(file, { throwIfNoEntry: false });
      return about === undefined ? '' : `${about.ino} ${about.size} ${about.mtimeMs}`;
    })
    .join();

/** Null where no certificate is set. Throws `bad_request` for a pair that cannot be used. Close it at the end. */
export function openCertificate(
  settings: CertificateSettings,
  {
    clock,
    log,
    everyMs = lookMs,
  }: {
    clock(): number;
    log: { info(data: object, message: string): void; warn(data: object, message: string): void };
    everyMs?: number;
  },
): OpenCertificate | null {
  const files = certificateFiles(settings);
  if (files === null) return null;
  const isOwn = settings.tlsCertFile === null;
  if (isOwn && statSync(files.cert, { throwIfNoEntry: false }) === undefined)
    makeFiles(files, settings, clock());
  let stamp = stampOf(files);
  let pair = readPair(files);
  const listeners: ((pair: KeyPair) => void)[] = [];

  function sayExpiry(): void {
    const endMs = pair.leaf.validToDate.getTime();
    if (endMs - clock() < soonMs)
      log.warn({ file: files?.cert, ends: pair.leaf.validToDate.toISOString() }, 'the certificate ends soon');
  }
  sayExpiry();

  const timer = setInterval(() => {
    const now = stampOf(files);
    if (now === stamp) return;
    stamp = now;
    try {
      pair = readPair(files);
    } catch (err) {
      // The two files are written one after the other: the next look finds both.
      log.warn({ err }, 'the certificate has changed and cannot be used; the one before stays');
      return;
    }
    log.info({ fingerprint: pair.leaf.fingerprint256 }, 'the certificate has changed');
    sayExpiry();
    for (const tell of listeners) tell(pair);
  }, everyMs);
  timer.unref();

  return {
    current: () => pair,
    fingerprint: () => pair.leaf.fingerprint256,
    // Not `checkIssued`: that is false for a certificate that may sign no others.
    isSelfSigned: () => pair.leaf.subject === pair.leaf.issuer && pair.leaf.verify(pair.leaf.publicKey),
    onChange: (listener) => void listeners.push(listener),
    close: () => clearInterval(timer),
  };
}
