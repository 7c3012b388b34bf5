/** One public sentence for every failure on the way to a receiver, by its code; never the error's own text. */
import { AppError } from '../../core/errors.ts';

/** One sentence for all connection failures: naming the cause would let a tenant map an allowed network. */
const sentences: readonly (readonly [sentence: string, codes: readonly string[]])[] = [
  [
    'The receiver could not be reached.',
    [
      'ECONNREFUSED',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ENETDOWN',
      'EADDRNOTAVAIL',
      'EHOSTDOWN',
      'ETIMEDOUT',
      'EDNS',
      'UND_ERR_CONNECT_TIMEOUT',
    ],
  ],
  [
    'The receiver did not respond in time.',
    ['TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_ABORTED'],
  ],
  [
    "The receiver's certificate is not trusted.",
    [
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
    ],
  ],
];
const byCode = new Map(sentences.flatMap(([sentence, codes]) => codes.map((code) => [code, sentence])));

/** For groups of codes. */
const byPrefix: readonly (readonly [prefix: RegExp, sentence: string])[] = [
  [/^(?:ERR_SSL|ERR_TLS|EPROTO$|ETLS$)/, 'The TLS handshake with the receiver failed.'],
  [/^(?:HPE|UND_ERR_RES)/, 'The receiver did not send a valid HTTP response.'],
];

/** nodemailer's own codes for "the connection failed": the cause below them says more. */
const vague: ReadonlySet<string> = new Set(['ESOCKET', 'ECONNECTION']);

function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'TIMEOUT';
    const errors = (at as { errors?: unknown }).errors;
    if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
    const code = (at as { code?: unknown }).code;
    // undici gives its parser's errors a name and, in this build, no code.
    if (at.name === 'HTTPParserError') return 'HPE';
    if (typeof code === 'string' && !vague.has(code)) return code;
    // nodemailer keeps what it replaced.
    const original = (at as { originalCode?: unknown }).originalCode;
    if (typeof original === 'string') return original;
  }
  return '';
}

export function describeFailure(error: unknown): string {
  if (error instanceof AppError) return error.detail;
  const code = codeOf(error);
  return (
    byCode.get(code) ??
    byPrefix.find(([prefix]) => prefix.test(code))?.[1] ??
    'The connection to the receiver was lost.'
  );
}
