/** The form that signs in. */
import { useEffect, useState } from 'react';
import { call } from '../data/client.ts';
import { keepToken } from '../data/session.ts';
import type { TokenView } from '../data/types.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, FormError, TextInput } from '../parts/fields.tsx';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { Mark } from './mark.tsx';

export default function SignIn({ wasIn }: { wasIn: boolean }) {
  const t = useTexts(shellTexts).signIn;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [stays, setStays] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    document.title = `${t.title} · DecoyVerse`;
  }, [t]);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { access_token } = await call<TokenView>('POST', '/auth/login', { body: { email, password } });
      keepToken(access_token, stays);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex items-center gap-3">
          <Mark className="size-10" />
          <div>
            <p className="text-lg font-semibold tracking-tight">DecoyVerse</p>
            <p className="text-sm text-muted">{t.lead}</p>
          </div>
        </div>
        <form
          className="panel flex flex-col gap-4 p-5"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <h1 className="text-lg font-semibold">{t.title}</h1>
          {wasIn && error === null && <p className="text-sm text-muted">{t.expired}</p>}
          <TextInput
            label={t.email}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            onChange={setEmail}
            isRequired
            autoFocus
          />
          <TextInput
            label={t.password}
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            isRequired
          />
          <Checkbox isSelected={stays} onChange={setStays}>
            {t.stay}
          </Checkbox>
          <FormError error={error} />
          <Button look="primary" type="submit" isPending={isBusy} className="h-10">
            {t.submit}
          </Button>
        </form>
      </div>
    </main>
  );
}
