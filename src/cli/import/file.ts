/** One file from its first byte to its last: read, parse, name each event, send, and account for every record. */
import { AppError } from '../../core/errors.ts';
import type { DraftEvent } from '../../core/event.ts';
import type { EventFormat } from '../../core/format.ts';
import { createRepeatNamer, recordId } from '../../ingest/record-id.ts';
import { type RecordLine, readRecords } from '../../ingest/records.ts';
import { CliError } from '../failure.ts';
import type { Progress } from './progress.ts';
import { type Sink, sendWhole } from './sink.ts';
import type { Source } from './source.ts';
import { countOutcome, countProblem, type Problem, type Tally } from './tally.ts';

/** Events in one call of the sink: large enough to share a commit, small enough to show progress. */
const batchSize = 1000;

export async function importFile({
  source,
  format,
  sink,
  tally,
  progress,
  keptSince,
}: {
  source: Source;
  format: EventFormat;
  sink: Sink;
  tally: Tally;
  progress: Progress;
  /** What is older is removed again by retention (ISO); null = all is kept, or nobody here knows. */
  keptSince: string | null;
}): Promise<void> {
  const start = performance.now();
  const nameRepeat = createRepeatNamer(format.name);
  let drafts: DraftEvent[] = [];
  let lines: number[] = [];
  /** One batch is on its way while the next is parsed. */
  let sent: Promise<void> = Promise.resolve();

  const name = (problem: Problem | null): void => {
    if (problem !== null) progress.log(`${source.name}:${problem.line}: ${problem.reason}`);
  };
  const send = async (): Promise<void> => {
    await sent;
    if (drafts.length === 0) return;
    const [batch, places] = [drafts, lines];
    drafts = [];
    lines = [];
    sent = sendWhole(sink.send, batch).then((outcomes) => {
      for (const [at, outcome] of outcomes.entries()) name(countOutcome(tally, places[at] ?? 0, outcome));
      progress.update(tally.records);
    });
    // A rejection is for whoever awaits it next; until then it must not count as unhandled.
    sent.catch(() => undefined);
  };

  const take = ({ line, record, problem }: RecordLine): void => {
    tally.records += 1;
    if (problem !== null) {
      name(countProblem(tally, line, problem));
      return;
    }
    try {
      const draft = format.parse(record);
      if (draft === null) {
        tally.skipped += 1;
        return;
      }
      if (keptSince !== null && draft.timestamp < keptSince) tally.expired += 1;
      draft.event_id ??= nameRepeat(recordId(record));
      drafts.push(draft);
      lines.push(line);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      name(countProblem(tally, line, error.detail));
    }
  };

  try {
    for await (const records of readRecords(source.chunks)) {
      for (const one of records) {
        take(one);
        if (drafts.length >= batchSize) await send();
      }
      progress.update(tally.records);
    }
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    tally.failure = error.message;
  }
  await send();
  await sent;
  tally.seconds = (performance.now() - start) / 1000;
}
