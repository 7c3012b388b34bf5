/**
 * The time that a line of a log begins with. Syslog's old form has no year: it is the latest one in which the line is not
 * newer than the file. Without a zone it is UTC.
 */
import { toTimestamp } from './timestamp.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const iso =
  /^(?:<\d{1,3}>(?:\d{1,2} )?)?\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d))?)(?=[\]\s])/;
const bsd = /^(?:<\d{1,3}>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d:\d\d:\d\d)(?=\s)/;
const dayMs = 24 * 60 * 60_000;

/** ISO, or null where the line begins with none. `latestIso`: about when the last line was written. */
export function lineTimeOf(line: string, latestIso: string): string | null {
  const whole = iso.exec(line);
  if (whole !== null) return toTimestamp(whole[1] as string);
  const short = bsd.exec(line);
  if (short === null) return null;
  const [, name = '', day = '', written, clock = ''] = short;
  const month = months.indexOf(name) + 1;
  if (month === 0) return null;
  const inYear = (year: number): string | null =>
    toTimestamp(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}T${clock}`);
  if (written !== undefined) return inYear(Number(written));
  // Clocks and zones differ: a day ahead is still this year's. The 29th of February is in the last leap year.
  const latest = new Date(Date.parse(latestIso) + dayMs);
  for (let back = 0; back < 8; back++) {
    const time = inYear(latest.getUTCFullYear() - back);
    if (time !== null && time <= latest.toISOString()) return time;
  }
  return null;
}
