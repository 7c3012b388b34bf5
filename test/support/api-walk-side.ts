/** Parts of the walk (api-walk.ts): screens and sample data, and records as sensors wrote them. */
interface Who {
  headers: Record<string, string>;
}
type Say = <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<T>;

export async function walkBeside(
  say: Say,
  { owner, stranger, end }: { owner: Who; stranger: Who; end: string },
): Promise<void> {
  const wall = await say<{ wallboard: { id: string }; path: string }>('POST', '/api/wallboards', {
    name: 'hall',
    expires_at: end,
  });
  const screen = { authorization: `Bearer ${wall.path.split('#')[1]}` };
  await say('GET', '/api/wallboard', undefined, screen);
  await say('GET', '/api/stats', undefined, screen);
  await say('GET', '/api/wallboards');
  await say('GET', '/api/wallboards', undefined, stranger.headers);
  await say('DELETE', `/api/wallboards/${wall.wallboard.id}`, undefined, stranger.headers);
  await say('DELETE', `/api/wallboards/${wall.wallboard.id}`);
  await say('GET', '/api/wallboard', undefined, screen);

  // What sample data holds is looked at in test/flow/sample-data: it has many ids of its own.
  await say('GET', '/api/sample');
  await say('POST', '/api/sample');
  await say('GET', '/api/stats', undefined, { ...owner.headers, 'x-sample-data': 'true' });
  await say('POST', '/api/channels', {}, { ...owner.headers, 'x-sample-data': 'true' });
  await say('GET', '/api/stats', undefined, { ...stranger.headers, 'x-sample-data': 'true' });
  await say('DELETE', '/api/sample');
}

/** The record that an event was read from. */
export async function walkRaw(say: Say, id: string, stranger: Who): Promise<void> {
  for (const [method, path] of [
    ['GET', `/api/events/${id}/raw`],
    ['POST', `/api/events/${id}/raw/reveal`],
  ] as const) {
    await say(method, path);
    await say(method, path, undefined, stranger.headers);
  }
}
