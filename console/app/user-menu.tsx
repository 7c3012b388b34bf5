/** The account, and how the console looks. */
import { useQuery } from '@tanstack/react-query';
import { BookOpen, FlaskConical, Keyboard, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError, call } from '../data/client.ts';
import { apiUrl } from '../data/place.ts';
import { type Preferences, setPreferences, usePreferences } from '../data/preferences.ts';
import { meQuery } from '../data/queries.ts';
import { enterSample, leaveSample } from '../data/sample.ts';
import { isInSample } from '../data/sample-mode.ts';
import { dropToken } from '../data/session.ts';
import { Menu, type MenuEntry } from '../parts/menu.tsx';
import { notify } from '../parts/toast.tsx';
import { sampleTexts } from '../texts/sample.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { useIsDemo } from './demo.ts';

export async function signOut(): Promise<void> {
  // Without the server the token is dropped all the same: this browser forgets it.
  await call('POST', '/auth/logout').catch(() => undefined);
  dropToken();
}

export function UserMenu({ trigger, onHelp }: { trigger: ReactNode; onHelp(): void }) {
  const t = useTexts(shellTexts);
  const sample = useTexts(sampleTexts);
  const chosen = usePreferences();
  const isDemo = useIsDemo();
  const { data: me } = useQuery(meQuery());
  const choices = <K extends 'theme' | 'density' | 'language' | 'clock'>(
    name: K,
    labels: Readonly<Record<Preferences[K], string>>,
  ): MenuEntry[] =>
    (Object.entries(labels) as [Preferences[K], string][]).map(([value, label]) => ({
      id: `${name}-${value}`,
      label,
      isChosen: chosen[name] === value,
      onAction: () => setPreferences({ [name]: value }),
    }));
  const last: MenuEntry[] = [
    {
      id: 'sample',
      label: isInSample() ? sample.leave : sample.offer,
      icon: <FlaskConical size={14} />,
      onAction: () =>
        isInSample()
          ? leaveSample()
          : void enterSample().catch((error: unknown) =>
              notify(sample.failed(error instanceof ApiError ? error.detail : String(error)), {
                tone: 'failed',
              }),
            ),
    },
    { id: 'keys', label: t.keys, icon: <Keyboard size={14} />, onAction: onHelp },
    {
      id: 'docs',
      label: t.apiDocs,
      icon: <BookOpen size={14} />,
      onAction: () => location.assign(apiUrl('/docs')),
    },
  ];
  if (!isDemo)
    last.push({ id: 'out', label: t.signOut, icon: <LogOut size={14} />, onAction: () => void signOut() });
  return (
    <Menu
      label={t.account}
      trigger={trigger}
      head={
        <p className="truncate border-b border-line px-2 pt-1.5 pb-2 text-sm font-medium">
          {me?.email ?? '…'}
        </p>
      }
      groups={[
        { title: t.theme, entries: choices('theme', t.themes) },
        { title: t.density, entries: choices('density', t.densities) },
        { title: t.language, entries: choices('language', t.languages) },
        { title: t.clock, entries: choices('clock', t.clocks) },
        { entries: last },
      ]}
    />
  );
}
