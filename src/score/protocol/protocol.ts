/** What a protocol's recogniser is: a few bytes are enough, and none is read that is not there. */

/** What is known besides the bytes. It only helps where bytes alone leave a doubt. */
export interface Hint {
  service: string;
  port: number | null;
}

export interface Seen {
  /** One sentence. */
  what: string;
  /** A name the visitor gave: a host asked for, an account, a client. Printable, short. */
  detail?: string;
  /** The scanner or tool whose greeting this is. */
  probe?: string;
  /** Words within binary bytes that somebody wrote, such as a query: they may be judged as text. */
  text?: string;
}

export interface Protocol {
  /** The name in events, in lower case: `tls`, `modbus`. Stable: people search for it. */
  name: string;
  /** Bytes, of which none is meant to be read as text. */
  isBinary: boolean;
  /** Text that is only a greeting: there is nothing in it for a model to read. */
  isGreeting?: true;
  /** The characters a greeting can begin with; null: any. */
  first: string | null;
  /** `wire`: the first kilobyte as Latin-1, at least one character; `length`: of the whole. Never throws. */
  recognise(wire: string, hint: Hint, length: number): Seen | null;
}

export const byteAt = (wire: string, at: number): number => (at < wire.length ? wire.charCodeAt(at) : -1);

/** Big endian; -1 where the bytes are not there. */
export const u16 = (wire: string, at: number): number =>
  at + 1 < wire.length ? wire.charCodeAt(at) * 256 + wire.charCodeAt(at + 1) : -1;
export const u32 = (wire: string, at: number): number =>
  at + 3 < wire.length ? u16(wire, at) * 65_536 + u16(wire, at + 2) : -1;
/** Little endian. */
export const le16 = (wire: string, at: number): number =>
  at + 1 < wire.length ? wire.charCodeAt(at) + wire.charCodeAt(at + 1) * 256 : -1;
export const le32 = (wire: string, at: number): number =>
  at + 3 < wire.length ? le16(wire, at) + le16(wire, at + 2) * 65_536 : -1;

const longestDetail = 80;
const unprintable = /[^\x20-\x7e]+/g;

/** A visitor's text as it may be shown: printable ASCII, short; undefined where nothing is left. */
export function toDetail(text: string): string | undefined {
  const shown = text.slice(0, longestDetail).replace(unprintable, ' ').trim();
  return shown === '' ? undefined : shown;
}

/** The stretch of printable characters from a place on. */
export function printableAt(wire: string, from: number, most = longestDetail): string {
  let to = from;
  while (to < wire.length && to - from < most && wire.charCodeAt(to) >= 32 && wire.charCodeAt(to) < 127)
    to += 1;
  return wire.slice(from, to);
}

export const isNear = (hint: Hint, names: RegExp, ports: readonly number[]): boolean =>
  names.test(hint.service) || (hint.port !== null && ports.includes(hint.port));
