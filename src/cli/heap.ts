import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8's default of `--max-optimized-bytecode-size`. */
const usualOptimizedBytes = 60 * 1024;

/**
 * Runs `start` while nothing is compiled to optimized machine code: what a start does is done once, and the two
 * compilers that hurry to make it faster would leave 11 MB behind.
 */
export async function withoutOptimizing<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--max-optimized-bytecode-size=0');
  try {
    return await start();
  } finally {
    setFlagsFromString(`--max-optimized-bytecode-size=${usualOptimizedBytes}`);
  }
}

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** Limit of the young generation: a lower one costs a tenth of the throughput, a higher one gains nothing. */
const youngBytes = 4 * 1024 * 1024;

const youngSize = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

/**
 * Keeps a server's memory in proportion to its live data; call it once the server is up. Frees what startup left behind
 * (some 12 MB). On a machine with much memory V8 would otherwise let garbage grow to four times the live data, and the
 * young generation to its maximum: a server under constant load would use 380 MB instead of 240.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=40');
  setFlagsFromString('--semi-space-growth-factor=4');
  setTimeout(() => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as Collect;
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const watch = setInterval(() => {
      if (youngSize() < youngBytes) return;
      setFlagsFromString('--semi-space-growth-factor=1');
      clearInterval(watch);
    }, 100);
    watch.unref();
  }, 1000).unref();
}
