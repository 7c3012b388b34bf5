/** The part of the walk through the API that is about a visitor's sessions, and the files that sensors bring with them. */
import type { TestNode } from './server.ts';

type Say = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<unknown>;

export async function walkSessions(
  say: Say,
  list: (path: string) => Promise<{ [name: string]: string }[]>,
  {
    node,
    source,
    stranger,
  }: { node: TestNode; source: string; stranger: { headers: Record<string, string> } },
): Promise<void> {
  const [visit] = await list('/api/sessions?limit=1');
  await list(`/api/sessions?source=${source}`);
  await list(`/api/sessions?node_id=${node.id}`);
  await list('/api/sessions?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z');
  const session = encodeURIComponent(visit?.session ?? '');
  const url = `/api/sessions/${node.id}/${session}`;

  const cast = '{"version":2,"width":80,"height":24,"timestamp":1795507536}\n[0.5,"o","$ "]\n';
  await say('POST', `/api/recordings/${session}`, cast, node.headers);
  await say('POST', `/api/recordings/${session}`, cast, node.headers);
  await say('GET', `${url}/recording`);

  await say('GET', url);
  await say('GET', url, undefined, stranger.headers);

  const kept = (await say(
    'POST',
    `/api/captures?session=${session}&name=x.sh`,
    '#!/bin/sh\n',
    node.headers,
  )) as {
    capture: { sha256: string };
  };
  const file = `/api/captures/${kept.capture.sha256}`;
  await say('GET', '/api/captures');
  await say('GET', `/api/captures?session=${session}`);
  await say('GET', file);
  await say('GET', file, undefined, stranger.headers);
  await say('DELETE', file);
  await say('DELETE', file);

  const mapping = { name: 'door', when: { product: 'door' }, events: [{ kind: 'connection.opened' }] };
  await say('POST', '/api/mappings/preview', { mapping, samples: [{ product: 'door', src_ip: source }] });
  const { id } = (await say('POST', '/api/mappings', mapping)) as { id: string };
  await say('PATCH', `/api/mappings/${id}`, { enabled: false, version: 1 });
  await say('PATCH', `/api/mappings/${id}`, { enabled: true, version: 1 });
  await say('GET', '/api/mappings');
  await say('DELETE', `/api/mappings/${id}`);
}
