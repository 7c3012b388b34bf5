/** Copies an incident for a ticket, in the person's words. */
import { useQueryClient } from '@tanstack/react-query';
import { incidentQuery } from '../../data/incidents.ts';
import { consolePath } from '../../data/place.ts';
import { copyText } from '../../parts/copy.tsx';
import { notify } from '../../parts/toast.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { partsTexts } from '../../texts/parts.ts';
import { useTexts } from '../../texts/texts.ts';
import { worstAlert } from './detail.tsx';
import { toMarkdown } from './markdown.ts';

export function useCopyMarkdown(nodeName: (id: string) => string): (id: string) => Promise<void> {
  const t = useTexts(incidentStoryTexts);
  const inbox = useTexts(incidentsTexts);
  const parts = useTexts(partsTexts);
  const client = useQueryClient();
  const attackName = useAttackName();
  return async (id) => {
    const incident = await client.ensureQueryData(incidentQuery(id));
    const text = toMarkdown(
      incident,
      {
        risk: inbox.columns.risk,
        type: inbox.columns.type,
        state: inbox.columns.state,
        source: inbox.columns.source,
        service: t.service,
        node: t.node,
        first: t.firstSeen,
        last: t.lastSeen,
        events: inbox.columns.events,
        why: t.why,
        raw: t.raw,
        techniques: t.techniques,
      },
      {
        type: attackName(incident.attack_type),
        state: parts.states[incident.status],
        node: nodeName(incident.node_id),
        link: `${location.origin}${consolePath}/incidents/${encodeURIComponent(id)}`,
        payload: worstAlert(incident)?.payload ?? '',
      },
    );
    if (await copyText(text)) notify(inbox.copied);
    else notify(parts.copyFailed, { tone: 'failed' });
  };
}
