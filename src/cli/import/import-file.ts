/** Imports one file: reads it, gives each event an id, sends the events, and accounts for every record. */
import { type EventOutcome, type SendEvents, sendRepeatedly } from '../../client/event-outcome.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { EventFormat } from '../../core/format.ts';
import { rawFor } from '../../ingest/raw-text.ts';
import type { AnyEntry } from '../../ingest/read-any.ts';
import { createRepeatNamer, recordId } from '../../ingest/record-id.ts';
import { plural } from '../terminal.ts';
import type { Progress } from './progress.ts';
import {
  countOutcome,
  countProblem,
  countRead,
  countSkipped,
  type FileReport,
  otherSensors,
  type Problem,
} from './report.ts';
import { readSource, type Source, UnreadableSource } from './source.ts';

/** Events in one call of `send`: large enough to share a commit, small enough to show progress. */
const batchSize = 1000;

/** Lines of one reason that are shown; `--json` names more. */
const mostShown = 20;

export async function importFile({
  source,
  format,
  send,
  report,
  progress,
  keptSince,
  sources,
}: {
  source: Source;
  /** Null = found by the fields of each record. */
  format: EventFormat | null;
  send: SendEvents;
  report: FileReport;
  progress: Progress;
  /** Older events will be deleted by retention (ISO); null = all are kept, or the limit is not known here. */
  keptSince: string | null;
  /** Whose events they are, of all files. */
  sources: { add(source: string): unknown };
}): Promise<void> {
  const start = performance.now();
  const namers = new Map<string, (id: string) => string>();
  const namerOf = (name: string): ((id: string) => string) => {
    const namer = namers.get(name) ?? createRepeatNamer(name);
    namers.set(name, namer);
    return namer;
  };
  let drafts: DraftEvent[] = [];
  let lines: number[] = [];
  /** One batch is in transit while the next is parsed. */
  let sending: Promise<void> = Promise.resolve();

  const shown = new Map<string, number>();
  const showProblem = (problem: Problem | null): void => {
    if (problem === null) return;
    const count = (shown.get(problem.reason) ?? 0) + 1;
    shown.set(problem.reason, count);
    if (count <= mostShown) progress.log(`${source.name}:${problem.line}: ${problem.reason}`);
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

  const take = (entry: AnyEntry): void => {
    report.records += 1;
    const line = entry.line ?? entry.index + 1;
    if (entry.status === 'invalid') showProblem(countProblem(report, line, entry.reason));
    else if (entry.status === 'skipped') countSkipped(report, entry.reason);
    else {
      const { draft, record, unknown = null } = entry;
      const name = format?.name ?? entry.format ?? otherSensors;
      countRead(report, name, unknown);
      sources.add(draft.source_ip);
      if (keptSince !== null && draft.timestamp < keptSince) report.expired += 1;
      draft.event_id ??= namerOf(name)(recordId(record));
      if (name !== 'native' && entry.text !== '') draft.raw ??= rawFor(draft, entry.text);
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
  for (const [reason, count] of shown)
    if (count > mostShown)
      progress.log(`${source.name}: ${plural(count - mostShown, 'more line')}: ${reason}`);
  report.seconds = (performance.now() - start) / 1000;
}
