/** Whose an address is: the files and lists that say so. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { assetsQuery } from '../../data/assets.ts';
import type { AssetSource, AssetSourceWritten } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { assetsTexts } from '../../texts/assets.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { AddAssets } from './add-assets.tsx';
import { AssetDetail } from './detail.tsx';

function useColumns(): Column<AssetSource>[] {
  const t = useTexts(assetsTexts);
  const formats: Readonly<Record<string, string>> = t.formats;
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(140px, 2fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'format',
      label: t.format,
      width: 'minmax(110px, 1fr)',
      card: 'line',
      cell: (row) => formats[row.format] ?? <HostileText text={row.format} />,
      sortBy: (row) => row.format,
    },
    {
      id: 'assets',
      label: t.entries,
      width: '96px',
      align: 'end',
      card: 'aside',
      cell: (row) => <Count value={row.assets} />,
      sortBy: (row) => row.assets,
    },
    {
      id: 'rejected',
      label: t.rejected,
      isRoomy: true,
      width: '110px',
      align: 'end',
      cell: (row) => <Count value={row.rejected} />,
      sortBy: (row) => row.rejected,
    },
    {
      id: 'updated',
      label: t.updated,
      width: 'minmax(100px, 0.7fr)',
      card: 'aside',
      cell: (row) => <RelativeTime at={row.updated_at} />,
      sortBy: (row) => row.updated_at,
    },
  ];
}

export default function Assets() {
  const t = useTexts(assetsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set, go } = useAddress();
  const query = useQuery(assetsQuery());
  const columns = useColumns();
  const [written, setWritten] = useState<AssetSourceWritten | null>(null);
  return (
    <ListPage
      name="assets"
      title={pages.assets}
      lead={t.lead}
      add={
        <Button look="primary" onPress={() => set({ new: '1' })}>
          <Plus size={15} aria-hidden />
          {t.add}
        </Button>
      }
      rows={query.data ?? []}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      pane={{ title: t.source }}
      detail={(id) => (
        <AssetDetail
          key={id}
          id={id}
          written={written?.id === id ? written : null}
          onGone={() => open(null, { replace: true })}
        />
      )}
    >
      {search.new !== undefined && (
        <AddAssets
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={(saved) => {
            setWritten(saved);
            go(`/asset-files/${encodeURIComponent(saved.id)}`);
          }}
        />
      )}
    </ListPage>
  );
}
