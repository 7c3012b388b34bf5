/**
 * `decoyverse follow`: reads what is new in logs and journals, in turn, and sends it. One piece is on its way at a time, and
 * nothing is read before its events are stored: that bounds the memory, and slows reading down to what the server takes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientError } from '../../client/client-error.ts';
import { type EventOutcome, type SendEvents, sendRepeatedly } from '../../client/event-outcome.ts';
import { lightFetch } from '../../client/light-fetch.ts';
import { createEventSender } from '../../client/send-events.ts';
import { minuteMs } from '../../lib/duration.ts';
import { CliError, type ExitCode, exitCodes, refusalOf } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { findLogs } from './find-logs.ts';
import { openLog } from './log.ts';
import { type FollowOptions, toPlan } from './options.ts';
import { findServerProblem, hints, patience } from './server.ts';
import type { FollowSource, Piece } from './source.ts';
import { journalStateFile, logStateFile, stateFolderOf } from './state.ts';
import { createTally, summaryOf } from './tally.ts';

/** How often logs are looked at, and how often new ones are looked for. */
const lookMs = 500;
const findMs = 5000;
/** After this the server was away for long: the times of what waited are to be believed. */
const behindMs = 10 * minuteMs;

/** Of a clock that nobody sets. The global `performance` loads a megabyte with it. */
const elapsedMs = (): number => process.uptime() * 1000;

