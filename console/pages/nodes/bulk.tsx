/** What is done to many nodes at once, one after another; it says what it could not do. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { groupsQuery } from '../../data/groups.ts';
import { changeNode, type NodeChange } from '../../data/nodes.ts';
import type { NodeResponse } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { LinesInput, toLines } from '../../parts/choices.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { notify } from '../../parts/toast.tsx';
import { useFormat } from '../../texts/format.ts';
import { nodesTexts } from '../../texts/nodes.ts';
import { policyTexts } from '../../texts/policy.ts';
import { useTexts } from '../../texts/texts.ts';

type Change = (node: NodeResponse) => NodeChange;

export function NodeBulk({ nodes }: { nodes: readonly NodeResponse[] }) {
  const t = useTexts(nodesTexts);
  const policy = useTexts(policyTexts);
  const format = useFormat();
  const client = useQueryClient();
  const { data: groups = [] } = useQuery(groupsQuery());
  const [asked, setAsked] = useState<'group' | 'labels' | null>(null);
  const [group, setGroup] = useState('');
  const [labels, setLabels] = useState('');
  const [done, setDone] = useState<number | null>(null);

  async function run(change: Change, isUndo = false): Promise<void> {
    const left: string[] = [];
    setDone(0);
    for (const [at, node] of nodes.entries()) {
      await changeNode(node.node_id, change(node)).catch(() => left.push(node.name));
      setDone(at + 1);
    }
    setDone(null);
    await Promise.all(
      ['nodes', 'node', 'groups', 'stats'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
    const words = t.bulkDone(nodes.length - left.length);
    notify(
      left.length > 0
        ? `${words} ${t.bulkLeft(left.map((name) => clip(toVisible(name), 40)).join(', '))}`
        : words,
      {
        tone: left.length > 0 ? 'failed' : 'done',
        ...(isUndo
          ? {}
          : {
              undo: () =>
                void run(({ status, group_id, labels: had }) => ({ status, group_id, labels: had }), true),
            }),
      },
    );
  }
  if (done !== null)
    return <span role="status">{t.bulkWorking(format.count(done), format.count(nodes.length))}</span>;
  return (
    <>
      <Button className="h-7!" onPress={() => setAsked('group')}>
        {policy.group}
      </Button>
      <Button className="h-7!" onPress={() => setAsked('labels')}>
        {t.bulkLabels}
      </Button>
      <Button className="h-7!" onPress={() => void run(() => ({ status: 'active' }))}>
        {t.activate}
      </Button>
      <Button className="h-7!" onPress={() => void run(() => ({ status: 'inactive' }))}>
        {t.deactivate}
      </Button>
      {asked === 'group' && (
        <FormDialog
          title={t.bulkGroup(nodes.length)}
          action={t.save}
          onClose={() => setAsked(null)}
          onSubmit={async () => {
            setAsked(null);
            await run(() => ({ group_id: group === '' ? null : group }));
          }}
        >
          {() => (
            <Choice
              label={policy.group}
              value={group}
              onChange={setGroup}
              options={[
                { value: '', label: policy.noGroup },
                ...groups.map(({ id, name }) => ({ value: id, label: clip(toVisible(name), 80) })),
              ]}
            />
          )}
        </FormDialog>
      )}
      {asked === 'labels' && (
        <FormDialog
          title={t.bulkLabelsTitle(nodes.length)}
          action={t.save}
          onClose={() => setAsked(null)}
          isReady={toLines(labels).length > 0}
          onSubmit={async () => {
            setAsked(null);
            await run((node) => ({ labels: [...new Set([...node.labels, ...toLines(labels)])] }));
          }}
        >
          {() => (
            <LinesInput label={policy.labels} hint={policy.labelsHint} value={labels} onChange={setLabels} />
          )}
        </FormDialog>
      )}
    </>
  );
}
