/** Under an empty list of somebody who has nothing yet: a way to see what it looks like when it is full. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../data/client.ts';
import { statsQuery } from '../data/queries.ts';
import { enterSample } from '../data/sample.ts';
import { isInSample } from '../data/sample-mode.ts';
import { sampleTexts } from '../texts/sample.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { notify } from './toast.tsx';

export function SampleOffer() {
  const t = useTexts(sampleTexts);
  const [isBusy, setBusy] = useState(false);
  const { data: stats } = useQuery(statsQuery());
  if (isInSample() || stats === undefined || stats.total_attacks > 0) return null;
  return (
    <div className="mt-2 flex flex-col items-center gap-2">
      <Button
        isPending={isBusy}
        onPress={async () => {
          setBusy(true);
          try {
            await enterSample();
          } catch (error) {
            notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
          } finally {
            setBusy(false);
          }
        }}
      >
        {t.offer}
      </Button>
      <p className="max-w-sm text-xs text-balance text-muted">{t.offerHint}</p>
    </div>
  );
}
