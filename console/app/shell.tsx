/** What stands around every page: rail, top bar, palette, help; and the live line, which lives as long as it does. */
import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useAddress } from '../data/address.ts';
import { keepLive } from '../data/live.ts';
import { usePreferencesSync } from '../data/preferences-sync.ts';
import { isInSample } from '../data/sample-mode.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useIsNarrow } from '../parts/media.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { useAppBadge } from './app-badge.ts';
import { useIsDemo } from './demo.ts';
import { useShellKeys } from './keys.ts';
import { Rail } from './rail.tsx';
import { pages, rootOf } from './routes.ts';
import { SampleBar } from './sample-bar.tsx';
import { TopBar } from './top-bar.tsx';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(loadPalette);
const KeyboardHelp = lazy(() => import('./keyboard-help.tsx'));

export function Shell() {
  const t = useTexts(shellTexts);
  const client = useQueryClient();
  const { path, pagePath } = useAddress();
  const isNarrow = useIsNarrow();
  const isDemo = useIsDemo();
  const [shown, setShown] = useState<'palette' | 'help' | 'menu' | null>(null);
  useShellKeys(setShown);
  useAppBadge();
  // In demo mode whoever comes is the same person.
  usePreferencesSync(!isDemo);

  useEffect(() => {
    const end = new AbortController();
    void keepLive(client, end.signal);
    return () => end.abort();
  }, [client]);

  // Whoever presses / types on at once: what they type belongs into the box, so it is there before they do.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1000);
    return () => clearTimeout(timer);
  }, []);

  const page = pages.find((one) => rootOf(one) === pagePath);
  useEffect(() => {
    const title = page ? `${t.pages[page.id]} · DecoyVerse` : 'DecoyVerse';
    document.title = isInSample() ? `DEMO · ${title}` : title;
  }, [page, t]);
  useEffect(() => {
    if (path) setShown((now) => (now === 'menu' ? null : now));
  }, [path]);

  return (
    <div className="flex h-dvh print:h-auto">
      <button
        type="button"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        onClick={() => document.getElementById('content')?.focus()}
      >
        {t.skip}
      </button>
      {!isNarrow && <Rail />}
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          onMenu={isNarrow ? () => setShown('menu') : null}
          onPalette={() => setShown('palette')}
          onHelp={() => setShown('help')}
        />
        {isDemo && (
          <p role="status" className="no-print border-b border-line bg-mark px-4 py-1 text-center text-xs">
            {t.demo}
          </p>
        )}
        {isInSample() && <SampleBar />}
        <main
          id="content"
          tabIndex={-1}
          className="flex min-h-0 flex-1 flex-col overflow-auto p-3 outline-none sm:p-5 print:overflow-visible"
        >
          <Outlet />
        </main>
      </div>
      <Dialog title={t.menu} shape="drawer" isOpen={shown === 'menu'} onClose={() => setShown(null)}>
        <Rail isWhole />
      </Dialog>
      <Suspense>
        {shown === 'palette' && <Palette onClose={() => setShown(null)} onHelp={() => setShown('help')} />}
        {shown === 'help' && <KeyboardHelp onClose={() => setShown(null)} />}
      </Suspense>
    </div>
  );
}
