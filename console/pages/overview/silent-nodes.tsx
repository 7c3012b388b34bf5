/** Nodes that should report and do not. */
import { isSilent } from '../../data/nodes.ts';
import type { NodeView } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Link } from '../../parts/link.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { overviewTexts } from '../../texts/overview.ts';
import { useTexts } from '../../texts/texts.ts';

export const silentOf = (nodes: readonly NodeView[], nowMs: number): NodeView[] =>
  nodes.filter((node) => isSilent(node, nowMs));

export function SilentNodes({ nodes, silent }: { nodes: readonly NodeView[]; silent: readonly NodeView[] }) {
  const t = useTexts(overviewTexts);
  if (silent.length === 0)
    return <p className="px-4 pt-1 pb-4 text-sm text-muted">{nodes.length === 0 ? t.noNodes : t.allHeard}</p>;
  return (
    <ul className="max-h-56 overflow-auto pb-2">
      {silent.map(({ node_id, name, last_seen }) => (
        <li key={node_id} className="flex items-center gap-3 px-4 py-1.5 text-sm">
          <StateBadge state="silent" />
          <Link
            to={`/nodes/${encodeURIComponent(node_id)}`}
            className="min-w-0 flex-1 truncate text-ink hover:underline"
          >
            {name}
          </Link>
          <span className="text-xs text-muted">
            {last_seen === null ? t.neverSeen : <RelativeTime at={last_seen} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
