/** Recognises lines of other programs' logs by their form, and the requests that web servers' access logs hold. */

const header =
  /^(?:<\d{1,3}>)?(?:1 )?(?:\[?(?:[A-Z][a-z]{2} +\d{1,2} +(?:\d{4} +)?\d\d:\d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\d{4}[-/ ](?:\d\d|[A-Z][a-z]{2})[-/ ]\d\d[T ]\d\d:\d\d)|\d{10}(?:\.\d{3})\s|%[A-Z]{2,8}-\d-\d+|LEEF:|CEF:|\[(?:error|notice|warn|crit|alert|info|debug)\]|[a-z][\w.-]{1,20}(?:\[\d+\])?: \S)/;
const accessLog =
  /^(\S+ )?\S+ \S+ \S+ \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[^\]]{8,20}\] "([^"]{0,8000})" (\d{3}) \S+(?: "[^"]*" "([^"]*)")?/;

/** Whether a text is a line of a log rather than what a visitor sent. */
export function isLogLine(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text.length < 20 || !(first === 60 || first === 37 || first === 91 || (first >= 48 && first <= 122)))
    return false;
  return header.test(text);
}

/** A word and a colon before something: a program's log line, and as often a parameter or a header that somebody sent. */
const label = /^[a-z][\w.-]{1,20}: \S/;

/** Whether only a word and a colon make this a log line; what a web server was sent may begin so too. */
export const isOnlyLabelled = (text: string): boolean => label.test(text);

/** IIS: date, time, names, method, path, query. */
const iisLog =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:\S{1,60} ){1,5}(GET|POST|HEAD|PUT|OPTIONS) (\S{1,4000}) (\S{1,4000}) /;

/** The request and the browser's name of a web server's access-log line, as a raw request; null for other texts. */
export function requestOfLogLine(text: string): string | null {
  if (text.charCodeAt(4) === 45) {
    const iis = iisLog.exec(text);
    if (iis) return `${iis[1]} ${iis[2]}${iis[3] === '-' ? '' : `?${iis[3]}`} HTTP/1.1\r\n\r\n`;
  }
  if (!text.includes('"') || !text.includes('[')) return null;
  const match = accessLog.exec(text);
  if (!match) return null;
  const agent = match[4] ?? '';
  return `${match[2]}\r\n${agent === '' || agent === '-' ? '' : `User-Agent: ${agent}\r\n`}\r\n`;
}
