/** Keys of scripts: what each may do, when it was last used, and an end to it. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { apiKeysQuery, revokeApiKey } from '../../data/account.ts';
import { useAddress } from '../../data/address.ts';
import { ApiError } from '../../data/client.ts';
import type { ApiKey } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { ExactTime, RelativeTime, Until } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { apiKeysTexts } from '../../texts/api-keys.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { MakeKey } from './make-key.tsx';

function useColumns(): Column<ApiKey>[] {
  const texts = useTexts(apiKeysTexts);
  return useMemo(() => {
    const t = texts.columns;
    return [
      {
        id: 'name',
        label: t.name,
        width: 'minmax(120px, 1.4fr)',
        card: 'title',
        cell: (row) => <HostileText prose text={row.name} limit={100} />,
        sortBy: (row) => row.name.toLowerCase(),
      },
      {
        id: 'scopes',
        label: t.scopes,
        width: 'minmax(110px, 1.2fr)',
        card: 'line',
        cell: (row) => row.scopes.map((scope) => texts.scopeNames[scope]).join(', '),
      },
      {
        id: 'start',
        label: t.start,
        isRoomy: true,
        width: '110px',
        cell: (row) => <code className="font-mono text-xs">{row.start}…</code>,
      },
      {
        id: 'used',
        label: t.used,
        width: 'minmax(104px, 0.8fr)',
        card: 'aside',
        cell: (row) => <RelativeTime at={row.last_used_at} />,
        sortBy: (row) => row.last_used_at ?? '',
      },
      {
        id: 'expires',
        label: t.expires,
        width: 'minmax(104px, 0.8fr)',
        card: 'aside',
        cell: (row) =>
          row.expired ? (
            <StateBadge state="expired" />
          ) : row.expires_at === null ? (
            <span className="text-muted">{texts.noEnd}</span>
          ) : (
            <Until at={row.expires_at} />
          ),
        sortBy: (row) => row.expires_at ?? '9',
      },
    ];
  }, [texts]);
}

function Detail({ apiKey, onGone }: { apiKey: ApiKey; onGone(): void }) {
  const t = useTexts(apiKeysTexts);
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const { id, name } = apiKey;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={name} />
        </span>
        <StateBadge state={apiKey.expired ? 'expired' : 'active'} />
      </div>
      <FactList
        facts={[
          {
            name: t.columns.scopes,
            value: (
              <ul className="flex flex-col gap-1">
                {apiKey.scopes.map((scope) => (
                  <li key={scope}>
                    {t.scopeNames[scope]}
                    <span className="block text-xs text-muted">{t.scopeHints[scope]}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          { name: t.columns.start, value: <code className="font-mono text-xs">{apiKey.start}…</code> },
          { name: t.columns.used, value: <RelativeTime at={apiKey.last_used_at} /> },
          {
            name: t.columns.expires,
            value: apiKey.expires_at === null ? t.noEnd : <ExactTime at={apiKey.expires_at} />,
          },
          { name: t.columns.created, value: <ExactTime at={apiKey.created_at} /> },
          { name: t.by, value: <HostileText prose text={apiKey.created_by} /> },
        ]}
      />
      <Button look="danger" className="self-start" onPress={() => setAsked(true)}>
        <Trash2 size={14} aria-hidden />
        {t.revoke}
      </Button>
      <ConfirmDialog
        title={t.revokeTitle(name)}
        action={t.revoke}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await revokeApiKey(id);
            notify(t.revoked(name));
            onGone();
            await client.invalidateQueries({ queryKey: ['api-keys'] });
          } catch (error) {
            notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
          }
        }}
      >
        {t.revokeBody}
      </ConfirmDialog>
    </div>
  );
}

export default function ApiKeys() {
  const t = useTexts(apiKeysTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set } = useAddress();
  const query = useQuery(apiKeysQuery());
  const columns = useColumns();
  const rows = query.data ?? [];
  const add = (
    <Button look="primary" onPress={() => set({ new: '1' })}>
      <Plus size={15} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="api-keys"
      title={pages['api-keys']}
      lead={t.lead}
      add={add}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      pane={{ title: t.key }}
      detail={(id) =>
        toOpened(
          query.data,
          (key) => key.id === id,
          { title: t.missing, hint: t.missingHint },
          (key) => <Detail key={key.id} apiKey={key} onGone={() => open(null, { replace: true })} />,
        )
      }
    >
      {search.new !== undefined && <MakeKey onClose={() => set({ new: '' }, { replace: true })} />}
    </ListPage>
  );
}
