/** The part of the walk through the API that is about files which sensors bring. */
import type { TestNode } from './server.ts';

type Say = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<unknown>;

export async function walkFiles(
  say: Say,
  { node, visitUrl, session }: { node: TestNode; visitUrl: string; session: string },
): Promise<void> {
  const cast = '{"version":2,"width":80,"height":24,"timestamp":1795507536}\n[0.5,"o","$ "]\n';
  const recordingUrl = `/api/recordings/${encodeURIComponent(session)}`;
  await say('POST', recordingUrl, cast, node.headers);
  await say('POST', recordingUrl, cast, node.headers);
  await say('GET', `${visitUrl}/recording`);
}
