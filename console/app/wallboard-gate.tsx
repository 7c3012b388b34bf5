/** Shows a wallboard to whoever opened its link, before anything asks who they are. */
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { wallboardKey } from '../data/wallboard-key.ts';

/** Not loaded for anybody else. */
const Wallboard = lazy(() => import('./wallboard.tsx'));

export function WallboardGate({ children }: { children: ReactNode }) {
  const [key, setKey] = useState(wallboardKey);
  useEffect(() => {
    // The same page with another fragment is no new page to the browser.
    const changed = (): void => setKey(wallboardKey());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  if (key === null) return children;
  return (
    <Suspense>
      <Wallboard key={key} wallboardKey={key} />
    </Suspense>
  );
}
