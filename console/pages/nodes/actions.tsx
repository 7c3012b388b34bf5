/** What can be done with one node. What loses something asks first and says what. */
import { useQueryClient } from '@tanstack/react-query';
import { Activity, Ellipsis, KeyRound, Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { changeNode, deleteNode, rotateNodeKey } from '../../data/nodes.ts';
import type { NodeResponse } from '../../data/types.ts';
import { IconButton } from '../../parts/button.tsx';
import { ConfirmDialog, Dialog } from '../../parts/dialog.tsx';
import { fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Menu } from '../../parts/menu.tsx';
import { notify } from '../../parts/toast.tsx';
import { nodeTestTexts } from '../../texts/node-test.ts';
import { nodesTexts } from '../../texts/nodes.ts';
import { useTexts } from '../../texts/texts.ts';
import { Connection } from './connection.tsx';
import { TestNode } from './test-node.tsx';

type Asked = 'test' | 'rename' | 'deactivate' | 'rotate' | 'remove';

export function NodeActions({ node, onGone }: { node: NodeResponse; onGone(): void }) {
  const t = useTexts(nodesTexts);
  const tests = useTexts(nodeTestTexts);
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [name, setName] = useState('');
  const [newKey, setNewKey] = useState<string | null>(null);
  const { node_id: id } = node;
  const close = (): void => setAsked(null);

  const refresh = () =>
    Promise.all(['nodes', 'node', 'stats'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  /** Tells of a failure instead of throwing it into a dialog that would just stay. */
  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      await refresh();
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
  }
  const setStatus = (status: NodeResponse['status']) =>
    attempt(async () => {
      await changeNode(id, { status });
      const isOn = status === 'active';
      notify(isOn ? t.activated(node.name) : t.deactivated(node.name), {
        undo: () => void setStatus(isOn ? 'inactive' : 'active'),
      });
    });

  return (
    <>
      <Menu
        label={t.node}
        trigger={
          <IconButton label={t.node}>
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
        groups={[
          {
            entries: [
              {
                id: 'test',
                label: tests.test,
                icon: <Activity size={14} />,
                onAction: () => setAsked('test'),
              },
              {
                id: 'rename',
                label: t.rename,
                icon: <Pencil size={14} />,
                onAction: () => {
                  setName(node.name);
                  setAsked('rename');
                },
              },
              {
                id: 'status',
                label: node.status === 'active' ? t.deactivate : t.activate,
                icon: <Power size={14} />,
                onAction: () =>
                  node.status === 'active' ? setAsked('deactivate') : void setStatus('active'),
              },
              // One that reports through another has no key.
              ...(node.parent_id === null
                ? [
                    {
                      id: 'rotate',
                      label: t.rotate,
                      icon: <KeyRound size={14} />,
                      onAction: () => setAsked('rotate'),
                    },
                  ]
                : []),
            ],
          },
          {
            entries: [
              {
                id: 'remove',
                label: t.remove,
                icon: <Trash2 size={14} />,
                isDangerous: true,
                onAction: () => setAsked('remove'),
              },
            ],
          },
        ]}
      />
      {asked === 'test' && <TestNode node={node} onClose={close} />}
      {asked === 'rename' && (
        <FormDialog
          title={t.rename}
          action={t.save}
          onClose={close}
          isReady={name.trim() !== ''}
          onSubmit={async () => {
            const before = node.name;
            await changeNode(id, { name: name.trim() });
            await refresh();
            notify(t.renamed(name.trim()), {
              undo: () =>
                void attempt(async () => {
                  await changeNode(id, { name: before });
                }),
            });
            close();
          }}
        >
          {(error) => (
            <TextInput
              label={t.name}
              value={name}
              onChange={setName}
              error={fieldError(error, 'name')}
              autoFocus
            />
          )}
        </FormDialog>
      )}
      <ConfirmDialog
        title={t.deactivateTitle(node.name)}
        action={t.deactivate}
        isOpen={asked === 'deactivate'}
        onClose={close}
        onConfirm={() => setStatus('inactive')}
      >
        {t.deactivateBody}
      </ConfirmDialog>
      <ConfirmDialog
        title={t.rotateTitle(node.name)}
        action={t.rotate}
        isDangerous
        isOpen={asked === 'rotate'}
        onClose={close}
        onConfirm={() => attempt(async () => setNewKey((await rotateNodeKey(id)).api_key))}
      >
        {t.rotateBody}
      </ConfirmDialog>
      <ConfirmDialog
        title={t.removeTitle(node.name)}
        action={t.remove}
        isDangerous
        isOpen={asked === 'remove'}
        onClose={close}
        onConfirm={() =>
          attempt(async () => {
            await deleteNode(id);
            notify(t.removed(node.name));
            onGone();
          })
        }
      >
        <p>{t.removeBody}</p>
        {node.agent !== null && node.agent_removed_at === null && <p className="mt-2">{t.removeAgent}</p>}
      </ConfirmDialog>
      {newKey !== null && (
        <Dialog title={t.rotated} shape="wide" isOpen isSticky onClose={() => setNewKey(null)}>
          <Connection nodeId={id} sensor={node.sensor} apiKey={newKey} />
        </Dialog>
      )}
    </>
  );
}
