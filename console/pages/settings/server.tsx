/** What the server says of itself, and what cannot be changed from here. */

import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { healthQuery } from '../../data/account.ts';
import { apiUrl } from '../../data/place.ts';
import { FactList } from '../../parts/facts.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { useTexts } from '../../texts/texts.ts';

export function Server({ isDemo }: { isDemo: boolean }) {
  const t = useTexts(settingsTexts);
  const query = useQuery(healthQuery());
  return (
    <Panel title={t.server}>
      <div className="flex flex-col gap-4 p-4 pt-2">
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeleton className="h-16" />
        ) : (
          <FactList
            facts={[
              { name: t.version, value: <span className="num">DecoyVerse {query.data.version}</span> },
              { name: t.state, value: query.data.status === 'healthy' ? t.healthy : t.unhealthy },
              { name: t.signIn, value: isDemo ? t.signInDemo : t.signInOn },
            ]}
          />
        )}
        <a href={apiUrl('/docs')} className="self-start text-sm text-accent hover:underline">
          {t.api}
        </a>
        <div className="flex gap-3 border-t border-line pt-4 text-sm">
          <Lock size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
          <p>
            <span className="font-medium">{t.fixed}</span>
            <span className="block text-muted">{t.fixedHint}</span>
          </p>
        </div>
      </div>
    </Panel>
  );
}
