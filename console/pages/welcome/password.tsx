/** Choosing a password. It is all that has to be typed, and the first decoy is made with it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { reconnectNow } from '../../data/live.ts';
import { meQuery } from '../../data/queries.ts';
import { keepToken } from '../../data/session.ts';
import type { TokenView } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { Checkbox, FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { useTexts } from '../../texts/texts.ts';
import { welcomeTexts } from '../../texts/welcome.ts';
import { makeFirstDecoy } from './make.ts';

/** `onDone` gets the id of the first decoy, or undefined where it could not be made: the next step offers it again. */
export function Password({ onDone }: { onDone(token: string | undefined): void }) {
  const t = useTexts(welcomeTexts);
  const { data: me } = useQuery(meQuery());
  const [password, setPassword] = useState('');
  const [stays, setStays] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const body = { new_password: password };
      const { access_token } = await call<TokenView>('POST', '/auth/first-password', { body });
      keepToken(access_token, stays);
      // The live line of the session before has just been ended.
      reconnectNow();
      onDone(
        await makeFirstDecoy(t.note).then(
          ({ id }) => id,
          () => undefined,
        ),
      );
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <form
      className="panel flex max-w-md flex-col gap-4 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {/* For password managers: what the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={me?.email ?? ''} />
      <p className="text-sm text-muted">{t.account(me?.email ?? '…')}</p>
      <TextInput
        label={t.password}
        name="new-password"
        type="password"
        autoComplete="new-password"
        hint={t.passwordHint}
        value={password}
        onChange={setPassword}
        error={fieldError(error, 'new_password')}
        isRequired
        autoFocus
      />
      <Checkbox isSelected={stays} onChange={setStays}>
        {t.stay}
      </Checkbox>
      <FormError error={error} />
      <Button look="primary" type="submit" isPending={isBusy} className="h-10">
        {t.choose}
      </Button>
    </form>
  );
}
