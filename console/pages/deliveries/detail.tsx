/** One message: what was told, to whom, and what came back. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { deliveryQuery, noticeOf, resendDelivery } from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { deliveryState } from '../../parts/delivery-state.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Section } from '../../parts/section.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Count, ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { deliveriesTexts } from '../../texts/deliveries.ts';
import { useTexts } from '../../texts/texts.ts';
import { useOccasion } from './state.ts';

export function DeliveryDetail({ id, channelName }: { id: string; channelName(id: string): string | null }) {
  const t = useTexts(deliveriesTexts);
  const occasion = useOccasion();
  const client = useQueryClient();
  const query = useQuery(deliveryQuery(id));
  const [isBusy, setBusy] = useState(false);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-6 w-2/3" />
        <Skeleton className="h-32" />
      </div>
    );
  const delivery = query.data;
  const notice = noticeOf(delivery);
  const channel = channelName(delivery.channel_id);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <StateBadge state={deliveryState(delivery)} />
        <span className="flex-1" />
        <Button
          isPending={isBusy}
          onPress={async () => {
            setBusy(true);
            try {
              const sent = await resendDelivery(id);
              client.setQueryData(deliveryQuery(id).queryKey, sent);
              notify(t.queued);
            } catch (error) {
              notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
            } finally {
              setBusy(false);
            }
          }}
        >
          <RotateCw size={14} aria-hidden />
          {t.again}
        </Button>
      </div>
      <FactList
        facts={[
          { name: t.occasion, value: occasion(delivery.occasion) },
          {
            name: t.channel,
            value:
              channel === null ? (
                <span className="text-muted">{t.channelGone}</span>
              ) : (
                <Link to={`/channels/${encodeURIComponent(delivery.channel_id)}`}>
                  <HostileText prose text={channel} />
                </Link>
              ),
          },
          delivery.incident_id !== null && {
            name: t.incident,
            value: (
              <Link to={`/incidents/${encodeURIComponent(delivery.incident_id)}`}>{t.openIncident}</Link>
            ),
          },
          { name: t.created, value: <ExactTime at={delivery.created_at} /> },
          { name: t.attempts, value: <Count value={delivery.attempts} /> },
          delivery.last_attempt_at !== null && {
            name: t.last,
            value: <ExactTime at={delivery.last_attempt_at} />,
          },
          delivery.next_attempt_at !== null && {
            name: t.next,
            value: <ExactTime at={delivery.next_attempt_at} />,
          },
          delivery.last_status !== null && {
            name: t.status,
            value: <span className="num">{delivery.last_status}</span>,
          },
          { name: t.id, value: <code className="font-mono text-xs">{delivery.delivery_id}</code> },
        ]}
      />
      {delivery.last_error !== null && (
        <Section title={t.error}>
          <HostileText prose text={delivery.last_error} />
        </Section>
      )}
      <Section title={t.answer}>
        {delivery.last_answer ? (
          <HostileText block text={delivery.last_answer} />
        ) : (
          <p className="text-sm text-muted">{t.noAnswer}</p>
        )}
      </Section>
      <Section title={t.content}>
        <div className="flex items-start gap-3">
          <RiskBadge risk={notice.risk_score ?? null} />
          <span className="min-w-0 flex-1 text-sm font-medium">
            <HostileText prose text={notice.title ?? ''} />
          </span>
        </div>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {(notice.reasons ?? []).map((reason) => (
            <li key={reason}>
              <HostileText prose text={reason} />
            </li>
          ))}
        </ul>
        {notice.payload ? <HostileText block sent text={notice.payload} /> : null}
        {notice.advice ? (
          <p className="text-sm">
            <span className="text-muted">{t.advice}: </span>
            {notice.advice}
          </p>
        ) : null}
      </Section>
    </div>
  );
}
