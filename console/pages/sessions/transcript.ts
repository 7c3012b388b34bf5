/** A session's events as a transcript: what was said step by step, and the credentials that were tried. */
import type { EventView } from '../../data/types.ts';

export type Line =
  /** Sign-ins that were refused one after another: the credentials stand in their own table. */
  | { id: string; atMs: number; what: 'refused'; events: EventView[] }
  | { id: string; atMs: number; what: 'event'; event: EventView };

export interface Credential {
  user: string;
  password: string;
  tries: number;
  accepted: boolean;
}

/** Oldest first. */
export function toLines(events: readonly EventView[]): Line[] {
  const lines: Line[] = [];
  for (const event of events) {
    const last = lines.at(-1);
    if (event.kind === 'login.failed' && last?.what === 'refused') last.events.push(event);
    else {
      const head = { id: event.log_id, atMs: Date.parse(event.timestamp) };
      lines.push(
        event.kind === 'login.failed'
          ? { ...head, what: 'refused', events: [event] }
          : { ...head, what: 'event', event },
      );
    }
  }
  return lines;
}

const textOf = (event: EventView, name: string): string | null => {
  const value = event.extra !== null && Object.hasOwn(event.extra, name) ? event.extra[name] : undefined;
  return typeof value === 'string' ? value : null;
};

/** User name and password of a sign-in: as the sensor names them, else the payload before and after its first colon. */
export function toCredential(event: EventView): Pick<Credential, 'user' | 'password'> {
  const colon = event.payload.indexOf(':');
  const [before, after] =
    colon < 0 ? [event.payload, ''] : [event.payload.slice(0, colon), event.payload.slice(colon + 1)];
  return {
    user: textOf(event, 'username') ?? before,
    password: textOf(event, 'password') ?? after,
  };
}

/** Each pair once, in the order of its first try; the accepted ones first. */
export function toCredentials(events: readonly EventView[]): Credential[] {
  const found = new Map<string, Credential>();
  for (const event of events) {
    if (event.kind !== 'login.failed' && event.kind !== 'login.succeeded') continue;
    const pair = toCredential(event);
    const key = JSON.stringify([pair.user, pair.password]);
    const known = found.get(key) ?? { ...pair, tries: 0, accepted: false };
    known.tries++;
    known.accepted ||= event.kind === 'login.succeeded';
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => Number(b.accepted) - Number(a.accepted));
}

const textsOf = (line: Line): string[] =>
  (line.what === 'event' ? [line.event] : line.events).flatMap((event) => [
    event.payload,
    event.activity,
    ...(event.verdict?.reasons ?? []),
    ...(event.verdict?.tactics ?? []),
  ]);

export const contains = (line: Line, find: string): boolean =>
  textsOf(line).some((text) => text.toLowerCase().includes(find.toLowerCase()));

/** The passage as it stands in the text, whatever its case; null where it does not. */
export function passage(text: string, find: string): string | null {
  const at = find === '' ? -1 : text.toLowerCase().indexOf(find.toLowerCase());
  return at < 0 ? null : text.slice(at, at + find.length);
}

/** The id of the page's address: node and session. A node's id has no tilde. */
export function parseId(id: string): { nodeId: string; session: string } {
  const at = id.indexOf('~');
  return at < 0 ? { nodeId: id, session: '' } : { nodeId: id.slice(0, at), session: id.slice(at + 1) };
}
export const toId = (row: { node_id: string; session: string }): string => `${row.node_id}~${row.session}`;
