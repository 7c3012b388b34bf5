/** Asks which of several incidents remains, or which other one an incident is the same as. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { sameQuery } from '../../data/merging.ts';
import type { IncidentView } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

/** So many are offered; the others of a selection are merged all the same. */
const mostOffered = 12;

/** The worst remains, and of equally bad ones the first. */
const toBest = (incidents: readonly IncidentView[]): IncidentView[] =>
  [...incidents].sort(
    (a, b) =>
      b.risk_score - a.risk_score || (a.first_seen < b.first_seen ? -1 : a.first_seen > b.first_seen ? 1 : 0),
  );

function Candidates({
  label,
  incidents,
  chosen,
  onChoose,
}: {
  label: string;
  incidents: readonly IncidentView[];
  chosen: string | null;
  onChoose(id: string): void;
}) {
  return (
    <RadioGroup
      aria-label={label}
      value={chosen}
      onChange={onChoose}
      className="flex max-h-[45vh] flex-col gap-1.5 overflow-auto"
    >
      {incidents.map((one) => (
        <Radio
          key={one.incident_id}
          value={one.incident_id}
          className="flex cursor-pointer items-center gap-3 rounded-md border border-edge bg-raised px-3 py-2 text-sm data-focus-visible:outline-2 data-selected:border-accent data-selected:bg-accent-soft"
        >
          <RiskBadge risk={one.risk_score} />
          <span className="flex min-w-0 flex-1 flex-col">
            <HostileText prose text={one.title} limit={160} />
            <span className="flex gap-3 text-xs text-muted">
              <StateBadge state={one.status} />
              <RelativeTime at={one.last_seen} />
            </span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

export interface MergeDialogProps {
  /** One: it is asked which other it is the same as. */
  incidents: readonly [IncidentView, ...IncidentView[]];
  onClose(): void;
  onMerge(incidents: readonly string[], into: string): Promise<void>;
}

export function MergeDialog({ incidents, onClose, onMerge }: MergeDialogProps) {
  const t = useTexts(mergingTexts);
  const [first, ...others] = incidents;
  const best = toBest(incidents);
  const [chosen, setChosen] = useState<string | null>(
    others.length === 0 ? null : (best[0]?.incident_id ?? null),
  );
  const ids = incidents.map(({ incident_id }) => incident_id);
  return (
    <FormDialog
      title={others.length === 0 ? t.duplicateTitle : t.mergeTitle(incidents.length)}
      action={t.merge}
      isReady={chosen !== null}
      onClose={onClose}
      onSubmit={async () => {
        if (chosen === null) return;
        await onMerge(
          ids.filter((id) => id !== chosen),
          chosen,
        );
        onClose();
      }}
    >
      {() =>
        others.length === 0 ? (
          <Same incident={first} chosen={chosen} onChoose={setChosen} />
        ) : (
          <>
            <p className="text-sm text-muted">{t.leadMany}</p>
            <Candidates
              label={t.which}
              incidents={best.slice(0, mostOffered)}
              chosen={chosen}
              onChoose={setChosen}
            />
            {best.length > mostOffered && (
              <p className="text-xs text-muted">{t.andMore(best.length - mostOffered)}</p>
            )}
          </>
        )
      }
    </FormDialog>
  );
}

function Same({
  incident,
  chosen,
  onChoose,
}: {
  incident: IncidentView;
  chosen: string | null;
  onChoose(id: string): void;
}) {
  const t = useTexts(mergingTexts);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const { data, isPending, error, refetch } = useQuery(sameQuery(incident, asked));
  return (
    <>
      <div className="text-sm">
        <HostileText prose text={incident.title} limit={160} />
      </div>
      <p className="text-sm text-muted">{t.lead}</p>
      <div
        role="search"
        className="flex items-end gap-2"
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
          if (event.target.type !== 'text') return;
          // It searches; the dialog is sent by its button.
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <div className="min-w-0 flex-1">
          <TextInput label={t.find} placeholder={t.findHint} value={text} onChange={setText} autoFocus />
        </div>
        <Button onPress={() => setAsked(text.trim())}>{t.search}</Button>
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <div className="flex flex-col gap-2" aria-busy="true">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      ) : data.length === 0 ? (
        <p className="text-sm">{t.noneFound}</p>
      ) : (
        <Candidates label={t.sameAs} incidents={data} chosen={chosen} onChoose={onChoose} />
      )}
    </>
  );
}
