/** One channel: what it sends, a test with its answer, and what it sent last. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CheckCircle2, Pencil, Power, Send, Trash2, XCircle } from 'lucide-react';
import { useState } from 'react';
import {
  type ChannelKind,
  changeChannel,
  deleteChannel,
  latestDeliveriesQuery,
  maskedSecret,
  noticeOf,
  testChannel,
} from '../../data/channels.ts';
import { ApiError } from '../../data/client.ts';
import type { Channel, ChannelTested } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { CopyBox } from '../../parts/copy.tsx';
import { deliveryState } from '../../parts/delivery-state.ts';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { useQuietLine } from '../../parts/quiet-hours.tsx';
import { Section } from '../../parts/section.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { useServerText } from '../../texts/channel-fields.ts';
import { channelsTexts } from '../../texts/channels.ts';
import { messagesTexts } from '../../texts/messages.ts';
import { useTexts } from '../../texts/texts.ts';
import { channelState, useFilterWords } from './state.ts';

function Tested({ result }: { result: ChannelTested }) {
  const t = useTexts(channelsTexts);
  const Icon = result.ok ? CheckCircle2 : XCircle;
  return (
    <div
      role="status"
      className={`rise flex flex-col gap-2 rounded-md border px-4 py-3 text-sm ${result.ok ? 'border-good' : 'border-bad'}`}
    >
      <p className="flex items-center gap-2 font-medium">
        <Icon size={18} aria-hidden className={result.ok ? 'text-good' : 'text-bad'} />
        {result.ok ? t.testOk : t.testFailed}
        {result.status !== null && (
          <span className="num font-normal text-muted">{t.testStatus(result.status)}</span>
        )}
      </p>
      {result.error !== null && <HostileText prose text={result.error} />}
      {result.answer !== null && result.answer !== '' && (
        <>
          <span className="text-xs text-muted">{t.testAnswer}</span>
          <HostileText block text={result.answer} limit={400} />
        </>
      )}
    </div>
  );
}

function Latest({ id }: { id: string }) {
  const t = useTexts(channelsTexts);
  const { data } = useQuery(latestDeliveriesQuery(id));
  return (
    <Section
      title={t.log}
      aside={
        <Link to="/deliveries" search={{ channel_id: id }}>
          <span className="text-xs">{t.logAll}</span>
        </Link>
      }
    >
      {data === undefined ? (
        <Skeleton className="h-16" />
      ) : data.items.length === 0 ? (
        <p className="text-sm text-muted">{t.logNone}</p>
      ) : (
        <ul className="flex flex-col">
          {data.items.map((delivery) => (
            <li key={delivery.delivery_id} className="border-b border-line last:border-0">
              <Link
                to={`/deliveries/${encodeURIComponent(delivery.delivery_id)}`}
                search={{ channel_id: id }}
                className="flex items-center gap-3 py-1.5 text-sm text-ink hover:bg-sunk"
              >
                <StateBadge state={deliveryState(delivery)} />
                <span className="min-w-0 flex-1 truncate">
                  <HostileText prose text={noticeOf(delivery).title ?? delivery.occasion} />
                </span>
                <span className="text-xs text-muted">
                  <RelativeTime at={delivery.created_at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function ChannelDetail({
  channel,
  kind,
  onEdit,
  onGone,
}: {
  channel: Channel;
  kind: ChannelKind | undefined;
  onEdit(): void;
  onGone(): void;
}) {
  const t = useTexts(channelsTexts);
  const say = useServerText();
  const client = useQueryClient();
  const filterWords = useFilterWords();
  const messages = useTexts(messagesTexts);
  const quietLine = useQuietLine();
  const [result, setResult] = useState<ChannelTested | null>(null);
  const [isTesting, setTesting] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { id, name } = channel;
  const settings = (channel.settings ?? {}) as Record<string, unknown>;

  async function attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
  }
  const setEnabled = (enabled: boolean) =>
    attempt(async () => {
      // At once; what the server says afterwards is what holds.
      client.setQueryData<Channel[]>(['channels'], (list) =>
        list?.map((one) => (one.id === id ? { ...one, enabled } : one)),
      );
      try {
        await changeChannel(id, { enabled });
        notify(enabled ? t.switchedOn(name) : t.switchedOff(name), { undo: () => void setEnabled(!enabled) });
      } finally {
        await client.invalidateQueries({ queryKey: ['channels'] });
      }
    });

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={name} />
        </span>
        <StateBadge state={channelState(channel)} />
      </div>
      {channel.disabled_reason !== null && (
        <p className="text-sm text-warn">{t.goneHint(channel.disabled_reason)}</p>
      )}
      {channel.callback_url !== null && <CopyBox label={t.callbackAddress} text={channel.callback_url} />}
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          isPending={isTesting}
          onPress={() =>
            attempt(async () => {
              setTesting(true);
              setResult(null);
              try {
                setResult(await testChannel(id));
              } finally {
                setTesting(false);
              }
            })
          }
        >
          <Send size={14} aria-hidden />
          {isTesting ? t.testing : t.test}
        </Button>
        {kind && (
          <Button onPress={onEdit}>
            <Pencil size={14} aria-hidden />
            {t.edit}
          </Button>
        )}
        <Button onPress={() => void setEnabled(!channel.enabled)}>
          <Power size={14} aria-hidden />
          {channel.enabled ? t.off : t.on}
        </Button>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      {result !== null && <Tested result={result} />}
      <FactList
        facts={[
          { name: t.columns.kind, value: kind?.title ?? channel.channel },
          { name: t.columns.filter, value: filterWords(channel.filter) },
          {
            name: messages.subscriptions,
            value:
              channel.events === null ? (
                <span className="text-muted">{messages.usual}</span>
              ) : (
                channel.events.map((one) => messages.kinds[one]).join(', ') || '–'
              ),
          },
          {
            name: t.columns.quiet,
            value: channel.quiet_hours ? (
              quietLine(channel.quiet_hours)
            ) : (
              <span className="text-muted">{t.quietNone}</span>
            ),
          },
          ...Object.entries(settings).map(([field, value]) => ({
            name: say(kind?.fields[field]?.label ?? field),
            value:
              value === maskedSecret ? (
                <span className="text-muted">••••••••</span>
              ) : (
                <HostileText text={Array.isArray(value) ? value.join(', ') : String(value)} />
              ),
          })),
          { name: t.changed, value: <ExactTime at={channel.updated_at} /> },
        ]}
      />
      <Latest id={id} />
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          attempt(async () => {
            await deleteChannel(id);
            notify(t.removed(name));
            onGone();
            await client.invalidateQueries({ queryKey: ['channels'] });
          })
        }
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  );
}
