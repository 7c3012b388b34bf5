/** Starts, cancels and takes back bulk jobs; people are told where that fails. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { bulkJobsQuery, cancelBulkJob, isEnded, startBulkJob, undoBulkJob } from '../../data/bulk-jobs.ts';
import { ApiError } from '../../data/client.ts';
import type { IncidentChange } from '../../data/incidents.ts';
import { setPreferences, usePreferences } from '../../data/preferences.ts';
import type { BulkJob, IncidentView } from '../../data/types.ts';
import { notify } from '../../parts/toast.tsx';
import { bulkJobsTexts } from '../../texts/bulk-jobs.ts';
import { useTexts } from '../../texts/texts.ts';

/** One that ended longer ago is not shown to whoever comes to the page. */
const shownMs = 60 * 60_000;

export interface BulkJobs {
  /** The latest that is worth showing: it runs, or has ended and was not dismissed. */
  job: BulkJob | null;
  /** Resolves with whether it began. */
  start(incidents: readonly IncidentView[], change: IncidentChange): Promise<boolean>;
  cancel(): void;
  undo(): void;
  dismiss(): void;
}

/** `remember`: how the last action is taken back by its key. */
export function useBulkJobs(me: string, remember: (undo: () => void) => void): BulkJobs {
  const t = useTexts(bulkJobsTexts);
  const client = useQueryClient();
  const { seenJob } = usePreferences();
  const { data } = useQuery(bulkJobsQuery());
  const [latest] = data?.items ?? [];
  const isShown =
    latest !== undefined &&
    (!isEnded(latest) ||
      (latest.by === me &&
        latest.id !== seenJob &&
        Date.now() - Date.parse(latest.ended_at ?? latest.created_at) < shownMs));

  // What it changed is read when it has ended; lists that people read do not move before.
  const running = useRef<string | null>(null);
  useEffect(() => {
    if (latest === undefined) return;
    if (!isEnded(latest)) running.current = latest.id;
    else if (running.current === latest.id) {
      running.current = null;
      for (const key of ['inbox', 'incidents', 'incident', 'stats'])
        void client.invalidateQueries({ queryKey: [key] });
    }
  }, [client, latest]);

  const tell = useCallback(
    (error: unknown, says: (why: string) => string): void => {
      const isBusy = error instanceof ApiError && error.code === 'conflict' && says === t.notStarted;
      notify(isBusy ? t.busy : says(error instanceof Error ? error.message : String(error)), {
        tone: 'failed',
      });
    },
    [t],
  );
  const show = useCallback(
    (job: BulkJob): void => {
      // Even one that ends before it is asked about again has changed what is shown.
      running.current = job.id;
      client.setQueryData(bulkJobsQuery().queryKey, (known) => ({
        items: [job, ...(known?.items ?? []).filter(({ id }) => id !== job.id)],
      }));
      void client.invalidateQueries({ queryKey: bulkJobsQuery().queryKey });
    },
    [client],
  );
  const takeBack = useCallback(
    async (id: string): Promise<void> => {
      try {
        show(await undoBulkJob(id));
      } catch (error) {
        tell(error, t.notDone);
      }
    },
    [show, tell, t],
  );
  const start: BulkJobs['start'] = useCallback(
    async (incidents, change) => {
      try {
        const job = await startBulkJob(incidents, change);
        show(job);
        remember(() => void takeBack(job.id));
        return true;
      } catch (error) {
        tell(error, t.notStarted);
        return false;
      }
    },
    [show, tell, takeBack, remember, t],
  );
  return {
    job: isShown ? latest : null,
    start,
    cancel() {
      if (latest) cancelBulkJob(latest.id).then(show, (error: unknown) => tell(error, t.notDone));
    },
    undo: () => void (latest && takeBack(latest.id)),
    dismiss: () => setPreferences({ seenJob: latest?.id ?? '' }),
  };
}
