/** A list and the row that is open: side by side on wide windows, else the row alone with a way back. Escape closes. */
import { ArrowLeft, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import { useIsWide } from './media.ts';

export interface SplitPaneProps {
  list: ReactNode;
  /** Null: nothing is open. */
  detail: ReactNode | null;
  title: string;
  /** Beside the title: the way to the next row. */
  aside?: ReactNode;
  /** Stays in reach at the bottom of the open row: what can be done with it. */
  bar?: ReactNode;
  /** The open row needs more room than its list: a transcript. */
  isBroad?: boolean;
  onClose(): void;
}

export function SplitPane({ list, detail, title, aside, bar, isBroad = false, onClose }: SplitPaneProps) {
  const t = useTexts(partsTexts);
  const isWide = useIsWide();
  const close = useRef(onClose);
  close.current = onClose;
  const isOpen = detail !== null;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        !document.querySelector('[role=dialog],[role=menu]')
      )
        close.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOpen]);
  return (
    <div className="flex min-h-0 flex-1 gap-4">
      {/* The list stays mounted: its place is kept while the row is alone on the screen. */}
      <div className={`flex min-w-0 flex-1 flex-col ${isOpen && !isWide ? 'hidden' : ''}`}>{list}</div>
      {isOpen && (
        <section
          aria-label={title}
          className={`panel rise flex min-h-0 flex-col overflow-auto ${isWide ? (isBroad ? 'w-[min(64%,60rem)]' : 'w-[min(46%,40rem)]') : 'flex-1'}`}
        >
          <header className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
            {!isWide && (
              <Button look="quiet" onPress={onClose} className="-ml-2">
                <ArrowLeft size={16} aria-hidden />
                {t.list}
              </Button>
            )}
            <h2 className="heading flex-1">{title}</h2>
            {aside}
            {isWide && (
              <IconButton label={t.close} onPress={onClose} className="-mr-2">
                <X size={16} aria-hidden />
              </IconButton>
            )}
          </header>
          <div className="flex-1 p-4">{detail}</div>
          {bar !== undefined && (
            <footer className="no-print sticky bottom-0 z-10 border-t border-line bg-surface px-4 py-2">
              {bar}
            </footer>
          )}
        </section>
      )}
    </div>
  );
}
