/**
 * Who may hold how many connections. A connection without a request is worth nothing to anybody but whoever wants to lock
 * others out, so it is the first to give way: after ten seconds without a byte, and as soon as another needs its place.
 */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { toCanonicalAddress } from '../../lib/address.ts';
import { createNetworkTest } from '../../lib/network.ts';
import { clientNetworkOf } from '../auth/client-network.ts';

export interface ConnectionLimits {
  /** Over all places. */
  all: number;
  /** Of one place (an IPv4 address, an IPv6 /64), unless it is a proxy of ours. */
  perPlace: number;
  firstByteMs: number;
}
export const usualLimits: ConnectionLimits = { all: 8192, perPlace: 1024, firstByteMs: 10_000 };

const reasons = ['silent', 'gave_way', 'place_full', 'all_full'] as const;
export type ClosedBecause = (typeof reasons)[number];

export interface ConnectionFigures {
  open: number;
  /** Closed by us, by reason: nothing sent in time; made room for another; refused, as its place or all places are full. */
  closed: Readonly<Record<ClosedBecause, number>>;
}

export interface Connections {
  /**
   * Call it once, before the server listens. `networkOf` = the connection that a request's socket runs on, where that is
   * another (tls.ts).
   */
  watch(server: Server, networkOf?: (socket: Socket) => Socket): void;
  figures(): ConnectionFigures;
  /** Closes those on which nothing was ever sent: Node would wait for them until they time out. */
  closeSilent(): void;
}

interface Held {
  place: string | null;
  openedMs: number;
  /** Requests in progress. */
  busy: number;
}

/** Sockets without a request in progress, in the order in which they give way. */
interface Waiting {
  /** Never had a request. */
  silent: Set<Socket>;
  /** Between two requests. */
  idle: Set<Socket>;
}
const newWaiting = (): Waiting => ({ silent: new Set(), idle: new Set() });
const firstOf = ({ silent, idle }: Waiting): Socket | undefined => {
  for (const socket of silent) return socket;
  for (const socket of idle) return socket;
  return undefined;
};

/** Proxies that pass many people's requests on; one on this machine needs no setting. */
function createProxyTest(trusted: readonly string[]): (address: string) => boolean {
  const isOurs = createNetworkTest(['127.0.0.1', '::1', ...trusted]);
  return (address) => isOurs(toCanonicalAddress(address) ?? '');
}

export function createConnections({
  limits = usualLimits,
  trustProxy = [],
  isProxy = createProxyTest(trustProxy),
  nowMs = () => performance.now(),
}: {
  limits?: ConnectionLimits;
  trustProxy?: readonly string[];
  isProxy?: (address: string) => boolean;
  nowMs?: () => number;
} = {}): Connections {
  const held = new Map<Socket, Held>();
  const waiting = newWaiting();
  const places = new Map<string, { open: number; waiting: Waiting }>();
  const closed = Object.fromEntries(reasons.map((reason) => [reason, 0])) as Record<ClosedBecause, number>;

  function wait(socket: Socket, as: keyof Waiting, place: string | null): void {
    waiting[as].add(socket);
    if (place !== null) places.get(place)?.waiting[as].add(socket);
  }
  function stopWaiting(socket: Socket, place: string | null): void {
    for (const one of [waiting, place === null ? undefined : places.get(place)?.waiting]) {
      one?.silent.delete(socket);
      one?.idle.delete(socket);
    }
  }

  /** At once: a socket that is being destroyed says so later, and must not be counted until then. */
  function forget(socket: Socket): void {
    const one = held.get(socket);
    if (one === undefined) return;
    held.delete(socket);
    stopWaiting(socket, one.place);
    if (one.place === null) return;
    const mine = places.get(one.place);
    if (mine === undefined) return;
    mine.open--;
    if (mine.open === 0) places.delete(one.place);
  }
  function close(socket: Socket, because: ClosedBecause): void {
    closed[because]++;
    forget(socket);
    socket.destroy();
  }

  /** Whether there is room for one more, if need be because another gives way. */
  function makeRoom(open: number, most: number, among: Waiting): boolean {
    if (open < most) return true;
    const oldest = firstOf(among);
    if (oldest === undefined) return false;
    close(oldest, 'gave_way');
    return true;
  }

  /** Why there is no room for one more from this place, or null. */
  function refusal(place: string | null): ClosedBecause | null {
    const mine = place === null ? undefined : places.get(place);
    if (mine !== undefined && !makeRoom(mine.open, limits.perPlace, mine.waiting)) return 'place_full';
    return makeRoom(held.size, limits.all, waiting) ? null : 'all_full';
  }

  function accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const place = isProxy(address) ? null : clientNetworkOf(address);
    const refused = refusal(place);
    if (refused !== null) {
      close(socket, refused);
      return;
    }
    held.set(socket, { place, openedMs: nowMs(), busy: 0 });
    if (place !== null) {
      const now = places.get(place) ?? { open: 0, waiting: newWaiting() };
      now.open++;
      places.set(place, now);
    }
    wait(socket, 'silent', place);
    socket.once('close', () => forget(socket));
  }

  function begin(socket: Socket, response: ServerResponse): void {
    const one = held.get(socket);
    if (one === undefined) return;
    one.busy++;
    stopWaiting(socket, one.place);
    response.once('close', () => {
      one.busy--;
      if (one.busy === 0 && held.has(socket)) wait(socket, 'idle', one.place);
    });
  }

  function closeLate(): void {
    const beforeMs = nowMs() - limits.firstByteMs;
    for (const socket of waiting.silent) {
      const openedMs = held.get(socket)?.openedMs ?? 0;
      if (openedMs > beforeMs) return;
      // With a first byte, the limits on headers apply.
      if (socket.bytesRead === 0) close(socket, 'silent');
    }
  }

  return {
    watch(server, networkOf = (socket) => socket) {
      server.on('connection', accept);
      server.on('request', ({ socket }, response) => begin(networkOf(socket), response));
      const timer = setInterval(closeLate, Math.max(50, limits.firstByteMs / 10)).unref();
      server.on('close', () => clearInterval(timer));
    },
    figures: () => ({ open: held.size, closed: { ...closed } }),
    closeSilent() {
      for (const socket of waiting.silent) if (socket.bytesRead === 0) socket.destroy();
    },
  };
}
