/** Which errors of the driver mean that the store cannot answer now, and what is made of them. */
import { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError } from 'mongodb';
import { AppError } from '../../../core/errors.ts';

/** Server codes that say nothing of the request: not primary, shutting down, out of time or disk, no majority. */
const passing = new Set([
  6, 7, 43, 50, 64, 79, 89, 91, 100, 133, 175, 189, 202, 234, 262, 290, 317, 358, 384, 462, 9001, 10058,
  10107, 11600, 11601, 11602, 13388, 14031, 13435, 13436,
]);
const passingNames =
  /^Mongo(ServerSelection|NotConnected|Topology|ServerClosed|ClientClosed|Pool|WaitQueue|WriteConcern|OperationTimeout|UnexpectedServerResponse|ExpiredSession|StalePrimary|System)/;

export const duplicateKey = 11000;

/** The write may have been done, or will be when it is sent again: nothing is known of it. */
export function isPassing(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    if (error.result?.getWriteConcernError?.()) return true;
    const errors = [error.writeErrors].flat();
    const others = errors.filter(({ code }) => code !== duplicateKey);
    if (errors.length > 0) return others.length > 0 && others.every(({ code }) => passing.has(code));
    // The driver wraps whatever ended a bulk, a broken connection too.
    if (error.errorResponse instanceof Error) return isPassing(error.errorResponse);
  }
  if (!(error instanceof MongoError)) {
    return error instanceof DOMException && (error.name === 'TimeoutError' || error.name === 'AbortError');
  }
  // By its class: one that the pool interrupts has a name of its own.
  if (error instanceof MongoNetworkError || passingNames.test(error.name)) return true;
  if (
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('SystemOverloadedError') ||
    error.hasErrorLabel('TransientTransactionError')
  )
    return true;
  return error instanceof MongoServerError && typeof error.code === 'number' && passing.has(error.code);
}

export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === duplicateKey;

export const unavailable = (cause: unknown): AppError =>
  new AppError('unavailable', 'The store is not responding; send it again', { cause, retryAfterSeconds: 1 });

/** Runs one operation; an answer that did not come becomes `unavailable`, everything else stays what it is. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isPassing(error) ? unavailable(error) : error;
  }
}

export const isUnavailable = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'unavailable';
