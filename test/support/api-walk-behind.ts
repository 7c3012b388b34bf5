/** The part of the walk (api-walk.ts) that is about several sensors behind one key. */
type Say = <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<T>;

export async function walkBehind(say: Say, stranger: { headers: Record<string, string> }): Promise<void> {
  const relay = await say<{ node_id: string; api_key: string }>('POST', '/nodes', {
    name: 'relay',
    sensor: 'tpot',
  });
  const behind = { type: 'Cowrie', 't-pot_hostname': 'attic', eventid: 'cowrie.session.connect' };
  const record = { ...behind, src_ip: '203.0.113.80', session: 's80', timestamp: '2026-11-21T10:15:30Z' };
  await say('POST', '/ingest/tpot', [record], { 'x-node-key': relay.api_key });
  const all = await say<{ node_id: string; parent_id: string | null }[]>('GET', '/nodes');
  const below = all.find(({ parent_id }) => parent_id === relay.node_id)?.node_id ?? 'none';
  await say('GET', `/nodes/${below}`);
  await say('POST', `/nodes/${below}/rotate-key`);
  await say('PATCH', `/nodes/${below}`, { relay: true });
  await say('GET', `/nodes/${below}`, undefined, stranger.headers);
  await say('DELETE', `/nodes/${relay.node_id}`);
  await say('GET', `/nodes/${below}`);
}
