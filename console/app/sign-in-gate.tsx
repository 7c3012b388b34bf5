/** Lets through whoever is signed in. The address stays: after signing in a deep link opens what it names. */
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { apiUrl } from '../data/place.ts';
import { onToken, sessionToken } from '../data/session.ts';
import { DemoContext } from './demo.ts';

/** Its form is not loaded for those who are signed in. */
const SignIn = lazy(() => import('./sign-in.tsx'));

/** In demo mode nobody is asked who they are. */
async function isDemo(): Promise<boolean> {
  try {
    const response = await fetch(apiUrl('/'), { headers: { accept: 'application/json' } });
    const body = (await response.json()) as { authentication?: string };
    return body.authentication === 'demo';
  } catch {
    return false;
  }
}

export function SignInGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const token = useSyncExternalStore(onToken, sessionToken);
  const [demo, setDemo] = useState<boolean | null>(null);
  const wasIn = useRef(false);
  useEffect(() => {
    if (token !== null) wasIn.current = true;
    // Nothing of one account is ever shown to the next.
    else client.clear();
  }, [token, client]);
  useEffect(() => {
    if (token === null) void isDemo().then(setDemo);
  }, [token]);
  if (token !== null || demo) return <DemoContext value={token === null}>{children}</DemoContext>;
  if (demo === null) return null;
  return (
    <Suspense>
      <SignIn wasIn={wasIn.current} />
    </Suspense>
  );
}
