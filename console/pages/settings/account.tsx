/** The account, its password, and an end to its sessions. */

import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { changePassword } from '../../data/account.ts';
import { call } from '../../data/client.ts';
import { meQuery } from '../../data/queries.ts';
import { dropToken, isTokenKept, keepToken } from '../../data/session.ts';
import { Button } from '../../parts/button.tsx';
import { FactList } from '../../parts/facts.tsx';
import { FormError, fieldError, TextInput } from '../../parts/fields.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { settingsTexts } from '../../texts/settings.ts';
import { useTexts } from '../../texts/texts.ts';

function Password() {
  const t = useTexts(settingsTexts);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <form
      noValidate
      aria-label={t.password}
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        setBusy(true);
        try {
          const { access_token } = await changePassword(current, next);
          keepToken(access_token, isTokenKept());
          setCurrent('');
          setNext('');
          setError(null);
          notify(t.passwordDone);
        } catch (failure) {
          setError(failure);
        } finally {
          setBusy(false);
        }
      }}
    >
      <h3 className="heading">{t.password}</h3>
      <TextInput
        label={t.passwordNow}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        error={fieldError(error, 'current_password')}
      />
      <TextInput
        label={t.passwordNew}
        type="password"
        autoComplete="new-password"
        hint={t.passwordHint}
        value={next}
        onChange={setNext}
        error={fieldError(error, 'new_password')}
      />
      <FormError error={error} />
      <p className="text-xs text-muted">{t.passwordNote}</p>
      <Button
        type="submit"
        isPending={isBusy}
        isDisabled={current === '' || next === ''}
        className="self-start"
      >
        {t.passwordChange}
      </Button>
    </form>
  );
}

/** `isDemo`: there are no accounts. */
export function Account({ isDemo }: { isDemo: boolean }) {
  const t = useTexts(settingsTexts);
  const { data: me } = useQuery(meQuery());
  return (
    <Panel title={t.account}>
      <div className="flex flex-col gap-6 p-4 pt-2">
        {me === undefined ? (
          <Skeleton className="h-12" />
        ) : (
          <FactList
            facts={[
              { name: t.email, value: me.email },
              { name: t.since, value: <ExactTime at={me.created_at} /> },
            ]}
          />
        )}
        <p className="text-xs text-muted">{t.privatePart}</p>
        {!isDemo && (
          <>
            <Password />
            <div className="flex flex-col gap-2 border-t border-line pt-4">
              <Button
                className="self-start"
                onPress={async () => {
                  // Without the server the token is dropped all the same: this browser forgets it.
                  await call('POST', '/auth/logout').catch(() => undefined);
                  dropToken();
                }}
              >
                <LogOut size={14} aria-hidden />
                {t.signOut}
              </Button>
              <p className="text-xs text-muted">{t.signOutHint}</p>
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}