export async function follow(
  terminal: Terminal,
  paths: readonly string[],
  options: FollowOptions,
): Promise<ExitCode> {
  const plan = await toPlan(terminal, paths, options);
  const { url, key, rules, format } = plan;
  const stateFolder = stateFolderOf(plan.stateFolder, url);
  const once = options.once === true;
  const newOnly = options.newOnly === true;
  const say = (line: string): void => terminal.say(line);
  const tally = createTally(say, options.quiet === true);
  const stop = new AbortController();
  const { signal } = stop;
  void terminal.stopped().then(() => stop.abort());
  const pause = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);

  let isAway = false;
  const senderOf = (history: boolean): SendEvents =>
    createEventSender({
      url,
      key,
      history,
      signal,
      retry: patience,
      fetch: lightFetch,
      onRetry(error) {
        if (!isAway) say(`warning: ${error.message}; trying until it is back`);
        isAway = true;
      },
    });
  const senders = { live: senderOf(false), backlog: senderOf(true) };

  /** Until every event was stored or refused for good. Rejects with ClientError when stopped, and with CliError. */
  async function send({ drafts, isBacklog }: Piece): Promise<EventOutcome[]> {
    while (true) {
      try {
        const outcomes = await sendRepeatedly(isBacklog ? senders.backlog : senders.live, drafts);
        if (isAway) say('the server is back');
        isAway = false;
        if (!outcomes.some(({ retryable }) => retryable === true)) return outcomes;
        await pause(5000);
      } catch (error) {
        if (!(error instanceof ClientError) || error.kind === 'aborted') throw error;
        if (once) throw new CliError(error.message, { hint: hints[error.kind], cause: error });
        if (!isAway)
          say(`warning: ${error.message}; trying again each minute (${hints[error.kind] ?? 'check --url'})`);
        isAway = true;
        await pause(minuteMs);
      }
      signal.throwIfAborted();
    }
  }

  const problem = await findServerProblem(plan);
  if (problem !== null && !(problem.retryable && !once))
    throw new CliError(problem.message, { hint: hints[problem.kind], cause: problem });

  const sources = new Map<string, FollowSource>();
  const said = new Set<string>();
  const sayOnce = (line: string): void => {
    if (!said.has(line)) say(line);
    said.add(line);
  };
  let findAtMs = 0;
  let findRounds = 0;
  const find = (): void => {
    if (elapsedMs() < findAtMs) return;
    findAtMs = elapsedMs() + findMs;
    const { logs, problems } = findLogs(paths, terminal.folder);
    for (const line of problems) sayOnce(`warning: ${line}`);
    for (const { path, named } of logs) {
      if (sources.has(path)) continue;
      const state = logStateFile(stateFolder, path);
      // A log that came into a folder later is new as a whole.
      const isLater = findRounds > 0;
      sources.set(
        path,
        openLog({ path, named, rules, format, state, stateFolder, newOnly: newOnly && !isLater, say }),
      );
      if (options.quiet !== true) say(`following ${path}`);
    }
    findRounds += 1;
  };

  const look = async (): Promise<void> => {
    find();
    for (const source of sources.values()) {
      try {
        await source.look();
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === null) throw error;
        sayOnce(`warning: ${source.name}: ${refusal}; trying again`);
      }
    }
  };

  const { recordings, files } = plan;
  const uploads =
    recordings.length + files.length === 0
      ? null
      : (await import('./uploads.ts')).openUploads({
          url,
          key,
          stateFolder,
          recordings,
          files,
          once,
          signal,
          say,
        });
  /** Beside the events; with `once` after them. */
  const uploading = uploads === null || once ? Promise.resolve() : uploads.run();
  uploading.catch(() => stop.abort());

  let told = '';
  const tellFiles = (): void => {
    if (uploads === null || options.quiet === true || uploads.summary() === told) return;
    told = uploads.summary();
    say(`files: ${told}`);
  };

  /** Sends a piece, and keeps looking at the logs meanwhile: they are rotated also while the server is away. */
  async function deliver(piece: Piece): Promise<void> {
    tally.read(piece);
    const startedMs = elapsedMs();
    let outcomes: EventOutcome[] | null = piece.drafts.length === 0 ? [] : null;
    if (outcomes === null) {
      const sending = send(piece).then((all) => {
        outcomes = all;
      });
      const settled = sending.catch(() => undefined);
      while (true) {
        const timer = new AbortController();
        const isSent = await Promise.race([
          settled.then(() => true),
          sleep(lookMs, false, { signal: timer.signal }).catch(() => true),
        ]);
        timer.abort();
        if (isSent) break;
        await look();
      }
      await sending;
      if (elapsedMs() - startedMs > behindMs) for (const source of sources.values()) source.fellBehind();
    }
    for (const [at, { status, reason, alert_created }] of (outcomes ?? []).entries()) {
      if (status === 'rejected') tally.problem(piece.name, piece.lines[at] ?? 0, reason ?? 'was rejected');
      else tally.total[status] += 1;
      if (status === 'accepted' && alert_created) tally.total.alerts += 1;
    }
    // On the disk before the position is: a kill in between names a file twice, and loses none.
    uploads?.note(piece.drafts, outcomes ?? []);
    piece.commit();
  }

  if (options.journal !== undefined) {
    // It needs a process beside it, which few followers do.
    const { openJournal } = await import('./journal.ts');
    for (const unit of options.journal) {
      const state = journalStateFile(stateFolder, unit);
      sources.set(`journal ${unit}`, openJournal({ unit, rules, format, state, once, newOnly, say }));
      if (options.quiet !== true) say(`following the journal of ${unit}`);
    }
  }
  let lookAtMs = elapsedMs() + lookMs;
  let tellAtMs = elapsedMs() + minuteMs;
  try {
    await look();
    /** Turns without anything new; the second is after another look. */
    let idle = 0;
    while (!signal.aborted) {
      let isNew = false;
      for (const source of sources.values()) {
        const piece = await source.read();
        if (piece === null) continue;
        isNew = true;
        await deliver(piece);
        if (signal.aborted) break;
      }
      idle = isNew ? 0 : idle + 1;
      if (once && idle > 1) break;
      if (!isNew && !once) await pause(lookMs);
      if (elapsedMs() >= lookAtMs) {
        await look();
        lookAtMs = elapsedMs() + lookMs;
      } else if (!isNew) await look();
      if (elapsedMs() < tellAtMs) continue;
      tellAtMs = elapsedMs() + minuteMs;
      tally.tell();
      tellFiles();
    }
    if (once) await uploads?.run();
    await uploading;
  } catch (error) {
    // A pause that was ended has an AbortError of its own, whatever the reason.
    const isAbort = error === signal.reason || (error instanceof Error && error.name === 'AbortError');
    const isStopped = signal.aborted && (isAbort || error instanceof ClientError);
    if (!isStopped) throw error;
  } finally {
    for (const source of sources.values()) {
      if (once) {
        const left = source.left();
        if (left !== null) say(left);
      }
      source.close();
    }
    tally.tell();
  }
  if (once) terminal.result(summaryOf(tally.total));
  if (once && uploads !== null) terminal.result(uploads.summary());
  return once ? codeOf(tally.total) : exitCodes.ok;
}

const codeOf = ({ bad, records }: { bad: number; records: number }): ExitCode =>
  bad === 0 ? exitCodes.ok : bad < records ? exitCodes.partly : exitCodes.failed;
