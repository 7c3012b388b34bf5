/** The key, what to paste, and a light that goes on when the first event arrives. */
import { useQuery } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { nodeEventsQuery } from '../../data/nodes.ts';
import { apiUrl } from '../../data/place.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import { CopyBox } from '../../parts/copy.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { nodesTexts } from '../../texts/nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { toCommand, wayNames } from './commands.ts';

const titles = { curl: 'curl', python: 'Python', cowrie: 'Cowrie', opencanary: 'OpenCanary' } as const;

function FirstEvent({ nodeId }: { nodeId: string }) {
  const t = useTexts(nodesTexts);
  const { data, refetch } = useQuery({ ...nodeEventsQuery(nodeId, undefined, 1), staleTime: 0 });
  useRefreshOn((event) => event.node_id === nodeId, refetch);
  const first = data?.items[0];
  return (
    <div
      role="status"
      className={`flex items-center gap-3 rounded-md border px-4 py-3 text-sm ${first ? 'rise border-good' : 'border-line'}`}
    >
      {first ? (
        <>
          <CheckCircle2 size={20} aria-hidden className="shrink-0 text-good" />
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{t.arrived}</span>
            <HostileText text={first.payload || first.activity} limit={60} />
          </span>
          <Link to={`/events/${encodeURIComponent(first.log_id)}`}>{t.arrivedOpen}</Link>
        </>
      ) : (
        <>
          <span aria-hidden className="size-3 shrink-0 animate-pulse rounded-full bg-accent" />
          <span>
            <span className="block font-medium">{t.waiting}</span>
            <span className="block text-xs text-muted">{t.waitingFor}</span>
          </span>
        </>
      )}
    </div>
  );
}

/** `apiKey` null: it was shown before and is not known any more. */
export function Connection({ nodeId, apiKey }: { nodeId: string; apiKey: string | null }) {
  const t = useTexts(nodesTexts);
  const target = { address: `${location.origin}${apiUrl('')}`, key: apiKey ?? 'YOUR_NODE_KEY' };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {apiKey === null ? (
        <p className="text-sm text-muted">{t.keyOther}</p>
      ) : (
        <CopyBox label={t.key} text={apiKey} isSecret />
      )}
      <Tabs
        label={t.ways}
        tabs={wayNames.map((way) => ({
          id: way,
          label: titles[way],
          content: (
            <div className="flex flex-col gap-2">
              <CopyBox label={t.command} text={toCommand(way, target)} />
              <p className="text-xs text-muted">{t.wayHints[way]}</p>
            </div>
          ),
        }))}
      />
      <FirstEvent nodeId={nodeId} />
    </div>
  );
}
