/**
 * Lines that honeypots without JSON write for people: Glastopf's requests, and the sign-ins and inputs of a Python telnet
 * honeypot. What a visitor sent stands at the end of a line, and only there.
 */
import type { DraftEvent } from '../core/event.ts';
import { toDraft } from './foreign.ts';
import { fromPythonRepr } from './python-repr.ts';

const address = '([0-9a-fA-F.:]{2,45}?)';
const glastopf = new RegExp(
  `\\(glastopf\\.glastopf\\) ${address} requested ([A-Z]{3,12}) (.*) on ([\\w.:-]{1,100}):(\\d{1,5})$`,
  's',
);
const telnet = / - __main__ - [A-Z]{4,8} - (?=\S)/;
/** What Glastopf says of itself. */
const ownWords = /^\S+ \S+ \(glastopf\.[\w.]{1,100}\) /;
const received = new RegExp(`^RECEIVED INPUT ${address} : \\[(.*)\\]$`, 's');
const signedIn = new RegExp(`^${address}:(\\d{1,5}) logged in as (.*)$`, 's');
const opened = new RegExp(`^Opened connection to ${address}:(\\d{1,5})$`);
const closed = new RegExp(`^Lost connection to ${address}:(\\d{1,5})$`);

const names = { time: 'time', source: 'source' };

function telnetDraft(text: string, time: string, line: string): DraftEvent | null {
  const base = { service: 'telnet', time, session: null };
  const input = received.exec(text);
  if (input !== null)
    return toDraft(names, {
      ...base,
      kind: 'command.run',
      activity: 'command',
      source: input[1] ?? '',
      payload: fromPythonRepr(input[2] ?? ''),
      extra: { line },
    });
  const login = signedIn.exec(text);
  if (login !== null) {
    const said = login[3] ?? '';
    const dash = said.indexOf('-');
    // Some bots end what they type with a NUL.
    const username = (dash < 0 ? said : said.slice(0, dash)).replace(/\0$/, '');
    const password = dash < 0 ? '' : said.slice(dash + 1);
    return toDraft(names, {
      ...base,
      kind: 'login.succeeded',
      activity: 'login succeeded',
      source: login[1] ?? '',
      payload: `${username}:${password}`,
      extra: { line, username, password, src_port: Number(login[2]) },
    });
  }
  const start = opened.exec(text);
  const end = start ?? closed.exec(text);
  if (end === null) return null;
  return toDraft(names, {
    ...base,
    kind: start === null ? 'connection.closed' : 'connection.opened',
    activity: start === null ? 'connection closed' : 'connection',
    source: end[1] ?? '',
    payload: '',
    extra: { line, src_port: Number(end[2]) },
  });
}

/** A draft; null for the honeypot's message about itself; undefined for any other line. Throws `invalid_request` for a source that is no address. */
export function parseHoneypotLine(line: string, timeIso: string): DraftEvent | null | undefined {
  const request = glastopf.exec(line);
  if (request !== null) {
    const [, source = '', method = '', path = '', host = '', port = ''] = request;
    return toDraft(names, {
      kind: 'http.request',
      activity: 'http request',
      service: 'http',
      time: timeIso,
      source,
      payload: `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      session: null,
      extra: { line, method, path, dst_port: Number(port) },
    });
  }
  const at = telnet.exec(line.slice(0, 200));
  if (at === null) return ownWords.test(line) ? null : undefined;
  return telnetDraft(line.slice(at.index + at[0].length), timeIso, line);
}
