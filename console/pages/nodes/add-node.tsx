/** Adding a node: a name, then what to paste there. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createNode, sensorKindsQuery } from '../../data/nodes.ts';
import type { NodeResponse } from '../../data/types.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { nodesTexts } from '../../texts/nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { Connection } from './connection.tsx';

export function AddNode({ onClose }: { onClose(): void }) {
  const t = useTexts(nodesTexts);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [system, setSystem] = useState('');
  const { data: kinds = [] } = useQuery(sensorKindsQuery());
  const [sensor, setSensor] = useState('native');
  const [node, setNode] = useState<NodeResponse | null>(null);
  if (node !== null)
    return (
      <ShownOnce title={t.ready(node.name)} done={t.done} onClose={onClose}>
        <Connection nodeId={node.node_id} sensor={node.sensor} apiKey={node.api_key} />
      </ShownOnce>
    );
  return (
    <FormDialog
      title={t.add}
      action={t.create}
      onClose={onClose}
      isReady={name.trim() !== ''}
      onSubmit={async () => {
        setNode(await createNode({ name: name.trim(), os_type: system.trim() || null, sensor }));
        await client.invalidateQueries({ queryKey: ['nodes'] });
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          {kinds.length > 0 && (
            <Choice
              label={t.sensor}
              hint={t.sensorHint}
              value={sensor}
              onChange={setSensor}
              options={kinds.map(({ name: value, title: label }) => ({ value, label }))}
            />
          )}
          <TextInput
            label={t.system_}
            hint={t.systemHint}
            value={system}
            onChange={setSystem}
            error={fieldError(error, 'os_type')}
          />
        </>
      )}
    </FormDialog>
  );
}
