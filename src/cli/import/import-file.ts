/** Imports one file: reads it, gives each event an id, sends the events, and accounts for every record. */
import { type EventOutcome, type SendEvents, sendRepeatedly } from '../../client/event-outcome.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { EventFormat } from '../../core/format.ts';
import type { BatchEntry } from '../../ingest/read-batch.ts';
import { createRepeatNamer, recordId } from '../../ingest/record-id.ts';
import type { Progress } from './progress.ts';
import { countOutcome, countProblem, countSkipped, type FileReport, type Problem } from './report.ts';
import { readSource, type Source, UnreadableSource } from './source.ts';

/** Events in one call of `send`: large enough to share a commit, small enough to show progress. */
const batchSize = 1000;

export async function importFile({
  source,
  format,
  send,
  report,
  progress,
  keptSince,
}: {
  source: Source;
  format: EventFormat;
  send: SendEvents;
  report: FileReport;
  progress: Progress;
  /** Older events will be deleted by retention (ISO); null = all are kept, or the limit is not known here. */
  keptSince: string | null;
}): Promise<void> {
  const start = performance.now();
  const nameRepeat = createRepeatNamer(format.name);
  let drafts: DraftEvent[] = [];
  let lines: number[] = [];
  /** One batch is in transit while the next is parsed. */
  let sending: Promise<void> = Promise.resolve();

  const showProblem = (problem: Problem | null): void => {
    if (problem !== null) progress.log(`${source.name}:${problem.line}: ${problem.reason}`);
  };
  const countOutcomes = (outcomes: readonly EventOutcome[], places: readonly number[]): void => {
    for (const [at, outcome] of outcomes.entries())
      showProblem(countOutcome(report, places[at] ?? 0, outcome));
    progress.update(report.records);
  };
  const flush = async (): Promise<void> => {
    await sending;
    if (drafts.length === 0) return;
    const [batch, places] = [drafts, lines];
    drafts = [];
    lines = [];
    sending = sendRepeatedly(send, batch).then((outcomes) => countOutcomes(outcomes, places));
    // The next await handles a rejection; until then it must not count as unhandled.
    sending.catch(() => undefined);
  };

  const take = (entry: BatchEntry): void => {
    report.records += 1;
    const line = entry.line ?? entry.index + 1;
    if (entry.status === 'invalid') showProblem(countProblem(report, line, entry.reason));
    else if (entry.status === 'skipped') countSkipped(report, entry.reason);
    else {
      const { draft, record } = entry;
      if (keptSince !== null && draft.timestamp < keptSince) report.expired += 1;
      draft.event_id ??= nameRepeat(recordId(record));
      drafts.push(draft);
      lines.push(line);
    }
  };

  try {
    for await (const entries of readSource(source, format)) {
      for (const entry of entries) {
        take(entry);
        if (drafts.length >= batchSize) await flush();
      }
      progress.update(report.records);
    }
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    report.failure = error.message;
  }
  await flush();
  await sending;
  report.seconds = (performance.now() - start) / 1000;
}
