/** ⌘K: pages, actions, and any value. */

import { Keyboard, LogOut, Moon, Search, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import { useAddress } from '../data/address.ts';
import { setPreferences } from '../data/preferences.ts';
import { toWords } from '../data/types.ts';
import { clip, toVisible } from '../parts/escape.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { useIsDemo } from './demo.ts';
import { pages, rootOf } from './routes.ts';
import { signOut } from './user-menu.tsx';

interface Entry {
  id: string;
  label: string;
  hint: string;
  icon: ReactNode;
  run(): void;
}

export default function Palette({ onClose, onHelp }: { onClose(): void; onHelp(): void }) {
  const t = useTexts(shellTexts);
  const isDemo = useIsDemo();
  const { go } = useAddress();
  const [text, setText] = useState('');
  const asked = text.trim();
  const entries: Entry[] = [
    ...pages.map((page) => ({
      id: `page-${page.id}`,
      label: t.pages[page.id],
      hint: t.goTo,
      icon: <page.icon size={16} aria-hidden />,
      run: () => go(rootOf(page)),
    })),
    ...(['light', 'dark'] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: `${t.theme}: ${t.themes[theme]}`,
      hint: t.actions,
      icon: theme === 'dark' ? <Moon size={16} aria-hidden /> : <Sun size={16} aria-hidden />,
      run: () => setPreferences({ theme }),
    })),
    { id: 'help', label: t.keys, hint: t.actions, icon: <Keyboard size={16} aria-hidden />, run: onHelp },
    ...(isDemo
      ? []
      : [
          {
            id: 'out',
            label: t.signOut,
            hint: t.actions,
            icon: <LogOut size={16} aria-hidden />,
            run: () => void signOut(),
          },
        ]),
  ].filter(({ label }) => label.toLowerCase().includes(asked.toLowerCase()));
  if (asked !== '') {
    const shown = clip(toVisible(asked), 60);
    const search = <Search size={16} aria-hidden />;
    entries.push({
      id: 'contains',
      label: t.searchFor(shown),
      hint: '',
      icon: search,
      run: () => go('/events', { q: toWords(asked) }),
    });
    if (!/\s/.test(asked))
      entries.push({
        id: 'source',
        label: t.searchSource(shown),
        hint: '',
        icon: search,
        run: () => go('/events', { source: asked }),
      });
  }
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fixed inset-0 z-40 bg-black/35 p-3"
    >
      <Modal className="rise mx-auto mt-[10dvh] max-w-xl rounded-lg border border-line bg-raised shadow-(--shadow)">
        <Dialog aria-label={t.search} className="outline-none">
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField
              aria-label={t.search}
              autoFocus
              className="flex items-center gap-3 border-b border-line px-4"
            >
              <Search size={17} aria-hidden className="text-muted" />
              <Input
                placeholder={t.searchHint}
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
              />
            </TextField>
            <ListBox
              aria-label={t.search}
              items={entries}
              selectionMode="none"
              onAction={(id) => {
                onClose();
                entries.find((entry) => entry.id === id)?.run();
              }}
              className="max-h-[50dvh] overflow-auto p-1.5 outline-none"
            >
              {(entry) => (
                <ListBoxItem
                  id={entry.id}
                  textValue={entry.label}
                  className="flex cursor-pointer items-center gap-3 rounded-md px-3 py-2 text-sm data-focused:bg-accent-soft"
                >
                  <span className="text-muted">{entry.icon}</span>
                  <span className="flex-1 truncate">{entry.label}</span>
                  <span className="text-xs text-muted">{entry.hint}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
