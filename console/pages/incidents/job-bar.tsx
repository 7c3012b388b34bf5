/** The bulk job that runs, or what came of the last one. */
import { useEffect, useState } from 'react';
import { isEnded } from '../../data/bulk-jobs.ts';
import type { BulkJob } from '../../data/types.ts';
import { JobProgress } from '../../parts/job-progress.tsx';
import { Link } from '../../parts/link.tsx';
import { bulkJobsTexts } from '../../texts/bulk-jobs.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import type { BulkJobs } from './bulk-jobs.ts';

function useWords(): (job: BulkJob, me: string) => string {
  const t = useTexts(bulkJobsTexts);
  const format = useFormat();
  return (job, me) => {
    const { by, state, total, left, changed, unchanged, failed, has_more, undo_of } = job;
    const who = by === me ? '' : `${t.ofOther(by)} `;
    if (state === 'preparing') return `${who}${t.preparing}`;
    const says = undo_of === null ? t.running : t.runningBack;
    if (state === 'running') return `${who}${says(format.count(total - left), format.count(total))}`;
    const words = [
      (undo_of === null ? t.changed : t.takenBack)(changed),
      ...(unchanged > 0 ? [t.unchanged(unchanged)] : []),
      ...(failed > 0 ? [t.failed(failed)] : []),
      ...(left > 0 ? [t.cancelled(left)] : []),
      ...(has_more ? [t.more] : []),
    ];
    return `${who}${words.join('. ')}.`;
  };
}

export function JobBar({ jobs, me }: { jobs: BulkJobs; me: string }) {
  const t = useTexts(bulkJobsTexts);
  const format = useFormat();
  const toWords = useWords();
  const [cancelled, setCancelled] = useState<string | null>(null);
  const { job } = jobs;
  const id = job?.id ?? null;
  // Of another job nobody has asked that yet.
  useEffect(() => setCancelled((one) => (one === id ? one : null)), [id]);
  if (job === null) return null;
  const { total, left, failed, failures } = job;
  const isOver = isEnded(job);
  return (
    <JobProgress
      label={t.label}
      words={toWords(job, me)}
      progress={isOver ? null : { done: total - left, of: total }}
      tone={isOver && failed > 0 ? 'failed' : 'plain'}
      left={
        failures.length === 0 ? undefined : (
          <>
            {failed > failures.length && (
              <p className="text-muted">{t.firstOf(failures.length, format.count(failed))}</p>
            )}
            <ul className="flex flex-col gap-1">
              {failures.map(({ incident_id, reason }) => (
                <li key={incident_id} className="flex flex-wrap gap-x-3">
                  <Link
                    to={`/incidents/${encodeURIComponent(incident_id)}`}
                    className="font-mono text-accent"
                  >
                    {incident_id}
                  </Link>
                  <span>{t.reasons[reason]}</span>
                </li>
              ))}
            </ul>
          </>
        )
      }
      isCancelling={cancelled === job.id}
      onCancel={
        isOver
          ? undefined
          : () => {
              setCancelled(job.id);
              jobs.cancel();
            }
      }
      onUndo={job.can_undo ? jobs.undo : undefined}
      onClose={isOver ? jobs.dismiss : undefined}
    />
  );
}
