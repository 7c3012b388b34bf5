/** The record that an event was read from, as its sensor wrote it. Passwords of people are shown on demand. */
import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { rawRecordQuery, revealRawRecord } from '../../data/queries.ts';
import type { RawRecord as Record } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { notify } from '../../parts/toast.tsx';
import { eventsTexts } from '../../texts/events.ts';
import { useTexts } from '../../texts/texts.ts';

export function RawRecord({ id }: { id: string }) {
  const t = useTexts(eventsTexts);
  const query = useQuery(rawRecordQuery(id));
  // Kept here alone: whoever comes back to it asks again, and is noted again.
  const [revealed, setRevealed] = useState<Record | null>(null);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const record = revealed ?? query.data;
  if (record === undefined) return <Skeleton className="h-24" />;
  const reveal = (): void => {
    revealRawRecord(id).then(setRevealed, (error: unknown) =>
      notify(t.record.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' }),
    );
  };
  return (
    <section aria-label={t.record.title} className="flex flex-col gap-2">
      <h3 className="heading">{t.record.title}</h3>
      {record.raw !== null && <HostileText block text={record.raw} limit={4000} />}
      {record.raw === null && (
        <p className="text-sm text-muted">{record.masked ? t.record.withheld : t.record.none}</p>
      )}
      {record.is_cut && <p className="text-sm text-muted">{t.record.cut}</p>}
      {record.masked && (
        <div className="flex flex-wrap items-center gap-3">
          <Button onPress={reveal}>
            <Eye size={15} aria-hidden />
            {t.record.reveal}
          </Button>
          <span className="min-w-0 flex-1 basis-48 text-xs text-muted">{t.record.revealHint}</span>
        </div>
      )}
    </section>
  );
}
