/** Syslog's two forms, RFC 5424 and RFC 3164, and whatever else stands behind a priority. Linear. */

export interface SyslogMessage {
  /** As the sender wrote it, where it has a year and a zone (RFC 5424); null else: then the time of arrival holds. */
  time: string | null;
  /** '' where it is not said. */
  host: string;
  app: string;
  /** Values of the structured data, by their name; the first of a name counts. */
  data: ReadonlyMap<string, string>;
  message: string;
}

const modern = /^<\d{1,3}>\d{1,2} (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;
const legacy =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{8,25}) (?:([\w.:-]{1,255}) )?([\w./()-]{1,100})(?:\[\d{1,10}\])?: ?/;
const bare = /^<\d{1,3}>(?:([\w./()-]{1,100})(?:\[\d{1,10}\])?: )?/;
/** What other transports leave of a line. */
const tagOnly = /^([\w./()-]{1,100})\[\d{1,10}\]: /;
const param = / ([^\s"\]=]{1,64})="((?:[^"\\\]]|\\.){0,500})"/y;
const elementStart = /\[[^\s"\]=]{1,64}/y;

/** The structured data at the beginning of `text`, and where it ends; -1 where it is none. */
function readData(text: string): { data: Map<string, string>; end: number } {
  const data = new Map<string, string>();
  if (text.startsWith('-')) return { data, end: 1 };
  let at = 0;
  for (let elements = 0; elements < 20; elements++) {
    elementStart.lastIndex = at;
    const start = elementStart.exec(text);
    if (start === null) break;
    at += start[0].length;
    for (let found = 0; found < 50; found++) {
      param.lastIndex = at;
      const pair = param.exec(text);
      if (pair === null) break;
      const [all, name = '', value = ''] = pair;
      if (!data.has(name)) data.set(name, value.replace(/\\(["\\\]])/g, '$1'));
      at += all.length;
    }
    if (text[at] !== ']') return { data, end: -1 };
    at += 1;
  }
  return { data, end: at === 0 ? -1 : at };
}

/** Ends of lines and NULs (Python's handler ends its datagrams with one). */
export const withoutEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(0, end);
};

const noData: ReadonlyMap<string, string> = new Map();

/** Never fails: a text that has no header is the message. */
export function parseSyslog(given: string): SyslogMessage {
  const text = withoutEnd(given);
  const head = modern.exec(text);
  if (head !== null) {
    const [all, time = '', host = '', app = ''] = head;
    const rest = text.slice(all.length);
    const { data, end } = readData(rest);
    if (end !== -1)
      return {
        time: time === '-' ? null : time,
        host: host === '-' ? '' : host,
        app: app === '-' ? '' : app,
        data,
        message: rest.slice(end).replace(/^ ?\ufeff?/, ''),
      };
  }
  const old = legacy.exec(text);
  if (old !== null)
    return {
      time: null,
      host: old[1] ?? '',
      app: old[2] ?? '',
      data: noData,
      message: text.slice(old[0].length),
    };
  const short = bare.exec(text) ?? tagOnly.exec(text);
  return {
    time: null,
    host: '',
    app: short?.[1] ?? '',
    data: noData,
    message: text.slice(short?.[0].length ?? 0),
  };
}
