/**
 * Errors have a code, a sentence that anyone may read, and a private cause. Code that handles an error looks at its
 * fields and never at its text. `api/http/problem.ts` maps codes to HTTP statuses.
 */

export const errorCodes = [
  'bad_request', // malformed: not JSON, wrong shape of the whole request, a rule of the contract broken
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'invalid_request', // well-formed, but fields are wrong: `errors` names them
  'too_many_requests',
  'quota_exceeded', // the tenant has used up what it may: later, or after something was removed
  'unavailable', // the store or the queue cannot take it now; try again
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Tells errors with the same code apart where a caller acts on the difference. Not part of the wire format. */
export type ErrorKind = 'port_in_use';

export interface FieldError {
  /** Path with dots: `payload`, `events.3.service`. */
  field: string;
  /** One sentence that does not repeat the input. */
  message: string;
  /** In a query: the characters it is about, and what may stand there instead. */
  position?: number;
  length?: number;
  suggestion?: string;
}

export interface AppErrorOptions {
  cause?: unknown;
  kind?: ErrorKind;
  errors?: FieldError[];
  retryAfterSeconds?: number;
}

/** Codes of errors that say nothing about the request itself. */
const retryableCodes: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'too_many_requests',
  'quota_exceeded',
]);

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind | null;
  /** One sentence that anyone may read. */
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.kind = options.kind ?? null;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** Whether the same request may succeed later, unchanged. */
  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }
}

/** Narrows to the errors after which the same request may succeed later. */
export const isRetryable = (error: unknown): error is AppError =>
  error instanceof AppError && error.retryable;

export const notFound = (what: string): AppError => new AppError('not_found', `${what} not found`);

/** A record that fails validation; `errors` names each field. */
export const invalid = (errors: FieldError[], detail?: string): AppError =>
  new AppError('invalid_request', detail ?? errors.map((e) => `${e.field}: ${e.message}`).join('; '), {
    errors,
  });
