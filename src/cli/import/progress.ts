/** The progress of an import: a bar with rate and time left on a terminal, otherwise a line every few seconds. */
import cliProgress from 'cli-progress';
import { durationText } from '../../lib/duration.ts';
import { countText, printable, sizeText, type Terminal } from '../terminal.ts';
import type { Source } from './source.ts';

export interface Progress {
  /** `records` done so far. Cheap: draws at most a few times a second. */
  update(records: number): void;
  /** A line that stays, above the bar. */
  log(line: string): void;
  stop(): void;
}

const barEveryMs = 100;
const lineEveryMs = 5000;

/** The text beside the bar, or alone: records, rate, and time left if the size is known. */
export function progressText(
  { records, readBytes, sizeBytes }: { records: number; readBytes: number; sizeBytes: number | null },
  elapsedSeconds: number,
): string {
  const rate = elapsedSeconds > 0 ? records / elapsedSeconds : 0;
  const done = sizeBytes ? readBytes / sizeBytes : 0;
  const left = done > 0 && done <= 1 ? ` | ${durationText((elapsedSeconds / done) * (1 - done))} left` : '';
  return `${countText(records)} records | ${countText(rate)}/s${left}`;
}

export function createProgress(
  terminal: Pick<Terminal, 'stderr' | 'say'>,
  source: Source,
  {
    quiet,
    prefix = '',
    clock = () => performance.now(),
  }: {
    quiet: boolean;
    /** Before the file's name: which of several it is. */
    prefix?: string;
    clock?: () => number;
  },
): Progress {
  const start = clock();
  const name = prefix + printable(source.name);
  const state = (records: number): string =>
    progressText(
      { records, readBytes: source.readBytes(), sizeBytes: source.sizeBytes },
      (clock() - start) / 1000,
    );
  if (quiet) return { update: () => undefined, log: (line) => terminal.say(line), stop: () => undefined };
  if (terminal.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: source.sizeBytes === null ? `${name} {state}` : `${name} {bar} {percentage}% | {state}`,
      stream: terminal.stderr as NodeJS.WritableStream,
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      autopadding: true,
      barCompleteChar: '█',
      barIncompleteChar: '░',
    });
    bar.start(source.sizeBytes ?? 1, 0, { state: state(0) });
    let drawnMs = 0;
    return {
      update(records) {
        if (clock() - drawnMs < barEveryMs) return;
        drawnMs = clock();
        bar.update(source.readBytes(), { state: state(records) });
      },
      log(line) {
        terminal.stderr.write('\r\u001b[2K');
        terminal.say(line);
      },
      stop: () => bar.stop(),
    };
  }
  let shownMs = start;
  return {
    update(records) {
      if (clock() - shownMs < lineEveryMs) return;
      shownMs = clock();
      const size = source.sizeBytes === null ? '' : ` of ${sizeText(source.sizeBytes)}`;
      terminal.say(`${name}: ${sizeText(source.readBytes())}${size} | ${state(records)}`);
    },
    log: (line) => terminal.say(line),
    stop: () => undefined,
  };
}
