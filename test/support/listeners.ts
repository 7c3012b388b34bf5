/** A server with listeners, one node that an address belongs to, and ways to speak to them. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, openApi, type TestNode, type TestUser } from './api-client.ts';

export interface ListenerLab {
  api: Api;
  user: TestUser;
  node: TestNode;
  events(): Promise<ListenerEvent[]>;
  /** Waits for so many events, and fails with more or, after a while, with fewer. */
  until(count: number): Promise<ListenerEvent[]>;
  problems(): Promise<{ kind: string; input: string; reason: string; count: number; sample: string }[]>;
  untilProblem(reason: RegExp): Promise<{ kind: string; input: string; reason: string; count: number }>;
}
export interface ListenerEvent {
  kind: string;
  activity: string;
  service: string;
  source_ip: string;
  timestamp: string;
  payload: string;
  extra: Record<string, unknown>;
}

const off = {
  SYSLOG_UDP_PORT: '0',
  SYSLOG_TCP_PORT: '0',
  GELF_UDP_PORT: '0',
  GELF_TCP_PORT: '0',
  JSON_TCP_PORT: '0',
  HPFEEDS_PORT: '0',
};

export async function openListenerLab(
  t: Parameters<typeof openApi>[0],
  env: Record<string, string> = {},
): Promise<ListenerLab> {
  const api = await openApi(t, { env: { ...off, ...env } });
  const user = await api.createUser();
  const node = await api.createNode(user);
  const events = async () =>
    (await api.call<{ items: ListenerEvent[] }>('GET', '/api/events?limit=100', { headers: user.headers }))
      .body.items;
  const problems: ListenerLab['problems'] = async () =>
    (
      await api.call<Awaited<ReturnType<ListenerLab['problems']>>>('GET', '/api/ingest-problems', {
        headers: user.headers,
      })
    ).body;
  return {
    api,
    user,
    node,
    events,
    problems,
    async until(count) {
      for (let tries = 0; tries < 200; tries++) {
        const found = await events();
        if (found.length === count) return found;
        if (found.length > count) break;
        await sleep(25);
      }
      throw new Error(
        `not ${count} events: ${JSON.stringify(await events())} ${JSON.stringify(await problems())}`,
      );
    },
    async untilProblem(reason) {
      for (let tries = 0; tries < 200; tries++) {
        const found = (await problems()).find((one) => reason.test(one.reason));
        if (found !== undefined) return found;
        await sleep(25);
      }
      throw new Error(`no problem ${reason} among ${JSON.stringify(await problems())}`);
    },
  };
}

export async function sendDatagrams(
  port: number,
  datagrams: readonly (string | Uint8Array)[],
): Promise<void> {
  const socket = createSocket('udp4');
  for (const one of datagrams)
    await new Promise<void>((resolve, reject) =>
      socket.send(one, port, '127.0.0.1', (error) => (error ? reject(error) : resolve())),
    );
  socket.close();
}

/** Writes it all and ends; resolves when the server has ended too. */
export async function sendStream(port: number, ...pieces: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = await openStream(port);
  const closed = once(socket, 'close');
  socket.resume();
  for (const piece of pieces) {
    socket.write(piece);
    await sleep(2);
  }
  socket.end();
  await closed;
}

export async function openStream(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}
