/**
 * Saved views of a list as tabs: a press shows one. A dot says that the filters were changed since; they can be saved or
 * discarded. Nothing is shown where there is neither a view nor a filter to save.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useAddress } from '../data/address.ts';
import { ApiError } from '../data/client.ts';
import type { SavedView } from '../data/types.ts';
import {
  changeView,
  createView,
  deleteView,
  toAddressSearch,
  toViewSearch,
  viewsQuery,
} from '../data/views.ts';
import { useTexts } from '../texts/texts.ts';
import { viewsTexts } from '../texts/views.ts';
import { Button, IconButton } from './button.tsx';
import { clip, toVisible } from './escape.ts';
import { Checkbox, fieldError, TextInput } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';
import { Link } from './link.tsx';
import { Menu } from './menu.tsx';
import { notify } from './toast.tsx';

function ViewForm({
  view,
  onClose,
  onSubmit,
}: {
  view?: SavedView;
  onClose(): void;
  onSubmit(given: { name: string; shared: boolean }): Promise<void>;
}) {
  const t = useTexts(viewsTexts);
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  return (
    <FormDialog
      title={view ? t.renameTitle : t.saveTitle}
      action={t.saveAction}
      onClose={onClose}
      isReady={name.trim() !== ''}
      onSubmit={() => onSubmit({ name: name.trim(), shared })}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            autoFocus
          />
          <Checkbox isSelected={shared} onChange={setShared}>
            {t.share}
          </Checkbox>
        </>
      )}
    </FormDialog>
  );
}

export function SavedViews({ page }: { page: string }) {
  const t = useTexts(viewsTexts);
  const client = useQueryClient();
  const { search, pagePath, go } = useAddress();
  const { data } = useQuery(viewsQuery());
  const [form, setForm] = useState<'new' | 'edit' | null>(null);
  const views = (data ?? []).filter((view) => view.page === page);
  const chosen = views.find(({ id }) => id === search.view);
  const now = toViewSearch(search);
  const isChanged = chosen !== undefined && chosen.search !== now;
  const show = (view: SavedView): void => go(pagePath, toAddressSearch(view));
  const refresh = () => client.invalidateQueries({ queryKey: ['views'] });
  async function attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
      await refresh();
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
  }
  if (views.length === 0 && now === '' && form === null) return null;
  const nameOf = (view: SavedView): string => clip(toVisible(view.name), 40);
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      {views.length > 0 && (
        <nav aria-label={t.views} className="flex min-w-0 flex-wrap gap-1.5">
          {views.map((view) => (
            <Link
              key={view.id}
              to={pagePath}
              search={toAddressSearch(view)}
              className={`flex max-w-64 items-center gap-1.5 rounded-full border px-3 py-0.5 text-sm no-underline pointer-coarse:py-2 ${view === chosen ? 'border-accent bg-accent-soft font-medium text-ink' : 'border-line text-muted hover:text-ink'}`}
            >
              <span aria-current={view === chosen ? 'page' : undefined} className="truncate">
                {nameOf(view)}
              </span>
              {view === chosen && isChanged && (
                <span title={t.changed} className="size-1.5 shrink-0 rounded-full bg-accent">
                  <span className="sr-only">{t.changed}</span>
                </span>
              )}
            </Link>
          ))}
        </nav>
      )}
      {chosen !== undefined && (
        <Menu
          label={t.more(nameOf(chosen))}
          trigger={
            <IconButton label={t.more(nameOf(chosen))}>
              <Ellipsis size={15} aria-hidden />
            </IconButton>
          }
          groups={[
            {
              entries: [
                ...(isChanged
                  ? [
                      {
                        id: 'update',
                        label: t.update,
                        onAction: () =>
                          void attempt(async () => {
                            await changeView(chosen.id, { search: now, version: chosen.version });
                            notify(t.saved(nameOf(chosen)));
                          }),
                      },
                      { id: 'discard', label: t.discard, onAction: () => show(chosen) },
                    ]
                  : []),
                { id: 'rename', label: t.rename, onAction: () => setForm('edit') },
                {
                  id: 'remove',
                  label: t.remove,
                  isDangerous: true,
                  onAction: () =>
                    void attempt(async () => {
                      await deleteView(chosen.id);
                      go(pagePath);
                      const { name, search: kept, shared } = chosen;
                      notify(t.removed(nameOf(chosen)), {
                        undo: () =>
                          void attempt(async () => {
                            show(await createView({ page, name, search: kept, shared }));
                          }),
                      });
                    }),
                },
              ],
            },
          ]}
        />
      )}
      {now !== '' && (chosen === undefined || isChanged) && (
        <Button look="quiet" className="h-7! text-xs" onPress={() => setForm('new')}>
          <Bookmark size={13} aria-hidden />
          {t.save}
        </Button>
      )}
      {form !== null && (
        <ViewForm
          view={form === 'edit' ? chosen : undefined}
          onClose={() => setForm(null)}
          onSubmit={async (given) => {
            const saved =
              form === 'edit' && chosen
                ? await changeView(chosen.id, { ...given, version: chosen.version })
                : await createView({ page, search: now, ...given });
            await refresh();
            setForm(null);
            notify(t.saved(nameOf(saved)));
            show(saved);
          }}
        />
      )}
    </div>
  );
}
