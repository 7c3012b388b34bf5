/** What this account may use, and uses. */
import { useQuery } from '@tanstack/react-query';
import { quotasQuery } from '../../data/account.ts';
import type { Quota } from '../../data/types.ts';
import { Panel } from '../../parts/page-head.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { useFormat } from '../../texts/format.ts';
import { settingsTexts } from '../../texts/settings.ts';
import { useTexts } from '../../texts/texts.ts';

const tones = { ok: 'fill-accent', warning: 'fill-warn', used_up: 'fill-bad' } as const;

function Line({ quota: { name, limit, used, state, resets_at, refused } }: { quota: Quota }) {
  const { quotas: t } = useTexts(settingsTexts);
  const format = useFormat();
  const amount = name.includes('bytes') ? format.bytes : format.count;
  const share = limit === null || limit === 0 ? null : Math.min(1, used / limit);
  return (
    <li className="flex flex-col gap-1 text-sm">
      <div className="flex flex-wrap gap-x-3">
        <span className="flex-1">{t.names[name]}</span>
        <span className="num text-muted">
          {limit === null ? t.unlimited(amount(used)) : t.of(amount(used), amount(limit))}
        </span>
      </div>
      {share !== null && (
        <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-sunk">
          <svg width="100%" height="6" aria-hidden="true" className="block">
            <rect width={`${share * 100}%`} height="6" className={tones[state]} />
          </svg>
        </div>
      )}
      {(state !== 'ok' || refused > 0) && (
        <p className={`text-xs ${state === 'used_up' ? 'text-bad' : 'text-warn'}`}>
          {t.states[state]} {refused > 0 && t.refused(format.count(refused))}{' '}
          {resets_at !== null && (
            <>
              {t.resets} <ExactTime at={resets_at} />
            </>
          )}
        </p>
      )}
    </li>
  );
}

export function Quotas() {
  const { quotas: t } = useTexts(settingsTexts);
  const query = useQuery(quotasQuery());
  return (
    <Panel title={t.title}>
      <div className="flex flex-col gap-3 p-4 pt-2">
        <p className="text-xs text-muted">{t.lead}</p>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeleton className="h-32" />
        ) : (
          <ul className="flex flex-col gap-3">
            {query.data.map((quota) => (
              <Line key={quota.name} quota={quota} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
