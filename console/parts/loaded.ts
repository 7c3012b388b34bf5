/** Parts that a page brings after it stands. */
import { useEffect, useState } from 'react';

/**
 * What `load` resolves with; null until it is there. Unlike a lazy component it is then drawn at once: whoever opens a
 * dialog by its key types on without a pause. `load` stays the same function.
 */
export function useLoaded<T extends object>(load: () => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<T | null>(null);
  useEffect(() => {
    let isThere = true;
    load().then(
      (found) => {
        if (isThere) setLoaded(found);
      },
      // Its server is lost, which the page says; the next visit reads it again.
      () => undefined,
    );
    return () => {
      isThere = false;
    };
  }, [load]);
  return loaded;
}
