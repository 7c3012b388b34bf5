/** One public sentence for whatever went wrong on the way to a receiver; nothing of the error's own text is in it. */
import { AppError } from '../../core/errors.ts';

const unreachable = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EDNS',
]);
const late = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED']);
const untrusted = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
]);

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'late';
    const errors = (at as { errors?: unknown }).errors;
    if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
    const code = (at as { code?: unknown }).code;
    // undici gives its parser's errors a name and, in this build, no code.
    if (at.name === 'HTTPParserError') return 'HPE';
    if (typeof code === 'string' && code !== 'ESOCKET' && code !== 'ECONNECTION') return code;
  }
  return '';
}

export function toSentence(error: unknown): string {
  if (error instanceof AppError) return error.detail;
  const code = codeOf(error);
  if (code === 'late' || late.has(code)) return 'The receiver did not answer in time.';
  if (unreachable.has(code)) return 'The receiver could not be reached.';
  if (untrusted.has(code)) return "The receiver's certificate is not trusted.";
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO' || code === 'ETLS')
    return 'No encrypted connection to the receiver came about.';
  if (code.startsWith('HPE') || code.startsWith('UND_ERR_RES')) return 'The receiver does not speak HTTP.';
  return 'The connection to the receiver broke.';
}
