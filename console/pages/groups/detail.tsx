/** One group: what it sets, and the nodes for which it holds. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import { deleteGroup } from '../../data/groups.ts';
import type { Group, NodeResponse } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { useMinutes } from '../../parts/duration-choice.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { MaintenanceList } from '../../parts/maintenance.tsx';
import { useQuietLine } from '../../parts/quiet-hours.tsx';
import { Section } from '../../parts/section.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { groupsTexts } from '../../texts/groups.ts';
import { policyTexts } from '../../texts/policy.ts';
import { useTexts } from '../../texts/texts.ts';

export function GroupDetail({
  group,
  nodes,
  onEdit,
  onGone,
}: {
  group: Group;
  nodes: readonly NodeResponse[];
  onEdit(): void;
  onGone(): void;
}) {
  const t = useTexts(groupsTexts);
  const policy = useTexts(policyTexts);
  const client = useQueryClient();
  const minutes = useMinutes();
  const quietLine = useQuietLine();
  const { data: channels } = useQuery(channelsQuery());
  const [isAsked, setAsked] = useState(false);
  const members = nodes.filter(({ group_id }) => group_id === group.id);
  const inherits = <span className="text-muted">{policy.inherits}</span>;
  const name = clip(toVisible(group.name), 60);
  return (
    <div className="flex flex-col gap-6">
      <div className="text-base font-semibold">
        <HostileText prose text={group.name} />
      </div>
      {group.description !== '' && (
        <p className="text-sm">
          <HostileText prose text={group.description} limit={1000} />
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onPress={onEdit}>
          <Pencil size={14} aria-hidden />
          {t.edit}
        </Button>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <Section title={t.settings}>
        <FactList
          facts={[
            {
              name: policy.exposure,
              value: group.exposure === null ? inherits : policy.exposures[group.exposure],
            },
            {
              name: t.columns.threshold,
              value: group.threshold === null ? inherits : <span className="num">{group.threshold}</span>,
            },
            {
              name: t.columns.window,
              value: group.window_minutes === null ? inherits : minutes(group.window_minutes),
            },
            {
              name: t.quiet,
              value: group.quiet_hours === null ? inherits : quietLine(group.quiet_hours),
            },
            {
              name: t.columns.channels,
              value:
                group.channels.length === 0 ? (
                  <span className="text-muted">{t.channelsAll}</span>
                ) : (
                  <ul className="flex flex-col gap-0.5">
                    {group.channels.map((id) => (
                      <li key={id}>
                        <Link to={`/channels/${encodeURIComponent(id)}`}>
                          <HostileText prose text={channels?.find((one) => one.id === id)?.name ?? id} />
                        </Link>
                      </li>
                    ))}
                  </ul>
                ),
            },
            {
              name: t.columns.silence,
              value:
                group.silence_minutes === null ? (
                  <span className="text-muted">{t.learned}</span>
                ) : (
                  minutes(group.silence_minutes)
                ),
            },
            { name: policy.maintenance, value: <MaintenanceList list={group.maintenance} /> },
          ]}
        />
      </Section>
      <Section
        title={t.members}
        aside={
          members.length > 0 && (
            <Link to="/nodes" search={{ group: group.id }}>
              <span className="text-xs">{t.nodesOf}</span>
            </Link>
          )
        }
      >
        {members.length === 0 ? (
          <p className="text-sm text-muted">{t.membersNone}</p>
        ) : (
          <ul className="flex flex-col">
            {members.map(({ node_id, name: node, last_seen }) => (
              <li key={node_id} className="border-b border-line last:border-0">
                <Link
                  to={`/nodes/${encodeURIComponent(node_id)}`}
                  className="flex items-center gap-3 py-1.5 text-sm text-ink hover:bg-sunk"
                >
                  <span className="min-w-0 flex-1">
                    <HostileText prose text={node} limit={100} />
                  </span>
                  <span className="text-xs text-muted">
                    <RelativeTime at={last_seen} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await deleteGroup(group.id);
            notify(t.removed(name));
            onGone();
            await Promise.all(
              ['groups', 'nodes', 'node'].map((key) => client.invalidateQueries({ queryKey: [key] })),
            );
          } catch (error) {
            notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
          }
        }}
      >
        {t.removeBody(members.length)}
      </ConfirmDialog>
    </div>
  );
}
