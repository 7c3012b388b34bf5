/** All parts in all states, at /console/design in development builds (`npm run dev:console`). */
import { useState } from 'react';
import { ApiError } from '../data/client.ts';
import { RiskBadge, StateBadge, type StateName } from '../parts/badges.tsx';
import { Button, type ButtonLook } from '../parts/button.tsx';
import type { Column } from '../parts/column.ts';
import { CopyBox } from '../parts/copy.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { ConfirmDialog, Dialog } from '../parts/dialog.tsx';
import { Checkbox, Choice, TextInput } from '../parts/fields.tsx';
import { BarList, Kpi, ProgressStrip } from '../parts/figures.tsx';
import { HostileText } from '../parts/hostile-text.tsx';
import { PageHead, Panel } from '../parts/page-head.tsx';
import { EmptyState, Skeleton } from '../parts/states.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { ExactTime, RelativeTime } from '../parts/time.tsx';
import { TimeSeries } from '../parts/time-series.tsx';
import { Timeline } from '../parts/timeline.tsx';
import { notify } from '../parts/toast.tsx';
import { Value } from '../parts/value.tsx';
import { WorldMap } from '../parts/world-map.tsx';
import { MovingParts } from './moving-parts.tsx';

interface Row {
  id: string;
  risk: number;
}
const rows: Row[] = Array.from({ length: 1000 }, (_, at) => ({ id: `row-${at}`, risk: at % 11 }));
const columns: Column<Row>[] = [
  { id: 'id', label: 'Id', width: '1fr', card: 'title', cell: ({ id }) => id, sortBy: ({ id }) => id },
  {
    id: 'risk',
    label: 'Risk',
    width: '90px',
    card: 'aside',
    cell: ({ risk }) => <RiskBadge risk={risk} />,
    sortBy: ({ risk }) => risk,
  },
];
const hostile =
  'GET /\u202Egpj.exe\u200B<img src=x onerror=alert(1)>\u0000\u001B[31m \uD800 =cmd|calc\r\nHost: a';
const states: StateName[] = [
  'open',
  'acknowledged',
  'investigating',
  'resolved',
  'active',
  'inactive',
  'silent',
  'delivered',
  'failed',
  'pending',
];
const looks: ButtonLook[] = ['primary', 'plain', 'quiet', 'danger'];
const at = new Date(Date.now() - 240_000).toISOString();
const times = Array.from({ length: 48 }, (_, index) => Date.now() - (48 - index) * 1_800_000);
const series = ['BruteForce', 'Recon', 'SqlInjection'].map((label, turn) => ({
  label,
  values: times.map((_, index) => Math.round(4 + 4 * Math.sin(index / 5 + turn))),
}));

const Table = ({ name, ...more }: { name: string } & Partial<Parameters<typeof DataTable<Row>>[0]>) => (
  <div className="flex h-80">
    <DataTable
      name={name}
      label={name}
      rows={[]}
      idOf={({ id }) => id}
      columns={columns}
      empty={<EmptyState title="Nothing here yet" hint="Why it is empty, and what fills it." />}
      {...more}
    />
  </div>
);

