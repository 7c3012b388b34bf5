/** What is set for one node: exposure, group, labels and planned silence; and the form that changes it. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { groupsQuery } from '../../data/groups.ts';
import { changeNode } from '../../data/nodes.ts';
import { type ExposureSetting, exposureSettings, type NodeResponse } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { LinesInput, toLines } from '../../parts/choices.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { Choice, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import {
  isComplete,
  MaintenanceFields,
  MaintenanceList,
  toMaintenance,
  toMaintenanceDraft,
} from '../../parts/maintenance.tsx';
import { Section } from '../../parts/section.tsx';
import { notify } from '../../parts/toast.tsx';
import { nodesTexts } from '../../texts/nodes.ts';
import { policyTexts } from '../../texts/policy.ts';
import { subNodesTexts } from '../../texts/sub-nodes.ts';
import { useTexts } from '../../texts/texts.ts';

type Relay = 'auto' | 'on' | 'off';
const relays: readonly Relay[] = ['auto', 'on', 'off'];
const relayOf = ({ relay }: Pick<NodeResponse, 'relay'>): Relay =>
  relay === null ? 'auto' : relay ? 'on' : 'off';

const fieldError = (error: unknown, name: string): string | null =>
  error instanceof ApiError
    ? (error.errors.find(({ field }) => field.startsWith(name))?.message ?? null)
    : null;

function PolicyForm({ node, onClose }: { node: NodeResponse; onClose(): void }) {
  const t = useTexts(policyTexts);
  const nodes = useTexts(nodesTexts);
  const client = useQueryClient();
  const { data: groups = [] } = useQuery(groupsQuery());
  const [exposure, setExposure] = useState<ExposureSetting>(node.exposure);
  const [group, setGroup] = useState(node.group_id ?? '');
  const [owner, setOwner] = useState(node.owner ?? '');
  const [location, setLocation] = useState(node.location ?? '');
  const [labels, setLabels] = useState(node.labels.join('\n'));
  const behind = useTexts(subNodesTexts);
  const [relay, setRelay] = useState<Relay>(relayOf(node));
  const [maintenance, setMaintenance] = useState(() => toMaintenanceDraft(node.maintenance));
  return (
    <FormDialog
      title={nodes.policyEdit}
      action={nodes.save}
      shape="wide"
      onClose={onClose}
      isReady={isComplete(maintenance)}
      onSubmit={async () => {
        await changeNode(node.node_id, {
          exposure,
          group_id: group === '' ? null : group,
          owner: owner.trim() || null,
          location: location.trim() || null,
          labels: toLines(labels),
          maintenance: toMaintenance(maintenance),
          ...(node.parent_id === null ? { relay: relay === 'auto' ? null : relay === 'on' } : {}),
        });
        await Promise.all(
          ['nodes', 'node', 'groups'].map((key) => client.invalidateQueries({ queryKey: [key] })),
        );
        notify(nodes.policySaved(clip(toVisible(node.name), 60)));
        onClose();
      }}
    >
      {(error) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice<ExposureSetting>
              label={t.exposure}
              hint={t.exposureHint}
              value={exposure}
              onChange={setExposure}
              options={exposureSettings.map((value) => ({ value, label: t.exposures[value] }))}
            />
            <Choice
              label={t.group}
              value={group}
              onChange={setGroup}
              options={[
                { value: '', label: t.noGroup },
                ...groups.map(({ id, name }) => ({ value: id, label: clip(toVisible(name), 80) })),
              ]}
            />
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextInput label={t.owner} value={owner} onChange={setOwner} error={fieldError(error, 'owner')} />
            <TextInput
              label={t.location}
              value={location}
              onChange={setLocation}
              error={fieldError(error, 'location')}
            />
          </div>
          <LinesInput
            label={t.labels}
            hint={t.labelsHint}
            value={labels}
            onChange={setLabels}
            error={fieldError(error, 'labels')}
          />
          {node.parent_id === null && (
            <Choice<Relay>
              label={behind.relay}
              hint={behind.relayHint}
              value={relay}
              onChange={setRelay}
              options={relays.map((value) => ({ value, label: behind.relays[value] }))}
            />
          )}
          <MaintenanceFields value={maintenance} onChange={setMaintenance} error={error} />
        </>
      )}
    </FormDialog>
  );
}

export function Policy({ node }: { node: NodeResponse }) {
  const t = useTexts(policyTexts);
  const nodes = useTexts(nodesTexts);
  const { data: groups } = useQuery(groupsQuery());
  const [isEdited, setEdited] = useState(false);
  const { group_id } = node;
  return (
    <Section
      title={nodes.policy}
      aside={
        <Button look="quiet" onPress={() => setEdited(true)}>
          {nodes.policyEdit}
        </Button>
      }
    >
      <FactList
        facts={[
          { name: t.exposure, value: t.exposures[node.exposure] },
          {
            name: t.group,
            value:
              group_id === null ? (
                <span className="text-muted">{t.noGroup}</span>
              ) : (
                <Link to={`/groups/${encodeURIComponent(group_id)}`}>
                  <HostileText prose text={groups?.find(({ id }) => id === group_id)?.name ?? group_id} />
                </Link>
              ),
          },
          node.owner !== null && { name: t.owner, value: <HostileText prose text={node.owner} /> },
          node.location !== null && { name: t.location, value: <HostileText prose text={node.location} /> },
          node.labels.length > 0 && {
            name: t.labels,
            value: (
              <span className="flex flex-wrap gap-1.5">
                {node.labels.map((label) => (
                  <Link
                    key={label}
                    to="/nodes"
                    search={{ label }}
                    className="max-w-full rounded-sm bg-sunk px-1.5 py-0.5 text-xs text-ink"
                  >
                    <HostileText prose text={label} />
                  </Link>
                ))}
              </span>
            ),
          },
          node.maintenance.length > 0 && {
            name: t.maintenance,
            value: <MaintenanceList list={node.maintenance} />,
          },
        ]}
      />
      {isEdited && <PolicyForm node={node} onClose={() => setEdited(false)} />}
    </Section>
  );
}
