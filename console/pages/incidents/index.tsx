/** The inbox of incidents: read one beside the list, answer it, go on to the next; or many at once. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { bulkSize, type IncidentChange, incidentQuery, toHeld } from '../../data/incidents.ts';
import { meQuery } from '../../data/queries.ts';
import type { IncidentView } from '../../data/types.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { FilterBar } from '../../parts/filter-bar.tsx';
import { useNodeName } from '../../parts/list-filters.ts';
import { useLoaded } from '../../parts/loaded.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { usePageKeys } from '../../parts/page-keys.ts';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { SavedViews } from '../../parts/saved-views.tsx';
import { SplitPane } from '../../parts/split-pane.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { ActionBar, type Asked } from './action-bar.tsx';
import { type Also, useIncidentActions } from './actions.ts';
import type { Question } from './asking.tsx';
import { Bulk } from './bulk.tsx';
import { useBulkJobs } from './bulk-jobs.ts';
import { useColumns } from './columns.tsx';
import { useCopyMarkdown } from './copy-markdown.ts';
import { IncidentDetail } from './detail.tsx';
import { IncidentExport } from './export.tsx';
import { useFields } from './fields.ts';
import { isFiltered, matches, toView } from './filter.ts';
import { JobBar } from './job-bar.tsx';
import { useMatching } from './matching.ts';
import { useMerging } from './merging.ts';
import { Position } from './position.tsx';
import { useRows } from './rows.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { Views } from './views.tsx';

const loadDialogs = async () => {
  const [{ Asking }, { MergeDialog }] = await Promise.all([
    import('./asking.tsx'),
    import('./merge-dialog.tsx'),
  ]);
  return { Asking, MergeDialog };
};

/** One request takes so many. */
const canMerge = (count: number): boolean => count > 1 && count <= 100;
const nothing: ReadonlySet<string> = new Set();

