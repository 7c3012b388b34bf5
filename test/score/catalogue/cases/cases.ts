/**
 * By entry: a request that is an attempt at the vulnerability, and one that looks like it and must not be named so.
 * Written as `METHOD target`, headers, an empty line, a body; what begins with `bytes:` is no HTTP.
 */
export type Cases = Record<string, readonly [attempt: string, lookAlike: string]>;

/** As it stands on the wire. */
export function toWire(written: string): string {
  if (written.startsWith('bytes:')) return written.slice('bytes:'.length);
  const mark = written.indexOf('\n\n');
  const [head, body] = mark < 0 ? [written, ''] : [written.slice(0, mark), written.slice(mark + 2)];
  const [line, ...headers] = head.split('\n');
  return [`${line} HTTP/1.1`, 'Host: decoy.example', ...headers, '', body].join('\r\n');
}
