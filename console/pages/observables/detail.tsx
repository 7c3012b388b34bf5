/** One value: how often and since when, who used it, and what it occurs together with. */

import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { observableQuery, revealObservable } from '../../data/observables.ts';
import type { ObservableDetail as View } from '../../data/types.ts';
import { toWords } from '../../data/types.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Section } from '../../parts/section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { Count, ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { observablesTexts } from '../../texts/observables.ts';
import { useTexts } from '../../texts/texts.ts';

/** The value; a masked one is shown on demand, which the audit log notes. */
function Shown({
  observable,
  plain,
  onReveal,
}: {
  observable: View;
  plain: string | null;
  onReveal(): void;
}) {
  const t = useTexts(observablesTexts);
  const isMasked = observable.masked && plain === null;
  return (
    <div className="flex flex-col gap-2">
      <HostileText block sent text={plain ?? observable.value} />
      <span className="text-sm text-muted">{t.kinds[observable.kind]}</span>
      {isMasked && (
        <div className="flex flex-wrap items-center gap-3">
          <Button onPress={onReveal}>
            <Eye size={15} aria-hidden />
            {t.reveal}
          </Button>
          <span className="min-w-0 flex-1 basis-48 text-xs text-muted">{t.revealHint}</span>
        </div>
      )}
      {observable.masked && plain !== null && <span className="text-xs text-warn">{t.revealed}</span>}
    </div>
  );
}

function Together({ observable }: { observable: View }) {
  const t = useTexts(observablesTexts);
  if (observable.together.length === 0) return <p className="text-sm text-muted">{t.togetherNone}</p>;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {observable.together.map(({ kind, items }) => (
        <section key={kind} aria-label={t.kinds[kind]} className="flex min-w-0 flex-col gap-1">
          <h4 className="text-xs text-muted">{t.kinds[kind]}</h4>
          <ul className="flex flex-col">
            {items.map(({ id, value, events }) => (
              <li key={id}>
                <Link
                  to={`/observables/${encodeURIComponent(id)}`}
                  search={{ kind }}
                  className="flex items-center gap-3 py-1 text-sm text-ink hover:bg-sunk"
                >
                  <span className="min-w-0 flex-1">
                    <HostileText sent text={value} limit={120} />
                  </span>
                  <span className="text-xs text-muted">
                    <Count value={events} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function ObservableDetail({ id }: { id: string }) {
  const t = useTexts(observablesTexts);
  const query = useQuery(observableQuery(id));
  // Kept here alone: whoever comes back to it asks again, and is noted again.
  const [plain, setPlain] = useState<string | null>(null);
  const observable = query.data;
  if (query.error instanceof ApiError && query.error.code === 'not_found')
    return <EmptyState title={t.missing} hint={t.missingHint} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (observable === undefined)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-10" />
        <Skeleton className="h-32" />
      </div>
    );
  const reveal = (): void => {
    revealObservable(id).then(
      ({ value }) => setPlain(value),
      (error: unknown) =>
        notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' }),
    );
  };
  // A search for a masked value would find nothing.
  const known = observable.masked ? plain : observable.value;
  return (
    <article className="flex flex-col gap-6">
      <Shown observable={observable} plain={plain} onReveal={reveal} />
      <FactList
        facts={[
          { name: t.columns.events, value: <Count value={observable.events} /> },
          { name: t.columns.sources, value: <Count value={observable.sources} /> },
          { name: t.columns.sessions, value: <Count value={observable.sessions} /> },
          { name: t.nodes, value: <Count value={observable.nodes} /> },
          { name: t.columns.first, value: <ExactTime at={observable.first_seen} /> },
          { name: t.columns.last, value: <ExactTime at={observable.last_seen} /> },
        ]}
      />
      <div className="flex flex-wrap gap-3">
        {known !== null && (
          <Link to="/events" search={{ q: toWords(known) }} className={buttonClass('primary')}>
            {t.findEvents}
          </Link>
        )}
        {observable.kind === 'address' && (
          <Link to={`/attackers/${encodeURIComponent(observable.value)}`} className={buttonClass('plain')}>
            {t.attacker}
          </Link>
        )}
      </div>
      <Section title={t.together}>
        <p className="text-xs text-muted">{t.lookedAt(observable.looked_at)}</p>
        <Together observable={observable} />
      </Section>
      <Section title={t.recent}>
        <ul className="flex flex-col gap-1 text-sm">
          {observable.recent.map((event) => (
            <li key={event}>
              <Link to={`/events/${encodeURIComponent(event)}`}>
                <code className="font-mono text-xs">{event}</code>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </article>
  );
}
