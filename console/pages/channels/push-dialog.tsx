/** Adding this browser as a channel: the browser asks the person, and makes the settings itself. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../../data/types.ts';
import { addPushChannel, browserName, NoPushError, noPushHere } from '../../data/web-push.ts';
import { fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { channelsTexts } from '../../texts/channels.ts';
import { useTexts } from '../../texts/texts.ts';
import { webPushTexts } from '../../texts/web-push.ts';

export function PushDialog({ onClose, onSaved }: { onClose(): void; onSaved(channel: Channel): void }) {
  const t = useTexts(webPushTexts);
  const channels = useTexts(channelsTexts);
  const client = useQueryClient();
  const [name, setName] = useState(() => browserName());
  const [why, setWhy] = useState(noPushHere);
  return (
    <FormDialog
      title={t.title}
      action={t.action}
      onClose={onClose}
      isReady={name.trim() !== ''}
      onSubmit={async () => {
        setWhy(null);
        let channel: Channel;
        try {
          channel = await addPushChannel(name.trim());
        } catch (error) {
          if (!(error instanceof NoPushError)) throw error;
          setWhy(error.reason);
          return;
        }
        await client.invalidateQueries({ queryKey: ['channels'] });
        onSaved(channel);
      }}
    >
      {(error) => (
        <>
          <p className="-mt-2 text-sm">{t.intro}</p>
          <p className="text-sm text-muted">{t.privacy}</p>
          <TextInput
            label={channels.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            isRequired
          />
          {why !== null && (
            <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
              {t.why[why]}
            </p>
          )}
        </>
      )}
    </FormDialog>
  );
}
