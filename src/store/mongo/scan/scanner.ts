/**
 * Reads that may look at very many documents, for this process: tenants take turns, each has a bound, and most connections
 * of the pool stay free for everything else. One that takes too long, or whose caller hangs up, ends, here and at the server.
 */
import { AppError } from '../../../core/errors.ts';
import { callerGone, createFairTurns } from '../../../lib/fair-turns.ts';

export interface Scanner {
  /**
   * `read` passes the signal to the driver. Rejects with `unavailable` where too many wait already, the read takes too long,
   * or `gone` is aborted.
   */
  run<T>(
    userId: string,
    gone: AbortSignal | undefined,
    read: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

/** Of a pool of 20 connections (connection.ts); each scan uses one or two. */
const limits = { atOnce: 6, atOncePerOwner: 2, most: 64, mostPerOwner: 8, reserved: 16, waitMs: 20_000 };
const longestMs = 30_000;

export function createScanner(scanMs = longestMs): Scanner {
  const turns = createFairTurns(limits, 'searches');

  async function runAlone<T>(
    gone: AbortSignal | undefined,
    read: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    // Not AbortSignal.timeout: its timer would outlive the read.
    const ending = new AbortController();
    let why: AppError | null = null;
    const end = (reason: AppError): void => {
      why ??= reason;
      ending.abort(reason);
    };
    const leave = (): void => end(callerGone());
    const deadline = setTimeout(
      () => end(new AppError('unavailable', 'The search took too long: narrow it down')),
      scanMs,
    );
    gone?.addEventListener('abort', leave, { once: true });
    try {
      return await read(ending.signal);
    } catch (error) {
      throw why ?? error;
    } finally {
      clearTimeout(deadline);
      gone?.removeEventListener('abort', leave);
    }
  }

  return {
    run: (userId, gone, read) => turns.run(userId, () => runAlone(gone, read), gone),
    close: () => turns.close(new AppError('unavailable', 'The store is closed')),
  };
}
