/** The walk's steps about incidents that are merged, split, taken apart and opened. */
type Say = <T>(method: string, path: string, body?: unknown) => Promise<T>;

export async function walkMerging(say: Say, second: string, third: string): Promise<void> {
  const own = await say<{ alerts: { alert_id: string }[] }>('GET', `/api/incidents/${second}`);
  const merged = await say<{ undo: object }>('POST', '/api/incidents/merge', {
    into: second,
    incidents: [third, 'none'],
  });
  await say('GET', `/api/incidents/${second}`);
  for (const host of [60, 70]) await say('GET', `/api/incidents?source=203.0.113.${host}`);
  const apart = await say<{ undo: object }>('POST', `/api/incidents/${second}/split`, {
    alert_ids: own.alerts.map(({ alert_id }) => alert_id),
  });
  await say('POST', '/api/incidents/merge', apart.undo);
  await say('POST', '/api/incidents/split', merged.undo);
  await say('GET', `/api/incidents/${second}`);
  await say('GET', `/api/incidents/${third}`);
  await say('POST', '/api/incidents/seen', { incidents: [third], seen: true });
  await say('GET', '/api/incidents?unread=true');
}
