/** The icon of the installed console says how many incidents are open. */
import { useEffect } from 'react';
import { useOpenIncidentCount } from '../data/queries.ts';
import { isInSample } from '../data/sample-mode.ts';

export function useAppBadge(): void {
  const open = useOpenIncidentCount();
  const count = open === null || isInSample() ? null : open.count;
  useEffect(() => {
    if (count === null || !('setAppBadge' in navigator)) return;
    // A browser in which the console is not installed may refuse, and nothing is lost.
    navigator.setAppBadge(count).catch(() => {});
    return () => void navigator.clearAppBadge().catch(() => {});
  }, [count]);
}
