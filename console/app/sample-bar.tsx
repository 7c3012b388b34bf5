/** Over every page while sample data is shown, on paper as well. One click leads back, one removes it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../data/client.ts';
import { leaveSample, removeSample, sampleQuery } from '../data/sample.ts';
import { Button } from '../parts/button.tsx';
import { notify } from '../parts/toast.tsx';
import { sampleTexts } from '../texts/sample.ts';
import { useTexts } from '../texts/texts.ts';

export function SampleBar() {
  const t = useTexts(sampleTexts);
  const [isBusy, setBusy] = useState(false);
  const { data } = useQuery({ ...sampleQuery(), refetchInterval: 60_000, refetchOnWindowFocus: true });
  // Somebody else removed it, or its month is over.
  useEffect(() => {
    if (data !== undefined && data.state !== 'ready') leaveSample();
  }, [data]);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 border-b border-line bg-mark px-4 py-1.5 text-sm"
    >
      <strong className="rounded-sm bg-ink px-1.5 py-0.5 text-xs font-bold tracking-wider text-ground">
        {t.badge}
      </strong>
      <span>{t.bar}</span>
      <span className="no-print flex gap-2">
        <Button onPress={leaveSample}>{t.leave}</Button>
        <Button
          isPending={isBusy}
          onPress={async () => {
            setBusy(true);
            try {
              await removeSample();
            } catch (error) {
              notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
            } finally {
              setBusy(false);
            }
          }}
        >
          {t.remove}
        </Button>
      </span>
    </div>
  );
}
