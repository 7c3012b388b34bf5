/** Why a request failed. Callers decide by `kind` and `retryable`, never by the text. */

export type ClientErrorKind =
  | 'unreachable' // no connection, or it broke
  | 'timeout'
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'too_large' // 413
  | 'overloaded' // 429 and 503: the server asks to wait
  | 'server_error' // any other 5xx
  | 'refused' // any other unsuccessful status
  | 'unexpected' // a success that no DecoyVerse server would send
  | 'aborted'; // the caller's signal

const retryableKinds: ReadonlySet<ClientErrorKind> = new Set([
  'unreachable',
  'timeout',
  'overloaded',
  'server_error',
]);

export class ClientError extends Error {
  readonly kind: ClientErrorKind;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly status: number | null;
  /** The server's own sentence, at most 300 characters; '' if there is none. It may contain hostile text. */
  readonly detail: string;
  /** How long the server asked to wait, or null. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: ClientErrorKind,
    message: string,
    options: { status?: number; detail?: string; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'ClientError';
    this.kind = kind;
    this.retryable = retryableKinds.has(kind);
    this.status = options.status ?? null;
    this.detail = options.detail ?? '';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

export function kindOfStatus(status: number): ClientErrorKind {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 413) return 'too_large';
  if (status === 429 || status === 503) return 'overloaded';
  return status >= 500 ? 'server_error' : 'refused';
}
