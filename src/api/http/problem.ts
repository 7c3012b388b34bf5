/** Errors as responses (RFC 9457). The only place that maps error codes to status codes. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorCode, type FieldError } from '../../core/errors.ts';
import type { Log } from '../deps.ts';

export const statusOf = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_request: 422,
  too_many_requests: 429,
  quota_exceeded: 429,
  internal: 500,
  unavailable: 503,
} satisfies Record<ErrorCode, number>;

const titleOf = {
  bad_request: 'Bad request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  invalid_request: 'Validation failed',
  too_many_requests: 'Too many requests',
  quota_exceeded: 'Quota used up',
  internal: 'Internal error',
  unavailable: 'Unavailable',
} satisfies Record<ErrorCode, string>;

export interface Problem {
  type: string;
  title: string;
  status: number;
  /** One sentence; always a string, for clients that read `body.detail`. */
  detail: string;
  code: ErrorCode;
  requestId: string;
  errors?: FieldError[];
}

export const toProblem = (error: AppError, requestId: string): Problem => ({
  type: `urn:decoyverse:error:${error.code}`,
  title: titleOf[error.code],
  status: statusOf[error.code],
  detail: error.detail,
  code: error.code,
  requestId,
  ...(error.errors ? { errors: error.errors } : {}),
});

/** The framework's own errors, reworded: its messages may repeat the input. */
const frameworkErrors: Record<string, () => AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('too_large', 'The request body is too large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new AppError('unsupported_media_type', 'This content type is not accepted; send application/json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new AppError('bad_request', 'The length of the request body differs from Content-Length'),
  FST_ERR_BAD_URL: () => new AppError('bad_request', 'The path is malformed'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not_found', 'Not found'),
  FST_ERR_HANDLER_TIMEOUT: () =>
    new AppError('unavailable', 'The request took too long; retry after the time in Retry-After', {
      retryAfterSeconds: 5,
    }),
};

/** Converts whatever was thrown to an AppError. The unexpected is `internal` and keeps its cause for the log. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameworkErrors[code];
  if (known) return known();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('bad_request', 'The request is malformed', { cause: error });
  return new AppError('internal', 'Internal server error; the server log has the details', { cause: error });
}

/** Every 503 says when to retry. */
const defaultRetrySeconds = 5;

/** Sends the problem; the server's own faults go to the log with their cause. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const problem = toAppError(error);
  const status = statusOf[problem.code];
  const context = { requestId: request.id, route: request.routeOptions.url, code: problem.code };
  // Overload is counted (/metrics). A stack trace for each refused request would fill the disk.
  if (status === 503 && problem.cause === undefined)
    log.warn({ ...context, detail: problem.detail }, 'a request was refused');
  else if (status >= 500)
    log.error(
      { ...context, err: problem.cause ?? problem },
      problem.code === 'internal' ? 'a request failed' : 'a request could not be served',
    );
  const retryAfter = problem.retryAfterSeconds ?? (status === 503 ? defaultRetrySeconds : undefined);
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfter))));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(
      JSON.stringify({
        ...(request.routeOptions.config.errorsHaveText ? { text: problem.detail } : {}),
        ...toProblem(problem, request.id),
      }),
    );
}
