/** Mappings: how records of a sensor of one's own become events, tried out on records before they hold. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useAddress } from '../../data/address.ts';
import { mappingsQuery } from '../../data/mappings.ts';
import { ingestProblemsQuery } from '../../data/nodes.ts';
import type { MappedCondition, Mapping } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import type { Column } from '../../parts/column.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ListPage, toOpened } from '../../parts/list-page.tsx';
import { Count, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { mappingsTexts } from '../../texts/mappings.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { conditionText } from './condition-text.ts';
import { MappingDetail } from './detail.tsx';
import { emptyDraft, toDraft } from './draft.ts';
import { exampleMapping, exampleSample } from './example.ts';
import { MappingForm, type MappingFormProps } from './mapping-form.tsx';
import { parseRecord, suggestMapping } from './suggestion.ts';

const states = ['enabled', 'disabled'] as const;
const stateOf = ({ enabled }: Mapping): (typeof states)[number] => (enabled ? 'enabled' : 'disabled');
const aboutOf = ({ when }: Mapping): string => conditionText(when as MappedCondition);

function useColumns(): Column<Mapping>[] {
  const { columns: t } = useTexts(mappingsTexts);
  return [
    {
      id: 'name',
      label: t.name,
      width: 'minmax(130px, 1.2fr)',
      card: 'title',
      cell: (row) => <HostileText prose text={row.name} limit={100} />,
      sortBy: (row) => row.name.toLowerCase(),
    },
    {
      id: 'about',
      label: t.about,
      width: 'minmax(140px, 2fr)',
      card: 'line',
      cell: (row) => <HostileText text={aboutOf(row)} limit={120} />,
      sortBy: aboutOf,
    },
    {
      id: 'events',
      label: t.events,
      isRoomy: true,
      width: '92px',
      align: 'end',
      cell: (row) => <Count value={row.events.length} />,
      sortBy: (row) => row.events.length,
    },
    {
      id: 'changed',
      label: t.changed,
      isRoomy: true,
      width: 'minmax(92px, 0.7fr)',
      cell: (row) => <RelativeTime at={row.updated_at} />,
      sortBy: (row) => row.updated_at,
    },
    {
      id: 'state',
      label: t.state,
      width: '84px',
      card: 'aside',
      cell: (row) => <StateBadge state={stateOf(row)} />,
      sortBy: stateOf,
    },
  ];
}

/** `?new=1`, `?new=example`, and `?new=1&from=<ingest problem>`: from what was kept of its latest record. */
function NewMapping(props: Pick<MappingFormProps, 'onClose' | 'onSaved'>) {
  const { search } = useAddress();
  const from = search.from ?? '';
  const { data: problems, isError } = useQuery({ ...ingestProblemsQuery(), enabled: from !== '' });
  if (search.new === 'example')
    return <MappingForm {...props} start={toDraft(exampleMapping)} sample={exampleSample} />;
  if (from === '' || isError) return <MappingForm {...props} start={emptyDraft()} sample="" />;
  if (problems === undefined) return null;
  const sample = problems.find(({ id }) => id === from)?.sample ?? '';
  return (
    <MappingForm
      {...props}
      start={suggestMapping(sample) ?? emptyDraft()}
      sample={sample}
      isCut={sample !== '' && parseRecord(sample) === null}
    />
  );
}

export default function Mappings() {
  const t = useTexts(mappingsTexts);
  const { pages } = useTexts(shellTexts);
  const { search, open, set, go } = useAddress();
  const query = useQuery(mappingsQuery());
  const columns = useColumns();
  const all = query.data;
  const rows = useMemo(() => {
    const words = search.q?.toLowerCase() ?? '';
    return (all ?? []).filter(
      (mapping) =>
        `${mapping.name}\n${aboutOf(mapping)}`.toLowerCase().includes(words) &&
        (!search.state || stateOf(mapping) === search.state),
    );
  }, [all, search]);
  const edited = all?.find(({ id }) => id === search.edit);
  const add = (
    <Button look="primary" onPress={() => set({ new: '1' })}>
      <Plus size={15} aria-hidden />
      {t.add}
    </Button>
  );
  return (
    <ListPage
      name="mappings"
      title={pages.mappings}
      lead={t.lead}
      add={add}
      search={{ name: 'q', label: t.search }}
      fields={[
        {
          name: 'state',
          label: t.filters.state,
          options: states.map((value) => ({ value, label: t.states[value] })),
        },
      ]}
      rows={rows}
      idOf={(row) => row.id}
      columns={columns}
      query={query}
      empty={{
        title: t.empty,
        hint: t.emptyHint,
        action: (
          <div className="flex flex-wrap justify-center gap-2">
            {add}
            <Button onPress={() => set({ new: 'example' })}>{t.example}</Button>
          </div>
        ),
      }}
      emptyFiltered={{ title: t.emptyFiltered, hint: t.emptyFilteredHint }}
      pane={{ title: t.mapping }}
      detail={(id) =>
        toOpened(
          all,
          (mapping) => mapping.id === id,
          { title: t.missing, hint: t.missingHint },
          (mapping) => (
            <MappingDetail
              key={mapping.id}
              mapping={mapping}
              onEdit={() => set({ edit: mapping.id })}
              onGone={() => open(null, { replace: true })}
            />
          ),
        )
      }
    >
      {search.new !== undefined && (
        <NewMapping
          onClose={() => set({ new: '', from: '' }, { replace: true })}
          onSaved={(mapping) => {
            notify(t.made(mapping.name));
            go(`/mappings/${encodeURIComponent(mapping.id)}`);
          }}
        />
      )}
      {edited !== undefined && (
        <MappingForm
          key={edited.id}
          mapping={edited}
          start={toDraft(edited)}
          sample=""
          onClose={() => set({ edit: '' }, { replace: true })}
          onSaved={(mapping) => {
            notify(t.saved(mapping.name));
            set({ edit: '' }, { replace: true });
          }}
        />
      )}
    </ListPage>
  );
}
