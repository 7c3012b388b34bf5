/** What a digest would say now. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { DigestPreview } from '../../data/types.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { MessageText } from '../../parts/message-text.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { ExactTime } from '../../parts/time.tsx';

export function Preview({ query }: { query: UseQueryResult<DigestPreview> }) {
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton className="h-32" />;
  const { title, text, from, to } = query.data;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">
        <HostileText prose text={title} limit={500} />
      </p>
      <p className="text-xs text-muted">
        <ExactTime at={from} /> – <ExactTime at={to} />
      </p>
      <MessageText text={text} />
    </div>
  );
}
