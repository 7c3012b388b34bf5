/** A server with a node for a sensor, the set-up that it shows, and what arrived. */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApi } from '../api-client.ts';
import type { TestServer } from '../server.ts';

export interface Arrived {
  kind: string;
  service: string;
  source_ip: string;
  payload: string;
  session_id: string | null;
  extra: Record<string, unknown>;
}
interface Step {
  title: string;
  file: string | null;
  code: string;
}

export interface Lab {
  api: TestServer;
  nodeId: string;
  key: string;
  steps: Step[];
  events(): Promise<Arrived[]>;
  /** Waits until an event fits, else fails with what arrived. */
  until(what: string, fits: (event: Arrived) => boolean, printed: () => string): Promise<Arrived>;
}

export async function openLab(
  t: Parameters<typeof openApi>[0],
  sensor: string,
  env: Record<string, string> = {},
): Promise<Lab> {
  const first = await openApi(t, { env });
  const user = await first.createUser();
  const node = await first.createNode(user, `a real ${sensor}`);
  // As the set-up says where a sensor can send no key: its address is the node's.
  const api = await first.restart({ LISTENER_NODES: `127.0.0.1=${node.id}@${user.id}` });
  t.after(() => api.close());
  const setup = await api.call<{ steps: Step[] }>('GET', `/nodes/${node.id}/setup?sensor=${sensor}`, {
    headers: { ...user.headers, 'x-node-key': node.key },
  });
  const events = async (): Promise<Arrived[]> =>
    (await api.call<{ items: Arrived[] }>('GET', '/api/events?limit=100', { headers: user.headers })).body
      .items;
  return {
    api,
    nodeId: node.id,
    key: node.key,
    steps: setup.body.steps,
    events,
    async until(what, fits, printed) {
      for (let tries = 0; tries < 300; tries++) {
        const found = (await events()).find(fits);
        if (found !== undefined) return found;
        await sleep(100);
      }
      const seen = (await events()).map(({ kind, service, payload }) => [kind, service, payload]);
      throw new Error(`no ${what} among ${JSON.stringify(seen)}\n${printed()}`);
    },
  };
}

/** Free ports of loopback, for a sensor's services. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