export default function Design() {
  const [dialog, setDialog] = useState<'dialog' | 'drawer' | 'confirm' | null>(null);
  const [text, setText] = useState('');
  const [choice, setChoice] = useState('a');
  const [isOn, setOn] = useState(true);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set(['row-2']));
  const close = (): void => setDialog(null);
  return (
    <div className="flex flex-col gap-4">
      <PageHead title="All parts" lead="In all states; switch theme and density in the account menu." />
      <Panel title="Badges and times">
        <div className="flex flex-wrap gap-3 p-4">
          {[null, 0, 2, 5, 7, 9, 10].map((risk) => (
            <RiskBadge key={String(risk)} risk={risk} />
          ))}
          {states.map((state) => (
            <StateBadge key={state} state={state} />
          ))}
          <RelativeTime at={at} />
          <ExactTime at={at} />
        </div>
      </Panel>
      <Panel title="Buttons, dialogs, notices">
        <div className="flex flex-wrap gap-3 p-4">
          {looks.map((look) => (
            <Button key={look} look={look}>
              {look}
            </Button>
          ))}
          <Button isDisabled>disabled</Button>
          <Button onPress={() => setDialog('dialog')}>Dialog</Button>
          <Button onPress={() => setDialog('drawer')}>Drawer</Button>
          <Button onPress={() => setDialog('confirm')}>Confirm</Button>
          <Button onPress={() => notify('3 incidents resolved', { undo: () => notify('Taken back') })}>
            Notice
          </Button>
          <Button onPress={() => notify('The server refused it', { tone: 'failed' })}>Failure</Button>
        </div>
      </Panel>
      <Panel title="Fields">
        <div className="grid gap-4 p-4 sm:grid-cols-3">
          <TextInput label="Name" hint="Shown in messages" value={text} onChange={setText} />
          <TextInput label="With an error" error="is required" value="" onChange={setText} />
          <Choice
            label="Choice"
            value={choice}
            onChange={setChoice}
            options={[
              { value: 'a', label: 'One' },
              { value: 'b', label: 'Two' },
            ]}
          />
          <Checkbox isSelected={isOn} onChange={setOn}>
            A box
          </Checkbox>
          <CopyBox label="Node key" text="nk_2f0c…example" isSecret />
        </div>
      </Panel>
      <Panel title="Attacker's bytes">
        <div className="flex flex-col gap-3 p-4">
          <HostileText text={hostile} />
          <HostileText block text={hostile} marks={['onerror=alert(1)']} />
          <HostileText block text={'A'.repeat(5000)} />
          <HostileText text="" />
          <Value value={hostile} filter="q" />
        </div>
      </Panel>
      <Panel title="Figures">
        <div className="grid gap-4 p-4 md:grid-cols-2">
          <TimeSeries label="Events" times={times} series={series} />
          <WorldMap
            label="Where from"
            counts={{ '276': 40, '840': 900, '156': 4000, '643': 300, '076': 12 }}
          />
          <BarList
            label="Sources"
            bars={[
              { value: '203.0.113.9', count: 120 },
              { value: hostile, count: 30 },
            ]}
          />
          <div>
            <Kpi label="Events" value={12345} to={{ to: '/events' }} />
            <Kpi label="Not known yet" value={null} />
            <ProgressStrip beats={[1, 2, 0, 3, null, null, 4, 9, 3, 2, 2, 1, 0, 0, 4]} />
          </div>
        </div>
      </Panel>
      <Panel title="Timeline and tabs">
        <div className="grid gap-6 p-4 md:grid-cols-2">
          <Timeline
            label="Timeline"
            entries={[
              {
                id: '1',
                at,
                side: 'theirs',
                title: '212 failed logins on ssh',
                detail: <HostileText text="root:toor" />,
              },
              { id: '2', at, side: 'ours', title: 'ada@example.org acknowledged it' },
            ]}
          />
          <Tabs
            label="Tabs"
            tabs={[
              { id: 'a', label: 'One', content: 'First' },
              { id: 'b', label: 'Two', content: 'Second' },
            ]}
          />
        </div>
      </Panel>
      <div className="grid gap-4 lg:grid-cols-2">
        <Table name="full" rows={rows} selection={selection} onSelect={setSelection} held={12} />
        <Table name="loading" isLoading />
        <Table name="empty" />
        <Table name="failed" error={new ApiError('offline', '')} onRetry={close} />
      </div>
      <MovingParts hostile={hostile} />
      <Panel title="Skeleton">
        <div className="p-4">
          <Skeleton className="h-8 w-64" />
        </div>
      </Panel>
      <Dialog
        title="A dialog"
        isOpen={dialog === 'dialog' || dialog === 'drawer'}
        shape={dialog === 'drawer' ? 'drawer' : 'dialog'}
        onClose={close}
      >
        <p className="text-sm">Escape closes it; focus goes back to where it came from.</p>
      </Dialog>
      <ConfirmDialog
        title="Delete the node?"
        action="Delete"
        isDangerous
        isOpen={dialog === 'confirm'}
        onClose={close}
        onConfirm={close}
      >
        Its events stay. Its key stops working at once.
      </ConfirmDialog>
    </div>
  );
}
