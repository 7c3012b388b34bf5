/** Errors have a code, a public sentence and a private cause. What HTTP makes of a code is `api/problem.ts`'s matter. */

export const errorCodes = [
  'bad_request', // malformed: not JSON, wrong shape of the whole request, a rule of the contract broken
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_media_type',
  'invalid_request', // understood, but fields are wrong: `errors` names them
  'too_many_requests',
  'unavailable', // store or queue cannot take it now; try again
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface FieldError {
  /** Path in dots: `payload`, `events.3.service`. */
  field: string;
  /** One sentence that does not repeat the input. */
  message: string;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  /** One sentence a stranger may read. */
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { cause?: unknown; errors?: FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const notFound = (what: string): AppError => new AppError('not_found', `${what} not found`);

/** A record that fails validation; `errors` names each field. */
export const invalid = (errors: FieldError[], detail?: string): AppError =>
  new AppError('invalid_request', detail ?? errors.map((e) => `${e.field}: ${e.message}`).join('; '), {
    errors,
  });
