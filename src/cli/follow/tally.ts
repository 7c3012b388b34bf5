/** What became of the records, for people: each counted once, told once a minute. */
import { countText, plural } from '../terminal.ts';
import type { Piece } from './source.ts';

/** Problems that are shown in full between two summaries. */
const mostShown = 20;

export interface Tally {
  accepted: number;
  duplicate: number;
  skipped: number;
  bad: number;
  alerts: number;
  records: number;
}

export function createTally(say: (line: string) => void, quiet: boolean) {
  const total: Tally = { records: 0, accepted: 0, duplicate: 0, skipped: 0, bad: 0, alerts: 0 };
  let shown = 0;
  let hidden = 0;
  let told = 0;
  const unknown = new Set<string>();

  const problem = (name: string, line: number, reason: string): void => {
    total.bad += 1;
    if (shown >= mostShown) {
      hidden += 1;
      return;
    }
    shown += 1;
    say(`${name}:${line}: ${reason}`);
  };

  return {
    total,
    problem,
    read(piece: Piece): void {
      total.records += piece.records;
      total.skipped += piece.skipped;
      for (const { line, reason } of piece.problems) problem(piece.name, line, reason);
      for (const what of piece.unknown) {
        if (unknown.size > 200 || unknown.has(what)) continue;
        unknown.add(what);
        say(`${piece.name}: ${what}; such records are sent and kept`);
      }
    },
    /** Says what was done since the last time; nothing if that is nothing. */
    tell(): void {
      if (hidden > 0) say(`${plural(hidden, 'more bad record')} not shown`);
      [shown, hidden] = [0, 0];
      if (total.records === told) return;
      told = total.records;
      if (!quiet) say(`so far ${summaryOf(total)}`);
    },
  };
}

export const summaryOf = ({ records, accepted, duplicate, skipped, bad, alerts }: Tally): string =>
  `${plural(records, 'record')}: ${countText(accepted)} new, ${countText(duplicate)} already known, ${countText(
    skipped,
  )} skipped (sensor messages), ${countText(bad)} bad; ${plural(alerts, 'alert')}`;
