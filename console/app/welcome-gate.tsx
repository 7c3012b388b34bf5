/** Signs in whoever opened the one-time address, before anything else asks who they are. */
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../data/client.ts';
import { openWelcome, welcomeSecret } from '../data/welcome.ts';
import { Button } from '../parts/button.tsx';
import { CopyBox } from '../parts/copy.tsx';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { Mark } from './mark.tsx';

export function WelcomeGate({ children }: { children: ReactNode }) {
  const [state, setState] = useState<'opening' | 'done' | { error: unknown }>(
    welcomeSecret === null ? 'done' : 'opening',
  );
  useEffect(() => {
    if (welcomeSecret === null) return;
    openWelcome(welcomeSecret).then(
      () => setState('done'),
      (error: unknown) => setState({ error }),
    );
  }, []);
  if (state === 'done') return children;
  if (state === 'opening') return <p className="sr-only" role="status" />;
  return <Refused error={state.error} onSignIn={() => setState('done')} />;
}

function Refused({ error, onSignIn }: { error: unknown; onSignIn(): void }) {
  const t = useTexts(shellTexts).oneTime;
  const isUsed = error instanceof ApiError && error.code === 'unauthenticated';
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="panel flex w-full max-w-md flex-col gap-4 p-5">
        <Mark className="size-10" />
        <h1 className="text-lg font-semibold">{isUsed ? t.used : t.failed}</h1>
        {isUsed ? (
          <>
            <p className="text-sm text-muted">{t.usedHint}</p>
            <CopyBox label={t.command} text="npm run -s decoyverse -- user welcome owner@decoyverse.local" />
          </>
        ) : (
          <p className="text-sm text-muted">{error instanceof ApiError ? error.detail : t.failedHint}</p>
        )}
        <Button
          look="primary"
          className="h-10"
          onPress={() => {
            history.replaceState(null, '', location.pathname.replace(/welcome$/, ''));
            onSignIn();
          }}
        >
          {t.signIn}
        </Button>
      </div>
    </main>
  );
}
