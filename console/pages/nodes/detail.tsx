/** One node: whether it is well, its decoys, and what it reported last. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  decoysQuery,
  ingestProblemsQuery,
  isSilent,
  nodeEventsQuery,
  nodeQuery,
  sensorKindsQuery,
} from '../../data/nodes.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import type { NodeResponse } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { FactList } from '../../parts/facts.tsx';
import { ProgressStrip } from '../../parts/figures.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Section } from '../../parts/section.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { ExactTime, RelativeTime, useNow } from '../../parts/time.tsx';
import { nodeTestTexts } from '../../texts/node-test.ts';
import { nodesTexts } from '../../texts/nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { NodeActions } from './actions.tsx';
import { Connection } from './connection.tsx';
import { Policy } from './policy.tsx';
import { stateOf } from './state.ts';
import { SetUpOfParent, SubNodes } from './sub-nodes.tsx';
import { TestNode } from './test-node.tsx';

const beats = 30;
const spanMs = 24 * 3600_000;
/** Above this the strip would cut off its own beginning, so there is none. */
const mostEvents = 1000;

/** Thirty intervals of the last day, where all its events fit into one answer. */
function Activity({ id }: { id: string }) {
  const t = useTexts(nodesTexts);
  const [fromMs] = useState(() => Math.floor(Date.now() / 60_000) * 60_000 - spanMs);
  const { data } = useQuery(nodeEventsQuery(id, new Date(fromMs).toISOString(), mostEvents));
  const counts = useMemo(() => {
    const counted = Array.from({ length: beats }, () => 0);
    for (const { timestamp } of data?.items ?? []) {
      const at = Math.min(beats - 1, Math.floor(((Date.parse(timestamp) - fromMs) / spanMs) * beats));
      if (at >= 0) counted[at] = (counted[at] ?? 0) + 1;
    }
    return counted.map((count) => count || null);
  }, [data, fromMs]);
  if (data === undefined || data.next_cursor !== null) return null;
  return data.items.length === 0 ? (
    <span className="text-muted">{t.activityNone}</span>
  ) : (
    <ProgressStrip beats={counts} />
  );
}

