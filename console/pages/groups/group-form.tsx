/** Adding or editing a group, with the nodes that belong to it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { channelsQuery } from '../../data/channels.ts';
import { changeGroup, createGroup } from '../../data/groups.ts';
import { changeNode } from '../../data/nodes.ts';
import { exposureSettings, type Group, type NodeResponse } from '../../data/types.ts';
import { Choices } from '../../parts/choices.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { MaintenanceFields } from '../../parts/maintenance.tsx';
import { QuietHoursFields } from '../../parts/quiet-hours.tsx';
import { notify } from '../../parts/toast.tsx';
import { groupsTexts } from '../../texts/groups.ts';
import { policyTexts } from '../../texts/policy.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Draft, isMinutes, isReady, toBody, toDraft } from './draft.ts';

const risks = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

/** Moves what was chosen into the group and what was not out of it; resolves to the names that did not move. */
async function moveNodes(
  id: string,
  chosen: readonly string[],
  nodes: readonly NodeResponse[],
): Promise<string[]> {
  const left: string[] = [];
  for (const { node_id, name, group_id } of nodes) {
    const belongs = chosen.includes(node_id);
    if (belongs === (group_id === id)) continue;
    await changeNode(node_id, { group_id: belongs ? id : null }).catch(() => left.push(name));
  }
  return left;
}

export function GroupForm({
  group,
  nodes,
  onClose,
  onSaved,
}: {
  /** Absent: a new one. */
  group?: Group;
  nodes: readonly NodeResponse[];
  onClose(): void;
  onSaved(group: Group): void;
}) {
  const t = useTexts(groupsTexts);
  const policy = useTexts(policyTexts);
  const client = useQueryClient();
  const { data: channels = [] } = useQuery(channelsQuery());
  const [draft, setDraft] = useState<Draft>(() =>
    toDraft(
      group,
      nodes.filter(({ group_id }) => group && group_id === group.id).map(({ node_id }) => node_id),
    ),
  );
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  // A threshold between whole numbers, set by a script, stays choosable.
  const thresholds = [...new Set<string>([...risks, ...(draft.threshold === '' ? [] : [draft.threshold])])];
  return (
    <FormDialog
      title={group ? t.editTitle : t.add}
      action={group ? t.save : t.create}
      shape="wide"
      onClose={onClose}
      isReady={isReady(draft)}
      onSubmit={async () => {
        const saved = group
          ? await changeGroup(group.id, { ...toBody(draft), version: group.version })
          : await createGroup(toBody(draft));
        const left = await moveNodes(saved.id, draft.nodes, nodes);
        await Promise.all(
          ['groups', 'nodes', 'node'].map((key) => client.invalidateQueries({ queryKey: [key] })),
        );
        onSaved(saved);
        if (left.length > 0) notify(t.partly(left.map(toVisible).join(', ')), { tone: 'failed' });
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            value={draft.name}
            onChange={(name) => change({ name })}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <TextInput
            label={t.description}
            hint={t.descriptionHint}
            value={draft.description}
            onChange={(description) => change({ description })}
            error={fieldError(error, 'description')}
            isLong
            rows={2}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice
              label={policy.exposure}
              hint={policy.exposureHint}
              value={draft.exposure}
              onChange={(exposure) => change({ exposure })}
              options={[
                { value: '' as const, label: policy.inherits },
                ...exposureSettings.map((value) => ({ value, label: policy.exposures[value] })),
              ]}
            />
            <Choice
              label={t.threshold}
              value={draft.threshold}
              onChange={(threshold) => change({ threshold })}
              options={[
                { value: '', label: policy.inherits },
                ...thresholds.map((value) => ({ value, label: value })),
              ]}
            />
            <TextInput
              label={t.window}
              hint={t.windowHint}
              value={draft.window}
              onChange={(window) => change({ window })}
              error={isMinutes(draft.window) ? fieldError(error, 'window_minutes') : t.whole}
            />
            <TextInput
              label={t.silence}
              hint={t.silenceHint}
              value={draft.silence}
              onChange={(silence) => change({ silence })}
              error={isMinutes(draft.silence) ? fieldError(error, 'silence_minutes') : t.whole}
            />
            {nodes.length > 0 && (
              <Choices
                label={t.members}
                values={draft.nodes}
                onChange={(chosen) => change({ nodes: chosen })}
                options={nodes.map(({ node_id, name }) => ({
                  value: node_id,
                  label: clip(toVisible(name), 80),
                }))}
              />
            )}
            {channels.length > 0 && (
              <Choices
                label={t.channels}
                hint={t.channelsHint}
                values={draft.channels}
                onChange={(chosen) => change({ channels: chosen })}
                options={channels.map(({ id, name }) => ({ value: id, label: clip(toVisible(name), 80) }))}
              />
            )}
          </div>
          <QuietHoursFields value={draft.quiet} onChange={(quiet) => change({ quiet })} error={error} />
          <MaintenanceFields
            value={draft.maintenance}
            onChange={(maintenance) => change({ maintenance })}
            error={error}
          />
        </>
      )}
    </FormDialog>
  );
}
