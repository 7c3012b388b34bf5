/** What the embedded store's thread and its callers say to each other. Everything goes by structured clone. */
import type { Effects } from '../../core/effects.ts';
import { AppError, type ErrorCode, errorCodes, type FieldError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';

/** An operation of the store, or of one tenant's view (`userId`), by its name in the port. */
export interface Call {
  id: number;
  userId: string | null;
  operation: string;
  args: readonly unknown[];
}

/** A batch that was decided on beforehand: written only if all of it still holds. */
export interface Proposal {
  events: readonly StoredEvent[];
  /** How many of them were taken for new when `effects` were made. */
  decided: number;
  /** The context they were made of, by the number that came with it; 0 = none of this store's. */
  contextId: number;
  effects: Effects;
}
export interface Settled {
  accepted: string[];
  duplicates: Map<string, StoredEvent>;
}
/** Nothing was written: these, by key, are what is new, and a context must be read anew. */
export interface Stale {
  stale: string[];
}

export interface Failure {
  message: string;
  code?: ErrorCode;
  stack?: string | undefined;
  errors?: FieldError[] | undefined;
  retryAfterSeconds?: number | undefined;
  /** What was behind it, in words. */
  cause?: string;
}

export type Answer =
  | { id: number; value: unknown }
  | { id: number; failure: Failure }
  | { id: number; progress: number };

export const eventKey = (event: { user_id: string; log_id: string }): string =>
  `${event.user_id}|${event.log_id}`;

export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AppError))
    return { message, stack: error instanceof Error ? error.stack : undefined };
  const { code, errors, retryAfterSeconds, cause } = error;
  return {
    message,
    code,
    errors,
    retryAfterSeconds,
    ...(cause === undefined ? {} : { cause: cause instanceof Error ? cause.message : String(cause) }),
  };
}

export function toError({ message, code, stack, errors, retryAfterSeconds, cause }: Failure): Error {
  if (code === undefined || !errorCodes.includes(code)) {
    const error = new Error(message);
    if (stack !== undefined) error.stack = stack;
    return error;
  }
  return new AppError(code, message, {
    ...(cause === undefined ? {} : { cause: new Error(cause) }),
    ...(errors === undefined ? {} : { errors }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
