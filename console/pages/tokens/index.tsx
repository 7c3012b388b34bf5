/** Tokens: planted links, how often each was opened, and what can be done with them. */

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { tokensQuery } from '../../data/queries.ts';
import type { PlantedToken } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { useTexts } from '../../texts/texts.ts';
import { tokensTexts } from '../../texts/tokens.ts';
import { TokenDetail } from './detail.tsx';
import { TokenForm } from './form.tsx';
import { TokenState } from './state.tsx';

function useColumns(): Column<PlantedToken>[] {
  const t = useTexts(tokensTexts);
  return useMemo(
    () => [
      {
        id: 'note',
        label: t.note,
        width: 'minmax(120px, 2fr)',
        card: 'title',
        cell: ({ note }) =>
          note ? <HostileText prose text={note} /> : <span className="text-muted">{t.noNote}</span>,
        sortBy: ({ note }) => note,
      },
      {
        id: 'state',
        label: t.state,
        width: '110px',
        card: 'aside',
        cell: (token) => <TokenState token={token} />,
        sortBy: ({ enabled, expired }) => `${enabled}${expired}`,
      },
      {
        id: 'hits',
        label: t.hits,
        width: '72px',
        align: 'end',
        card: 'line',
        cell: ({ hits }) => <Count value={hits} />,
        sortBy: ({ hits }) => hits,
      },
      {
        id: 'last',
        label: t.lastHit,
        width: '110px',
        card: 'line',
        cell: ({ last_hit_at }) => <RelativeTime at={last_hit_at} />,
        sortBy: ({ last_hit_at }) => last_hit_at ?? '',
      },
      {
        id: 'owner',
        label: t.owner,
        width: 'minmax(80px, 1fr)',
        isRoomy: true,
        cell: ({ owner }) => owner && <HostileText prose text={owner} />,
        sortBy: ({ owner }) => owner,
      },
      {
        id: 'answer',
        label: t.answer,
        width: '110px',
        isRoomy: true,
        cell: ({ answer }) => t.answers[answer],
        sortBy: ({ answer }) => answer,
      },
      {
        id: 'created',
        label: t.created,
        width: '110px',
        isRoomy: true,
        cell: ({ created_at }) => <RelativeTime at={created_at} />,
        sortBy: ({ created_at }) => created_at,
      },
    ],
    [t],
  );
}

export default function Tokens() {
  const t = useTexts(tokensTexts);
  const { open } = useAddress();
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(tokensQuery());
  const columns = useColumns();
  // The newest first: what somebody has just made is on top.
  const rows = useMemo(() => query.data?.tokens.toReversed() ?? [], [query.data]);
  const add = (
    <Button look="primary" onPress={() => setAdding(true)}>
      <Plus size={16} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="tokens"
      title={t.title}
      lead={t.lead}
      add={add}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      pane={{ title: t.token }}
      detail={(id) =>
        toOpened(
          query.data?.tokens,
          (token) => token.id === id,
          { title: t.gone, hint: t.goneHint },
          (token) => (
            <TokenDetail key={token.id} token={token} onDeleted={() => open(null, { replace: true })} />
          ),
        )
      }
    >
      {isAdding && (
        <TokenForm
          onClose={() => setAdding(false)}
          onSaved={(made) => {
            setAdding(false);
            open(made.id);
          }}
        />
      )}
    </ListPage>
  );
}
