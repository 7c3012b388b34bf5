/** The key, what to paste, and a light that goes on when the first event arrives. */
import { useQuery } from '@tanstack/react-query';
import { CheckCircle2 } from 'lucide-react';
import { useState } from 'react';
import { fleetQuery, nodeEventsQuery, nodeSetupQuery, sensorKindsQuery } from '../../data/nodes.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import { CopyBox } from '../../parts/copy.tsx';
import { Choice } from '../../parts/fields.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { nodesTexts } from '../../texts/nodes.ts';
import { useGerman } from '../../texts/server-text.ts';
import { setupGerman } from '../../texts/setup-german.ts';
import { useTexts } from '../../texts/texts.ts';

function FirstEvent({ nodeId }: { nodeId: string }) {
  const t = useTexts(nodesTexts);
  const fleet = useQuery(fleetQuery());
  // What sensors behind its key send belongs to the nodes that they become.
  const below = fleet.data?.find(({ parent_id }) => parent_id === nodeId)?.node_id ?? nodeId;
  const { data, refetch } = useQuery({ ...nodeEventsQuery(below, undefined, 1), staleTime: 0 });
  useRefreshOn((event) => event.node_id === below, refetch);
  useRefreshOn(() => below === nodeId, fleet.refetch);
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
            <HostileText sent text={first.payload || first.activity} limit={60} />
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

/** What to paste, and where. */
function Steps({ nodeId, sensor, apiKey }: { nodeId: string; sensor: string; apiKey: string | null }) {
  const t = useTexts(nodesTexts);
  const say = useGerman(setupGerman);
  const { data, isError, error, refetch } = useQuery(nodeSetupQuery(nodeId, sensor, apiKey));
  if (isError) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-40" />;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-col gap-1 text-xs text-muted">
        {data.note !== '' && <p className="text-pretty">{say(data.note)}</p>}
        {data.versions !== '' && <p>{t.tried(say(data.versions))}</p>}
      </div>
      {!data.key_is_filled_in && <p className="text-sm text-muted">{t.keyOther}</p>}
      <ol className="flex min-w-0 flex-col gap-4">
        {data.steps.map(({ title, file, code }, at) => (
          <li key={title} className="flex min-w-0 flex-col gap-1">
            <CopyBox label={t.step(String(at + 1), say(title))} text={code} />
            {file !== null && <p className="text-xs text-muted wrap-anywhere">{t.intoFile(file)}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

export interface ConnectionProps {
  nodeId: string;
  /** The node's own; null: not said. */
  sensor: string | null;
  /** Null: it was shown before and is not known any more. */
  apiKey: string | null;
}

export function Connection({ nodeId, sensor: own, apiKey }: ConnectionProps) {
  const t = useTexts(nodesTexts);
  const { data: kinds = [] } = useQuery(sensorKindsQuery());
  const [chosen, setChosen] = useState<string | null>(null);
  const sensor = chosen ?? own ?? 'native';
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {apiKey !== null && <CopyBox label={t.key} text={apiKey} isSecret />}
      {kinds.length > 0 && (
        <Choice
          label={t.sensor}
          value={sensor}
          onChange={setChosen}
          options={kinds.map(({ name: value, title: label }) => ({ value, label }))}
        />
      )}
      <Steps nodeId={nodeId} sensor={sensor} apiKey={apiKey} />
      <FirstEvent nodeId={nodeId} />
    </div>
  );
}
