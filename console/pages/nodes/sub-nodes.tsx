/** Sensors that report with the key of another node: which it is, and which are behind one. */

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fleetQuery, nodeQuery } from '../../data/nodes.ts';
import type { NodeResponse } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Section } from '../../parts/section.tsx';
import { RelativeTime, useNow } from '../../parts/time.tsx';
import { subNodesTexts } from '../../texts/sub-nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { stateOf } from './state.ts';

const pathOf = (id: string): string => `/nodes/${encodeURIComponent(id)}`;

/** A link to the node that another reports through. */
export function Parent({ id }: { id: string }) {
  const { data } = useQuery(nodeQuery(id));
  return (
    <Link to={pathOf(id)}>
      <HostileText prose text={data?.name ?? id} />
    </Link>
  );
}

/** In the place of a set-up: a sub-node has none. */
export function SetUpOfParent({ id }: { id: string }) {
  const t = useTexts(subNodesTexts);
  return (
    <Section title={t.parent}>
      <p className="text-sm text-muted text-pretty">{t.parentHint}</p>
      <p className="text-sm">
        <Parent id={id} />
      </p>
    </Section>
  );
}

/** Nothing where none is there and none is to come. There are at most fifty. */
export function SubNodes({ node }: { node: NodeResponse }) {
  const t = useTexts(subNodesTexts);
  const now = useNow();
  const { data } = useQuery(fleetQuery());
  const below = useMemo(
    () =>
      (data ?? [])
        .filter(({ parent_id }) => parent_id === node.node_id)
        .sort((a, b) => a.name.localeCompare(b.name)),
    [data, node.node_id],
  );
  if (data === undefined || (below.length === 0 && !node.is_relay)) return null;
  return (
    <Section
      title={t.below}
      aside={below.length > 0 && <span className="text-xs text-muted">{t.belowCount(below.length)}</span>}
    >
      {below.length === 0 ? (
        <p className="text-sm text-muted">{t.belowNone}</p>
      ) : (
        <ul className="flex flex-col">
          {below.map((one) => (
            <li key={one.node_id} className="border-b border-line last:border-0">
              <Link
                to={pathOf(one.node_id)}
                className="flex items-center gap-3 py-1.5 text-sm text-ink hover:bg-sunk"
              >
                <span className="min-w-0 flex-1">
                  <HostileText prose text={one.name} limit={100} />
                </span>
                <StateBadge state={stateOf(one, now)} />
                <span className="text-xs text-muted">
                  <RelativeTime at={one.last_seen} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
