/** A link to open, and what happens when it is opened. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveEvents } from '../../data/live.ts';
import { isHitOf, latestHitQuery, tokenQuery } from '../../data/queries.ts';
import { isLoopback, tokenAddress } from '../../data/token-address.ts';
import type { PlantedToken } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { FormError } from '../../parts/fields.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { TokenAddress } from '../../parts/token-address.tsx';
import { useTexts } from '../../texts/texts.ts';
import { welcomeTexts } from '../../texts/welcome.ts';
import { FirstAlert } from './first-alert.tsx';
import { makeFirstDecoy } from './make.ts';

export interface FirstDecoyProps {
  /** Null: there is none yet. */
  id: string | null;
  onMade(id: string): void;
  onNext(): void;
}

export function FirstDecoy({ id, onMade, onNext }: FirstDecoyProps) {
  return id === null ? <Make onMade={onMade} /> : <Wait id={id} onNext={onNext} />;
}

function Make({ onMade }: Pick<FirstDecoyProps, 'onMade'>) {
  const t = useTexts(welcomeTexts);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return (
    <div className="panel flex flex-col items-start gap-4 p-5">
      <p className="text-sm text-muted">{t.makeHint}</p>
      <FormError error={error} />
      <Button
        look="primary"
        isPending={isBusy}
        onPress={async () => {
          setBusy(true);
          try {
            onMade((await makeFirstDecoy(t.note)).id);
          } catch (failure) {
            setError(failure);
            setBusy(false);
          }
        }}
      >
        {t.make}
      </Button>
    </div>
  );
}

function Wait({ id, onNext }: { id: string; onNext(): void }) {
  const token = useQuery(tokenQuery(id));
  if (token.isError) return <ErrorState error={token.error} onRetry={() => void token.refetch()} />;
  if (!token.data) return <Skeleton className="h-64 w-full" />;
  return <Watch token={token.data} onNext={onNext} />;
}

function Watch({ token, onNext }: { token: PlantedToken; onNext(): void }) {
  const t = useTexts(welcomeTexts);
  const client = useQueryClient();
  const hit = useQuery(latestHitQuery(token));
  useLiveEvents((event) => {
    if (isHitOf(token.id, event)) client.setQueryData(latestHitQuery(token).queryKey, event);
  });
  const address = tokenAddress(token);
  return (
    <>
      <div className="panel flex flex-col gap-4 p-5">
        <p className="text-sm text-muted">
          {address !== null && isLoopback(address) ? t.openItHere : t.openIt}
        </p>
        {address === null ? (
          <p className="text-sm text-warn">{t.noAddress}</p>
        ) : (
          <TokenAddress address={address} />
        )}
      </div>
      <div role="status" className="flex flex-col gap-3">
        {hit.data ? (
          <FirstAlert event={hit.data} />
        ) : (
          <p className="panel flex items-center gap-3 p-5 text-sm text-muted">
            <span
              aria-hidden
              className="size-2.5 animate-pulse rounded-full bg-accent motion-reduce:animate-none"
            />
            {t.waiting}
          </p>
        )}
      </div>
      <div className="flex justify-end">
        <Button look={hit.data ? 'primary' : 'plain'} onPress={onNext}>
          {hit.data ? t.next : t.later}
        </Button>
      </div>
    </>
  );
}
