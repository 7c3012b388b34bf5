/** One known scanner: what it may do, when and where, and how often it was kept quiet. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { changeScanner, deleteScanner } from '../../data/known-scanners.ts';
import { useOptimistic } from '../../data/optimistic.ts';
import { nodesQuery } from '../../data/queries.ts';
import type { KnownScanner } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button, buttonClass } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Count, ExactTime, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { knownScannersTexts } from '../../texts/known-scanners.ts';
import { useTexts } from '../../texts/texts.ts';
import { useHoursLine } from './hours.ts';

const Lines = ({ lines, all }: { lines: readonly string[]; all: string }) =>
  lines.length === 0 ? (
    <span className="text-muted">{all}</span>
  ) : (
    <ul className="flex flex-col gap-0.5">
      {lines.map((line) => (
        <li key={line} className="min-w-0">
          <HostileText text={line} limit={120} />
        </li>
      ))}
    </ul>
  );

export function ScannerDetail({
  scanner,
  onEdit,
  onGone,
}: {
  scanner: KnownScanner;
  onEdit(): void;
  onGone(): void;
}) {
  const t = useTexts(knownScannersTexts);
  const client = useQueryClient();
  const hoursLine = useHoursLine();
  const { data: nodes } = useQuery(nodesQuery());
  const [isAsked, setAsked] = useState(false);
  const { id } = scanner;
  const name = clip(toVisible(scanner.name), 60);
  const fail = (error: unknown): void =>
    notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
  const toggle = useOptimistic<boolean>({
    keys: [['known-scanners']],
    send: (enabled) => changeScanner(id, { enabled }),
    change: (list, enabled) =>
      (list as KnownScanner[]).map((one) => (one.id === id ? { ...one, enabled } : one)),
    onDone: (enabled) =>
      notify(enabled ? t.switchedOn(name) : t.switchedOff(name), { undo: () => toggle.mutate(!enabled) }),
    onError: fail,
  });
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={scanner.name} />
        </span>
        <StateBadge state={scanner.enabled ? 'enabled' : 'disabled'} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onPress={() => toggle.mutate(!scanner.enabled)}>
          <Power size={14} aria-hidden />
          {scanner.enabled ? t.off : t.on}
        </Button>
        <Button onPress={onEdit}>
          <Pencil size={14} aria-hidden />
          {t.edit}
        </Button>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <FactList
        facts={[
          scanner.owner !== '' && { name: t.owner, value: <HostileText prose text={scanner.owner} /> },
          { name: t.networks, value: <Lines lines={scanner.networks} all={t.all} /> },
          { name: t.may, value: scanner.may.map((one) => t.permissions[one]).join(', ') },
          { name: t.services, value: <Lines lines={scanner.services} all={t.all} /> },
          {
            name: t.nodes,
            value: (
              <Lines
                lines={scanner.nodes.map(
                  (node) => nodes?.find(({ node_id }) => node_id === node)?.name ?? node,
                )}
                all={t.all}
              />
            ),
          },
          { name: t.hours, value: scanner.hours === null ? t.always : hoursLine(scanner.hours) },
          { name: t.hits, value: <Count value={scanner.hits} /> },
          { name: t.lastHit, value: <RelativeTime at={scanner.last_hit_at} /> },
          { name: t.by, value: <HostileText prose text={scanner.created_by} /> },
          { name: t.created, value: <ExactTime at={scanner.created_at} /> },
        ]}
      />
      {scanner.hits > 0 && (
        <Link to="/events" search={{ q: `suppressed:${id}` }} className={buttonClass('plain', 'self-start')}>
          {t.quiet}
        </Link>
      )}
      <p className="text-xs text-muted">{t.mayHint}</p>
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await deleteScanner(id);
            notify(t.removed(name));
            onGone();
            await client.invalidateQueries({ queryKey: ['known-scanners'] });
          } catch (error) {
            fail(error);
          }
        }}
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  );
}
