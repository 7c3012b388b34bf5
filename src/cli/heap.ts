import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/** The young generation may grow this far: less costs a tenth of the throughput, more gains nothing. */
const youngBytes = 4 * 1024 * 1024;

const youngSize = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;

/**
 * Keeps a server's memory in proportion to what it holds; to be called when it is up. What starting left behind is given
 * back (some 12 MB). On a machine with much memory V8 would later let garbage pile up to four times of what lives, and the
 * young generation grow to its greatest: a server that takes events all day would stand at 380 MB instead of 240.
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
