/** Keys that work on every page. */
import { useEffect, useRef } from 'react';
import { useAddress } from '../data/address.ts';
import { isTaken } from '../parts/row-keys.ts';
import { pages, rootOf } from './routes.ts';

const goWithinMs = 1500;

export function useShellKeys(show: (what: 'palette' | 'help') => void): void {
  const { go } = useAddress();
  const now = useRef({ show, go, goneAtMs: Number.NEGATIVE_INFINITY });
  now.current = { show, go, goneAtMs: now.current.goneAtMs };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        now.current.show('palette');
        return;
      }
      if (isTaken(event)) return;
      if (event.timeStamp - now.current.goneAtMs < goWithinMs) {
        now.current.goneAtMs = Number.NEGATIVE_INFINITY;
        const page = pages.find(({ key }) => key === event.key);
        if (page) {
          event.preventDefault();
          now.current.go(rootOf(page));
          return;
        }
      }
      if (event.key === 'g') now.current.goneAtMs = event.timeStamp;
      else if (event.key === '?') now.current.show('help');
      else if (event.key === '/') {
        event.preventDefault();
        now.current.show('palette');
      } else if (event.key === 'f') {
        const field = document.querySelector<HTMLInputElement>('[data-filter-search]');
        if (field === null) return;
        event.preventDefault();
        field.focus();
        field.select();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
