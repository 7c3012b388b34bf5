/** A new token, or what can be changed of one. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import type { PlantedToken, TokenCreate } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Choice, FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { useTexts } from '../../texts/texts.ts';
import { tokensTexts } from '../../texts/tokens.ts';

export interface TokenFormProps {
  /** Absent: a new one. */
  token?: PlantedToken;
  onClose(): void;
  onSaved(token: PlantedToken): void;
}

/** ISO → what `<input type="datetime-local">` takes: the clock of this browser, to the minute. */
const toLocal = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export function TokenForm({ token, onClose, onSaved }: TokenFormProps) {
  const t = useTexts(tokensTexts);
  const client = useQueryClient();
  const [note, setNote] = useState(token?.note ?? '');
  const [owner, setOwner] = useState(token?.owner ?? '');
  const [answer, setAnswer] = useState<PlantedToken['answer']>(token?.answer ?? 'page');
  const [redirect, setRedirect] = useState(token?.redirect_url ?? '');
  const given = token?.expires_at ? toLocal(token.expires_at) : '';
  const [expiry, setExpiry] = useState(given);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    const body: TokenCreate = {
      note,
      owner,
      answer,
      redirect_url: answer === 'redirect' ? redirect : null,
      // What has passed already is only refused where it is new.
      ...(expiry === given ? {} : { expires_at: expiry === '' ? null : new Date(expiry).toISOString() }),
    };
    try {
      const saved = token
        ? await call<PlantedToken>('PATCH', `/api/tokens/${encodeURIComponent(token.id)}`, { body })
        : await call<PlantedToken>('POST', '/api/tokens', { body });
      await client.invalidateQueries({ queryKey: ['tokens'] });
      onSaved(saved);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Dialog title={token ? t.edit : t.add} isOpen onClose={onClose} isSticky>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t.note}
          hint={t.noteHint}
          value={note}
          onChange={setNote}
          error={fieldError(error, 'note')}
          autoFocus
        />
        <TextInput
          label={t.owner}
          hint={t.ownerHint}
          value={owner}
          onChange={setOwner}
          error={fieldError(error, 'owner')}
        />
        <Choice<PlantedToken['answer']>
          label={t.answer}
          hint={t.answerHints[answer]}
          value={answer}
          onChange={setAnswer}
          options={(['page', 'pixel', 'redirect'] as const).map((value) => ({
            value,
            label: t.answers[value],
          }))}
        />
        {answer === 'redirect' && (
          <TextInput
            label={t.redirect}
            type="url"
            placeholder="https://intranet.example.org/"
            value={redirect}
            onChange={setRedirect}
            error={fieldError(error, 'redirect_url')}
            isRequired
          />
        )}
        <TextInput
          label={t.expiry}
          hint={t.expiryHint}
          type="datetime-local"
          value={expiry}
          onChange={setExpiry}
          error={fieldError(error, 'expires_at')}
        />
        <FormError error={error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" isPending={isBusy}>
            {token ? t.save : t.make}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
