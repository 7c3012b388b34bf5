/** Opening an incident marks it as read; the others see who has opened it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { markSeenWithCache } from '../../data/merging.ts';
import { meQuery } from '../../data/queries.ts';
import type { IncidentView } from '../../data/types.ts';
import { toVisible } from '../../parts/escape.ts';
import { useFormat } from '../../texts/format.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

/** Once each time it is opened, and again where it got riskier: what is marked unread on purpose stays so. */
export function useSeen(incident: IncidentView | undefined): void {
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery());
  const noted = useRef('');
  const email = me?.email;
  const id = incident?.incident_id;
  const isUnread = incident?.unread === true;
  const opening = incident === undefined ? '' : `${incident.incident_id} ${incident.risk_score}`;
  useEffect(() => {
    if (email === undefined || id === undefined || noted.current === opening) return;
    noted.current = opening;
    // A failure is no loss: it stays unread and is tried at the next opening.
    if (isUnread) markSeenWithCache(client, id, email, true).catch(() => undefined);
  }, [client, email, id, isUnread, opening]);
}

/** So many are named. */
const mostNamed = 3;

export function SeenBy({ seen_by }: Pick<IncidentView, 'seen_by'>) {
  const t = useTexts(mergingTexts);
  const format = useFormat();
  const { data: me } = useQuery(meQuery());
  if (seen_by.length === 0) return null;
  const names = seen_by.map(({ by, at }) => ({
    by,
    name: by === me?.email ? t.you : toVisible(by),
    at: format.exact(at),
  }));
  const rest = names.slice(mostNamed);
  return (
    <p className="text-xs text-muted" data-seen>
      {t.seenBy}{' '}
      {names.slice(0, mostNamed).map(({ by, name, at }, n) => (
        <span key={by} title={at}>
          {n > 0 && ', '}
          {name}
        </span>
      ))}
      {rest.length > 0 && (
        <span title={rest.map(({ name, at }) => `${name}, ${at}`).join('\n')}> {t.andMore(rest.length)}</span>
      )}
    </p>
  );
}
