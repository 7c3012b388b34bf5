/** What raises no alert, how often, and until when. */

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { useRefreshOn } from '../../data/refresh.ts';
import { suppressionsQuery } from '../../data/suppressions.ts';
import type { Suppression } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import type { FilterField } from '../../parts/filter-bar.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, RelativeTime, Until } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { shellTexts } from '../../texts/shell.ts';
import { suppressionsTexts } from '../../texts/suppressions.ts';
import { useTexts } from '../../texts/texts.ts';
import { suppressionState, suppressionStates } from './condition.ts';
import { SuppressionDetail } from './detail.tsx';
import { RuleForm } from './rule-form.tsx';
import { useConditionParts } from './words.tsx';

function useColumns(): Column<Suppression>[] {
  const texts = useTexts(suppressionsTexts);
  const partsOf = useConditionParts();
  const t = texts.columns;
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(140px, 1.6fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'condition',
      label: t.condition,
      isRoomy: true,
      width: 'minmax(120px, 2fr)',
      card: 'line',
      cell: (row) => (
        <HostileText
          text={partsOf(row.condition)
            .map(({ name, values }) => `${name}: ${values.join(', ')}`)
            .join(' · ')}
        />
      ),
    },
    {
      id: 'state',
      label: t.state,
      width: 'minmax(100px, 0.7fr)',
      card: 'aside',
      cell: (row) => <StateBadge state={suppressionState(row)} />,
      sortBy: (row) => suppressionState(row),
    },
    {
      id: 'hits',
      label: t.hits,
      align: 'end',
      width: '72px',
      cell: (row) => <Count value={row.hits} />,
      sortBy: (row) => row.hits,
    },
    {
      id: 'lastHit',
      label: t.lastHit,
      isRoomy: true,
      width: 'minmax(92px, 0.7fr)',
      cell: (row) => <RelativeTime at={row.last_hit_at} />,
      sortBy: (row) => row.last_hit_at ?? '',
    },
    {
      id: 'expires',
      label: t.expires,
      width: 'minmax(92px, 0.7fr)',
      card: 'aside',
      cell: (row) =>
        row.expires_at === null ? (
          <span className="text-muted">{texts.noEnd}</span>
        ) : (
          <Until at={row.expires_at} />
        ),
      sortBy: (row) => row.expires_at ?? '9',
    },
  ];
}

export default function Suppressions() {
  const t = useTexts(suppressionsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, id, open, set, go } = useAddress();
  const query = useQuery(suppressionsQuery());
  useRefreshOn(({ suppressed_by }) => suppressed_by !== null, query.refetch, 5000);
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (rule) =>
        `${rule.name}\n${rule.note}\n${JSON.stringify(rule.condition)}`.toLowerCase().includes(words) &&
        (!search.state || suppressionState(rule) === search.state),
    );
  }, [all, search]);
  const fields: FilterField[] = [
    {
      name: 'state',
      label: t.filters.state,
      options: suppressionStates.map((value) => ({ value, label: t.states[value] })),
    },
  ];
  const opened = all?.find((rule) => rule.id === id);
  const add = (
    <Button look="primary" onPress={() => set({ new: '1' })}>
      <Plus size={15} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="suppressions"
      title={pages.suppressions}
      lead={t.lead}
      add={add}
      search={{ name: 'q', label: t.search }}
      fields={fields}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{ title: t.empty, hint: t.emptyHint }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.rule }}
      detail={(id) =>
        toOpened(
          all,
          (rule) => rule.id === id,
          { title: t.missing, hint: t.missingHint },
          (rule) => (
            <SuppressionDetail
              key={rule.id}
              rule={rule}
              onEdit={() => set({ edit: '1' })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && (
        <RuleForm
          onClose={() => set({ new: '' }, { replace: true })}
          onSaved={(rule) => {
            notify(t.created_(rule.name));
            go(`/suppressions/${encodeURIComponent(rule.id)}`);
          }}
        />
      )}
      {search.edit !== undefined && opened !== undefined && (
        <RuleForm
          key={opened.id}
          rule={opened}
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(rule) => {
            notify(t.saved(rule.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
