/** Making a key; it is shown once. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createApiKey } from '../../data/account.ts';
import { apiUrl } from '../../data/place.ts';
import type { ApiKeyCreated, Scope } from '../../data/types.ts';
import { Choices } from '../../parts/choices.tsx';
import { CopyBox } from '../../parts/copy.tsx';
import { type Duration, DurationChoice, toEnd } from '../../parts/duration-choice.tsx';
import { fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { apiKeysTexts } from '../../texts/api-keys.ts';
import { useTexts } from '../../texts/texts.ts';

/** In the order of how much they allow; `ingest` stands apart. */
export const scopeNames = ['read', 'triage', 'admin', 'ingest'] as const satisfies readonly Scope[];

export function MakeKey({ onClose }: { onClose(): void }) {
  const t = useTexts(apiKeysTexts);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [duration, setDuration] = useState<Duration>('quarter');
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  if (made !== null) {
    const address = `${location.origin}${apiUrl('/api/stats')}`;
    return (
      <ShownOnce title={t.made(made.api_key.name)} done={t.done} onClose={onClose}>
        <CopyBox label={t.shown} text={made.key} isSecret />
        {made.api_key.scopes.some((scope) => scope !== 'ingest') && (
          <CopyBox label={t.use} text={`curl -sS -H 'Authorization: Bearer ${made.key}' ${address}`} />
        )}
      </ShownOnce>
    );
  }
  return (
    <FormDialog
      title={t.add}
      action={t.make}
      onClose={onClose}
      isReady={name.trim() !== '' && scopes.length > 0}
      onSubmit={async () => {
        setMade(await createApiKey({ name: name.trim(), scopes, expires_at: toEnd(duration, Date.now()) }));
        await client.invalidateQueries({ queryKey: ['api-keys'] });
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
          <Choices
            label={t.scopes}
            values={scopes}
            onChange={setScopes}
            options={scopeNames.map((value) => ({
              value,
              label: t.scopeNames[value],
              hint: t.scopeHints[value],
            }))}
          />
          <DurationChoice label={t.duration} value={duration} onChange={setDuration} />
        </>
      )}
    </FormDialog>
  );
}
