/** A circuit breaker: after a number of failures in a row no calls are made, except one probe now and then. */
export type BreakerState = 'closed' | 'open' | 'half-open';

export interface Breaker {
  readonly state: BreakerState;
  /** Whether a call may go out now; where it may, `succeeded`, `failed` or `undecided` must follow. */
  enter(): boolean;
  succeeded(): void;
  failed(): void;
  /** The call ended without showing whether the service works. */
  undecided(): void;
}

export function createBreaker(limits: { failures: number; probeMs: number }, clock: () => number): Breaker {
  let state: BreakerState = 'closed';
  let failures = 0;
  let openedMs = 0;

  const open = (): void => {
    state = 'open';
    openedMs = clock();
  };

  return {
    get state() {
      return state;
    },
    enter() {
      if (state === 'closed') return true;
      if (state === 'half-open' || clock() - openedMs < limits.probeMs) return false;
      state = 'half-open';
      return true;
    },
    succeeded() {
      state = 'closed';
      failures = 0;
    },
    failed() {
      // Calls that were under way when it opened end here too; they do not put the probe off.
      if (state === 'open') return;
      failures++;
      if (state === 'half-open' || failures >= limits.failures) open();
    },
    undecided() {
      // A probe that was cut short is no probe: the next call is.
      if (state === 'half-open') state = 'open';
    },
  };
}
