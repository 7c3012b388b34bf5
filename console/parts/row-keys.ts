/** The keys of a list. They work from anywhere on the page but where people type or a dialog is open. */
import { useEffect, useRef, useState } from 'react';

export interface RowKeysOptions {
  ids: readonly string[];
  openId: string | null;
  onOpen?(id: string): void;
  selection: ReadonlySet<string>;
  onSelect?(selection: ReadonlySet<string>): void;
  onMove(index: number): void;
  /** The row that keys act on, whenever it changes. */
  onActive?(id: string | null): void;
}

/** Whether a plain key is somebody's text, or belongs to an open menu or dialog. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input,textarea,select,[contenteditable],[role=menu],[role=listbox]')) return true;
  return document.querySelector('[role=dialog],[role=menu]') !== null;
}

export function useRowKeys(options: RowKeysOptions) {
  const [activeId, setActiveId] = useState<string | null>(options.openId);
  const now = useRef({ ...options, activeId, anchorId: null as string | null });
  now.current = { ...options, activeId, anchorId: now.current.anchorId };
  const { ids, openId, onActive } = options;
  const lastIndex = useRef(-1);

  // What is opened from elsewhere (a link, "next") is where the keys go on.
  useEffect(() => {
    if (openId === null) return;
    setActiveId(openId);
    const index = now.current.ids.indexOf(openId);
    if (index >= 0) now.current.onMove(index);
  }, [openId]);
  // A row that leaves the list (it was answered) hands its place to the next one.
  useEffect(() => {
    if (activeId === null || ids.length === 0) return;
    const index = ids.indexOf(activeId);
    if (index >= 0) lastIndex.current = index;
    else if (openId === null && lastIndex.current >= 0)
      setActiveId(ids[Math.min(lastIndex.current, ids.length - 1)] ?? null);
  }, [ids, activeId, openId]);
  const tellActive = useRef(onActive);
  tellActive.current = onActive;
  useEffect(() => tellActive.current?.(activeId), [activeId]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { ids, openId, onOpen, selection, onSelect, onMove, activeId: id, anchorId } = now.current;
      if (isTaken(event)) return;
      const at = id === null ? -1 : ids.indexOf(id);
      const move = (to: number): void => {
        const next = ids[Math.max(0, Math.min(ids.length - 1, to))];
        if (next === undefined) return;
        event.preventDefault();
        // At once, for a key that follows before the page is drawn again.
        now.current.activeId = next;
        now.current.onActive?.(next);
        setActiveId(next);
        onMove(ids.indexOf(next));
        // With a row open beside the list, moving is reading on.
        if (openId !== null) onOpen?.(next);
      };
      if (event.key === 'j' || event.key === 'ArrowDown') move(at + 1);
      else if (event.key === 'k' || event.key === 'ArrowUp') move(at < 0 ? 0 : at - 1);
      else if (event.key === 'Enter' && id !== null && !(event.target as Element).closest('button,a'))
        onOpen?.(id);
      else if ((event.key === 'x' || event.key === 'X') && id !== null && onSelect) {
        const next = new Set(selection);
        const from = anchorId === null ? -1 : ids.indexOf(anchorId);
        if (event.shiftKey && from >= 0)
          for (const one of ids.slice(Math.min(from, at), Math.max(from, at) + 1)) next.add(one);
        else if (!next.delete(id)) next.add(id);
        now.current.anchorId = id;
        onSelect(next);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return { activeId, setActiveId };
}