function Events({ id }: { id: string }) {
  const t = useTexts(nodesTexts);
  const { data, refetch } = useQuery(nodeEventsQuery(id));
  useRefreshOn((event) => event.node_id === id, refetch);
  return (
    <Section
      title={t.events}
      aside={
        <Link to="/events" search={{ node_id: id }}>
          <span className="text-xs">{t.eventsAll}</span>
        </Link>
      }
    >
      {data === undefined ? (
        <Skeleton className="h-16" />
      ) : data.items.length === 0 ? (
        <p className="text-sm text-muted">{t.eventsNone}</p>
      ) : (
        <ul className="flex flex-col">
          {data.items.map(({ log_id, verdict, payload, activity, timestamp }) => (
            <li key={log_id} className="border-b border-line last:border-0">
              <Link
                to={`/events/${encodeURIComponent(log_id)}`}
                className="flex items-center gap-3 py-1.5 text-sm text-ink hover:bg-sunk"
              >
                <RiskBadge risk={verdict?.risk_score ?? null} />
                <span className="min-w-0 flex-1">
                  <HostileText sent text={payload || activity} />
                </span>
                <span className="text-xs text-muted">
                  <RelativeTime at={timestamp} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Decoys({ id }: { id: string }) {
  const t = useTexts(nodesTexts);
  const { data } = useQuery(decoysQuery(id));
  const top = useMemo(
    () => [...(data ?? [])].sort((a, b) => b.triggers_count - a.triggers_count).slice(0, 5),
    [data],
  );
  return (
    <Section
      title={t.decoys}
      aside={
        (data?.length ?? 0) > 0 && (
          <Link to="/decoys" search={{ node_id: id }}>
            <span className="text-xs">{t.decoysAll(data?.length ?? 0)}</span>
          </Link>
        )
      }
    >
      {data === undefined ? (
        <Skeleton className="h-16" />
      ) : data.length === 0 ? (
        <p className="text-sm text-muted">{t.decoysNone}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {top.map(({ id: decoy, file_name, triggers_count }) => (
            <li key={decoy}>
              <Link
                to={`/decoys/${encodeURIComponent(decoy)}`}
                search={{ node_id: id }}
                className="flex items-center gap-3 py-0.5 text-sm text-ink hover:bg-sunk"
              >
                <span className="min-w-0 flex-1">
                  <HostileText text={file_name} />
                </span>
                <span className="num text-xs text-muted">{t.touches(triggers_count)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Most sensors ignore our answer: what was refused is to be seen here. Nothing where all was taken. */
function Problems({ id }: { id: string }) {
  const t = useTexts(nodesTexts);
  const { data = [] } = useQuery(ingestProblemsQuery(id));
  if (data.length === 0) return null;
  return (
    <Section
      title={t.problems}
      aside={
        <Link to="/ingest-problems" search={{ node_id: id }}>
          <span className="text-xs">{t.problemsAll}</span>
        </Link>
      }
    >
      <ul className="flex flex-col">
        {data.slice(0, 3).map((problem) => (
          <li key={problem.id} className="border-b border-line last:border-0">
            <Link
              to={`/ingest-problems/${encodeURIComponent(problem.id)}`}
              search={{ node_id: id }}
              className="flex items-center gap-3 py-1.5 text-sm text-ink hover:bg-sunk"
            >
              <span className="min-w-0 flex-1">
                <HostileText prose text={problem.reason} limit={120} />
              </span>
              <span className="num text-xs text-muted">{t.problemTimes(problem.count)}</span>
              <span className="text-xs text-muted">
                <RelativeTime at={problem.last_at} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Sensor({ name }: { name: string | null }) {
  const t = useTexts(nodesTexts);
  const { data } = useQuery(sensorKindsQuery());
  if (name === null) return <span className="text-muted">{t.sensorNone}</span>;
  return <HostileText text={data?.find((kind) => kind.name === name)?.title ?? name} />;
}

function Health({ node }: { node: NodeResponse }) {
  const t = useTexts(nodesTexts);
  const { test } = useTexts(nodeTestTexts);
  const [isTesting, setTesting] = useState(false);
  const now = useNow();
  const hint =
    node.status === 'inactive'
      ? t.inactiveHint
      : isSilent(node, now)
        ? t.silentHint
        : node.last_seen === null
          ? t.waitingHint
          : null;
  return (
    <Section
      title={t.health}
      aside={
        node.status === 'active' && (
          <Button look="quiet" onPress={() => setTesting(true)}>
            {test}
          </Button>
        )
      }
    >
      {isTesting && <TestNode node={node} onClose={() => setTesting(false)} />}
      {hint !== null && <p className="text-sm text-warn">{hint}</p>}
      {node.clock !== null && <p className="text-sm text-warn">{t.clockWrong(node.clock.ahead_seconds)}</p>}
      <FactList
        facts={[
          {
            name: t.seen,
            value: node.last_seen === null ? <RelativeTime at={null} /> : <ExactTime at={node.last_seen} />,
          },
          { name: t.activity, value: <Activity id={node.node_id} /> },
          { name: t.created, value: <ExactTime at={node.created_at} /> },
          { name: t.sensor, value: <Sensor name={node.sensor} /> },
          node.os_type !== null && { name: t.system, value: <HostileText text={node.os_type} /> },
          {
            name: t.agent,
            value:
              node.agent === null ? (
                <span className="text-muted">{t.agentNone}</span>
              ) : (
                <HostileText text={[node.agent.hostname, node.agent.os].filter(Boolean).join(' · ') || '–'} />
              ),
          },
          node.agent !== null && { name: t.agentSince, value: <ExactTime at={node.agent.registered_at} /> },
          node.agent_removed_at !== null && {
            name: t.agentRemoved,
            value: <ExactTime at={node.agent_removed_at} />,
          },
          { name: t.id, value: <code className="font-mono text-xs">{node.node_id}</code> },
        ]}
      />
    </Section>
  );
}

export function NodeDetail({ id, onGone }: { id: string; onGone(): void }) {
  const t = useTexts(nodesTexts);
  const query = useQuery(nodeQuery(id));
  const now = useNow();
  useRefreshOn((event) => event.node_id === id, query.refetch, 10_000);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-6 w-1/2" />
        <Skeleton className="h-32" />
      </div>
    );
  const node = query.data;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={node.name} />
        </span>
        <StateBadge state={stateOf(node, now)} />
        <NodeActions node={node} onGone={onGone} />
      </div>
      <Health node={node} />
      <Problems id={id} />
      <SubNodes node={node} />
      <Policy node={node} />
      <Events id={id} />
      <Decoys id={id} />
      {node.parent_id !== null ? (
        <SetUpOfParent id={node.parent_id} />
      ) : node.last_seen === null ? (
        <Section title={t.connect}>
          <Connection nodeId={id} sensor={node.sensor} apiKey={null} />
        </Section>
      ) : (
        <details className="flex flex-col">
          <summary className="heading mb-3 cursor-pointer">{t.connect}</summary>
          <Connection nodeId={id} sensor={node.sensor} apiKey={null} />
        </details>
      )}
    </div>
  );
}
