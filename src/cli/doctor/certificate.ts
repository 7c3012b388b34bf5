/** The certificate: whether it can be used, and for how long. */
import { existsSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { AppError } from '../../core/errors.ts';
import { dayMs } from '../../lib/duration.ts';
import { certificateFiles, readPair } from '../../server/certificate.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const soonDays = 14;

/** Null where the server speaks plain HTTP. */
export function checkCertificate(config: Config, nowMs: number): Finding | null {
  const name = 'certificate';
  const files = certificateFiles(config);
  if (files === null) return null;
  if (config.tlsSelfSigned && !existsSync(files.cert))
    return ok(name, 'none yet; it is made at the first start');
  try {
    const { leaf } = readPair(files);
    const days = Math.floor((leaf.validToDate.getTime() - nowMs) / dayMs);
    const renew = config.tlsSelfSigned
      ? `remove ${files.cert} and restart: a new one is made, whose fingerprint sensors must be told`
      : 'renew it; the server reads the files again by itself';
    if (leaf.validFromDate.getTime() > nowMs)
      return fail(
        name,
        `${files.cert} begins on ${leaf.validFromDate.toISOString()}`,
        'check the clock of this machine',
      );
    if (days < 0) return fail(name, `${files.cert} ended on ${leaf.validToDate.toISOString()}`, renew);
    if (days < soonDays) return warn(name, `${files.cert} ends in ${days} days`, renew);
    return ok(name, `${files.cert}, for ${days} more days, SHA-256 ${leaf.fingerprint256}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return fail(name, error.detail, 'set TLS_CERT_FILE and TLS_KEY_FILE to a pair in PEM');
  }
}
