/** `/` or ⌘K: one box over incidents, attackers, sessions, nodes, decoys, observables, pages, and actions. */

import { useQuery } from '@tanstack/react-query';
import { Keyboard, LogOut, Moon, Search, Sun } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
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
import { mostSearchText, searchQuery, toHitAddress } from '../data/search.ts';
import { type SearchHit, toWords } from '../data/types.ts';
import { clip, toVisible } from '../parts/escape.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { useIsDemo } from './demo.ts';
import { pages, rootOf } from './routes.ts';
import { signOut } from './user-menu.tsx';

interface Entry {
  id: string;
  label: string;
  /** What tells it from others of the same name. */
  detail?: string;
  hint: string;
  icon: ReactNode;
  run(): void;
}

const pauseMs = 150;

/** The text once it has stood still for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What the server found, as entries. */
function useFound(asked: string): { found: Entry[]; state: 'none' | 'busy' | 'failed' | 'done' } {
  const t = useTexts(shellTexts);
  const { go } = useAddress();
  const settled = useSettled(asked);
  const { data, isFetching, isError } = useQuery(searchQuery(settled));
  const toEntry = (group: keyof typeof t.groups, hit: SearchHit, at: number, of: number): Entry[] => {
    const address = toHitAddress(group, hit.id);
    const page = pages.find(({ path }) => address !== null && path.startsWith(`/${group}/`));
    if (address === null || page === undefined) return [];
    return [
      {
        id: `${group}-${hit.id}`,
        label: clip(toVisible(hit.title), 140),
        detail: clip(toVisible(hit.detail), 100),
        // The fifth is the last that is shown: that there may be more is said there.
        hint: at === 4 && of === 5 ? t.firstFive(t.groups[group]) : t.groups[group],
        icon: <page.icon size={16} aria-hidden />,
        run: () => go(address.path, address.search),
      },
    ];
  };
  const found =
    asked === '' || data === undefined
      ? []
      : data.groups.flatMap(({ group, items }) =>
          group === 'pages' ? [] : items.flatMap((hit, at) => toEntry(group, hit, at, items.length)),
        );
  const state =
    asked === '' || asked.length > mostSearchText
      ? 'none'
      : isError
        ? 'failed'
        : isFetching || settled !== asked
          ? 'busy'
          : 'done';
  return { found, state };
}

export default function Palette({ onClose, onHelp }: { onClose(): void; onHelp(): void }) {
  const t = useTexts(shellTexts);
  const isDemo = useIsDemo();
  const { go } = useAddress();
  const [text, setText] = useState('');
  const asked = text.trim();
  const { found, state } = useFound(asked);
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
  // What was found stands first: pages and actions are few, and found by their names all the same.
  entries.unshift(...found);
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
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{entry.label}</span>
                    {entry.detail !== undefined && (
                      <span className="block truncate text-xs text-muted">{entry.detail}</span>
                    )}
                  </span>
                  <span className="text-xs text-muted">{entry.hint}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
          <p role="status" className="border-t border-line px-4 py-2 text-xs text-muted">
            {t.searchStates[state === 'done' && found.length > 0 ? 'found' : state]}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
