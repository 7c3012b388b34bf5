/** Search, the live line, and who is signed in. */
import { CircleUser, Menu as MenuIcon, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { reconnectNow, useLiveState } from '../data/live.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { useFormat } from '../texts/format.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { UserMenu } from './user-menu.tsx';

function Live() {
  const t = useTexts(shellTexts);
  const format = useFormat();
  const state = useLiveState();
  const [nowMs, setNowMs] = useState(Date.now);
  const isLost = state.name === 'lost';
  useEffect(() => {
    if (!isLost) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isLost]);
  if (state.name === 'lost')
    return (
      <span role="status" className="flex min-w-0 items-center gap-2 text-xs text-bad">
        <span aria-hidden className="size-2 shrink-0 rotate-45 bg-bad" />
        <span className="truncate">
          {t.lost(format.count(Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000))))}
        </span>
        <Button look="quiet" className="h-7!" onPress={reconnectNow}>
          {t.retryNow}
        </Button>
      </span>
    );
  const isLive = state.name === 'live';
  return (
    <span
      role="status"
      title={t.liveHint}
      className="flex items-center gap-2 text-xs text-muted"
      data-live={isLive}
    >
      <span aria-hidden className={`size-2 rounded-full ${isLive ? 'bg-good' : 'border border-edge'}`} />
      {isLive ? t.live : t.connecting}
    </span>
  );
}

export interface TopBarProps {
  /** Null where the rail is there. */
  onMenu: (() => void) | null;
  onPalette(): void;
  onHelp(): void;
}

export function TopBar({ onMenu, onPalette, onHelp }: TopBarProps) {
  const t = useTexts(shellTexts);
  return (
    <header className="no-print flex h-13 shrink-0 items-center gap-3 border-b border-line bg-surface px-3 sm:px-5">
      {onMenu && (
        <IconButton label={t.menu} onPress={onMenu} className="-ml-1">
          <MenuIcon size={18} aria-hidden />
        </IconButton>
      )}
      <AriaButton
        onPress={onPalette}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-ground px-2.5 text-sm text-muted hover:border-edge sm:max-w-md pointer-coarse:h-11"
      >
        <Search size={15} aria-hidden className="shrink-0" />
        <span className="flex-1 truncate text-left">{t.search}</span>
        <kbd className="rounded-sm border border-line px-1.5 font-sans text-xs max-sm:hidden">/</kbd>
      </AriaButton>
      <span className="max-sm:hidden sm:flex-1" />
      <Live />
      <UserMenu
        onHelp={onHelp}
        trigger={
          <IconButton label={t.account} className="-mr-1">
            <CircleUser size={19} aria-hidden />
          </IconButton>
        }
      />
    </header>
  );
}
