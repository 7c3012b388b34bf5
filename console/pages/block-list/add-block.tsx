/** Blocking an address by hand. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addBlock } from '../../data/block-list.ts';
import { fleetQuery } from '../../data/nodes.ts';
import { type Duration, DurationChoice, toMinutes } from '../../parts/duration-choice.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { notify } from '../../parts/toast.tsx';
import { blockListTexts } from '../../texts/block-list.ts';
import { useTexts } from '../../texts/texts.ts';

/** `address` is what the field begins with. */
export function AddBlock({ address: given, onClose }: { address: string; onClose(): void }) {
  const t = useTexts(blockListTexts);
  const client = useQueryClient();
  const { data: nodes = [] } = useQuery(fleetQuery());
  const [address, setAddress] = useState(given);
  const [note, setNote] = useState('');
  const [node, setNode] = useState('');
  const [duration, setDuration] = useState<Duration>('week');
  // Only agents block; a node without one would never do it.
  const withAgent = nodes.filter(({ agent }) => agent !== null);
  return (
    <FormDialog
      title={t.add}
      action={t.block}
      onClose={onClose}
      isReady={address.trim() !== ''}
      onSubmit={async () => {
        const minutes = toMinutes(duration);
        const { ip_address } = await addBlock({
          ip_address: address.trim(),
          note,
          node_id: node || null,
          ...(minutes === null ? {} : { minutes }),
        });
        await client.invalidateQueries({ queryKey: ['blocks'] });
        notify(t.blocked(ip_address));
        onClose();
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.address}
            hint={t.addressHint}
            value={address}
            onChange={setAddress}
            error={fieldError(error, 'ip_address')}
            isRequired
            autoFocus
          />
          <DurationChoice label={t.duration} value={duration} onChange={setDuration} />
          {withAgent.length > 0 && (
            <Choice
              label={t.node}
              value={node}
              onChange={setNode}
              options={[
                { value: '', label: t.everyNode },
                ...withAgent.map(({ node_id, name }) => ({
                  value: node_id,
                  label: clip(toVisible(name), 80),
                })),
              ]}
            />
          )}
          <TextInput label={t.note} value={note} onChange={setNote} error={fieldError(error, 'note')} />
        </>
      )}
    </FormDialog>
  );
}
