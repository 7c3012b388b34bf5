/** An ML service for tests: a real HTTP server on loopback that can be told to misbehave. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Manner = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface MlService {
  url: string;
  /** Bodies of the calls so far, parsed. */
  asked: Record<string, unknown>[];
  behave(manner: Manner): void;
  /** Ends all connections and stops listening. */
  close(): Promise<void>;
}

export const goodAnswer = {
  attack_type: 'BruteForce',
  risk_score: 9,
  confidence: 0.93,
  anomaly_score: 0.4,
  is_anomaly: true,
};

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
};

export const answers =
  (value: unknown, status = 200): Manner =>
  (_request, response) =>
    json(response, value, status);

export const hangs: Manner = () => undefined;

export const resets: Manner = (request) => {
  request.socket.resetAndDestroy();
};

/** Headers at once, then one byte after another for as long as anybody listens. */
export const drips: Manner = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** 50 MB of what begins like a good answer. */
export const floods: Manner = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(`${JSON.stringify(goodAnswer).slice(0, -1)},"more":"`);
  const chunk = 'x'.repeat(1024 * 1024);
  let left = 50;
  const more = (): void => {
    while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
    response.end('"}');
  };
  response.on('error', () => undefined);
  more();
};

export async function openMlService(manner: Manner = answers(goodAnswer), port = 0): Promise<MlService> {
  let current = manner;
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(JSON.parse(body) as Record<string, unknown>);
      current(request, response, body);
    });
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave(next) {
      current = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