export default function Incidents() {
  const t = useTexts(incidentsTexts);
  const mergeTexts = useTexts(mergingTexts);
  const { pages } = useTexts(shellTexts);
  const { search, id, open } = useAddress();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery());
  const email = me?.email ?? '';
  const nodeName = useNodeName();
  const list = useRows(email, nodeName);
  const columns = useColumns(nodeName, toView(search));
  const actions = useIncidentActions();
  const jobs = useBulkJobs(email, actions.remember);
  const merging = useMerging(actions.remember);
  const toClipboard = useCopyMarkdown(nodeName);
  const dialogs = useLoaded(loadDialogs);
  const activeId = useRef<string | null>(null);
  const [order, setOrder] = useState<readonly string[]>([]);
  const [selection, setSelection] = useState<ReadonlySet<string>>(nothing);
  const [dialog, setDialog] = useState<Question | null>(null);
  const [toMerge, setToMerge] = useState<readonly IncidentView[]>([]);
  const [toSleep, setToSleep] = useState<readonly IncidentView[]>([]);
  /** Whoever came by a link stays with that incident; whoever reads the list goes on to the next. */
  const readsList = useRef(false);

  const key = JSON.stringify(search);
  useEffect(() => {
    if (key) setSelection(nothing);
  }, [key]);

  const find = (one: string): IncidentView | undefined =>
    list.rows.find(({ incident_id }) => incident_id === one) ??
    matching.unloaded.get(one) ??
    client.getQueryData(incidentQuery(one).queryKey);
  const targets = (): IncidentView[] => {
    const current = id ?? activeId.current;
    const ids = selection.size > 0 ? [...selection] : current === null ? [] : [current];
    return ids.flatMap((one) => find(one) ?? []);
  };
  const at = id === null ? -1 : order.indexOf(id);
  const go = (to: string | undefined): void => {
    if (to === undefined) return;
    readsList.current = true;
    open(to, { replace: true });
  };

  function change(incidents: readonly IncidentView[], what: IncidentChange, also?: Also): void {
    if (incidents.length === 0) return;
    if (incidents.length > bulkSize) {
      void jobs.start(incidents, what).then((isStarted) => {
        if (isStarted) setSelection(nothing);
      });
      return;
    }
    const isOpenOne = id !== null && incidents.length === 1 && incidents[0]?.incident_id === id;
    const isAnswer = what.status === 'acknowledged' || what.status === 'resolved' || !!what.snooze;
    void actions.change(incidents, what, also);
    if (selection.size > 0) {
      // The selection stays for the next action, as far as it is still in sight.
      const stays = incidents.filter((one) => matches(list.wanted, { ...one, ...toHeld(one, what) }));
      setSelection(new Set(stays.map(({ incident_id }) => incident_id)));
    }
    if (!isOpenOne || !isAnswer || !readsList.current || at < 0) return;
    const next = order[at + 1] ?? order[at - 1];
    if (next === undefined) open(null);
    else go(next);
  }
  const ask = (what: Asked): void => {
    const current = id ?? activeId.current;
    if (current !== null) setDialog({ what, id: current });
  };
  const mine = (incidents: readonly IncidentView[]): void => change(incidents, { assignee: email });

  const markUnread = (): void => {
    const current = id ?? activeId.current;
    if (current !== null) void merging.markUnread(current, email);
  };
  const step = (by: 1 | -1): void => go(at < 0 ? order[0] : order[at + by]);
  usePageKeys([
    { key: 'a', label: t.keys.a, run: () => change(targets(), { status: 'acknowledged' }) },
    { key: 'r', label: t.keys.r, run: () => change(targets(), { status: 'resolved' }) },
    { key: 's', label: t.keys.s, run: () => ask('suppress') },
    { key: 'b', label: t.keys.b, run: () => ask('block') },
    { key: 'v', label: t.keys.v, run: () => ask('verdict') },
    { key: 'c', label: t.keys.c, run: () => ask('comment') },
    { key: 'm', label: t.keys.m, run: () => mine(targets()) },
    { key: 'z', label: t.keys.z, run: () => setToSleep(targets()) },
    {
      key: 'd',
      label: mergeTexts.key,
      run: () => (canMerge(selection.size) ? setToMerge(targets()) : ask('merge')),
    },
    { key: 'u', label: t.keys.u, run: actions.undo },
    { key: 'U', label: mergeTexts.keyUnread, run: markUnread },
    { key: 'J', label: t.keys.J, run: () => step(1) },
    { key: 'K', label: t.keys.K, run: () => step(-1) },
  ]);

  // The next one is there when it is asked for.
  const nextId = at < 0 ? undefined : order[at + 1];
  useEffect(() => {
    if (nextId !== undefined) void client.prefetchQuery(incidentQuery(nextId));
  }, [client, nextId]);

  const view = toView(search);
  const fields = useFields();
  const { data: opened } = useQuery({ ...incidentQuery(id ?? ''), enabled: id !== null });
  const count = list.rows.length;
  const matching = useMatching(list, selection, setSelection);

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {/* Where the open row stands alone, it gets the room. */}
      <div className={`flex flex-col gap-3 ${id === null ? '' : 'max-[999px]:sr-only'}`}>
        <PageHead title={pages.incidents}>
          <IncidentExport filter={list.filter} range={list.wanted} />
        </PageHead>
        <div className={id === null ? 'contents' : 'contents max-[999px]:hidden'}>
          <Views />
          <SavedViews page="incidents" />
          <FilterBar search={{ name: 'q', label: t.search }} fields={fields} standardSpan={null} />
        </div>
        <JobBar jobs={jobs} me={email} />
      </div>
      <SplitPane
        title={t.incident}
        onClose={() => open(null)}
        aside={<Position at={at} count={order.length} hasMore={list.hasMore} onStep={step} />}
        bar={
          // What was merged is answered by the one that remains.
          opened &&
          opened.merged_into === null && (
            <ActionBar
              incident={opened}
              me={email}
              onStatus={(status) => change([opened], { status })}
              onAssign={(assignee) => change([opened], { assignee })}
              onSnooze={() => setToSleep([opened])}
              onWake={() => change([opened], { snooze: null })}
              onAsk={(what) => setDialog({ what, id: opened.incident_id })}
              onCopy={() => void toClipboard(opened.incident_id)}
              onUnread={() => void merging.markUnread(opened.incident_id, email)}
            />
          )
        }
        detail={
          id === null ? null : (
            <IncidentDetail
              id={id}
              nodeName={nodeName}
              onComment={() => setDialog({ what: 'comment', id })}
              onSplit={(one, from) => void merging.split([one], from)}
            />
          )
        }
        list={
          <DataTable
            name="incidents"
            label={pages.incidents}
            rows={list.rows}
            idOf={(row) => row.incident_id}
            columns={columns}
            openId={id}
            // From one row to the next is no step of "back": back leads to the list.
            onOpen={(row) => {
              readsList.current = true;
              open(row, { replace: id !== null });
            }}
            onActive={(row) => {
              activeId.current = row;
            }}
            onOrder={setOrder}
            selection={selection}
            onSelect={setSelection}
            bulk={
              <Bulk
                matching={matching}
                loaded={list.hasMore || selection.size >= count ? null : count}
                onStatus={(status) => change(targets(), { status })}
                onAssign={() => mine(targets())}
                onSnooze={() => setToSleep(targets())}
                onMerge={canMerge(selection.size) ? () => setToMerge(targets()) : null}
                onSelectLoaded={() => setSelection(new Set(list.rows.map((row) => row.incident_id)))}
              />
            }
            isLoading={list.isLoading}
            error={list.error}
            onRetry={list.refetch}
            hasMore={list.hasMore}
            isLoadingMore={list.isLoadingMore}
            onMore={list.more}
            held={list.held}
            onShowHeld={list.refetch}
            empty={
              isFiltered(search) ? (
                <EmptyState title={t.emptyFiltered} hint={t.emptyFilteredHint} />
              ) : (
                <EmptyState title={t.empty[view]} hint={t.emptyHint[view]}>
                  <SampleOffer />
                </EmptyState>
              )
            }
          />
        }
      />
      {toSleep.length > 0 && (
        <SnoozeDialog
          incidents={toSleep}
          onClose={() => setToSleep([])}
          onSnooze={(snooze) => change(toSleep, { snooze })}
        />
      )}
      {dialogs && toMerge[0] && (
        <dialogs.MergeDialog
          incidents={[toMerge[0], ...toMerge.slice(1)]}
          onClose={() => setToMerge([])}
          onMerge={async (incidents, into) => {
            await merging.merge(incidents, into);
            setSelection(nothing);
          }}
        />
      )}
      {dialogs && dialog !== null && (
        <dialogs.Asking
          dialog={dialog}
          nodeName={nodeName}
          onClose={() => setDialog(null)}
          onAsk={setDialog}
          onChange={(incident, what, also) => change([incident], what, also)}
          remember={actions.remember}
          merging={merging}
        />
      )}
    </div>
  );
}
