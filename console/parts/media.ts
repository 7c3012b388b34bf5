/** How wide the window is, in the three steps that layouts know. */
import { useSyncExternalStore } from 'react';

/** From here on a row opens beside its list. */
const wide = matchMedia('(min-width: 1000px)');
/** Below this, rows are cards and the rail is a menu. */
const narrow = matchMedia('(max-width: 699px)');

const watching = (query: MediaQueryList) => (tell: () => void) => {
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
};
const watchWide = watching(wide);
const watchNarrow = watching(narrow);

export const useIsWide = (): boolean => useSyncExternalStore(watchWide, () => wide.matches);
export const useIsNarrow = (): boolean => useSyncExternalStore(watchNarrow, () => narrow.matches);
