/** One file or list: what it says, and what of it could not be read. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { assetQuery, deleteAssets } from '../../data/assets.ts';
import { ApiError } from '../../data/client.ts';
import type { AssetSourceWritten } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Section } from '../../parts/section.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { Count, ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { assetsTexts } from '../../texts/assets.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';

/** So many are drawn at once; the rest on demand. */
const step = 100;

export function AssetDetail({
  id,
  written,
  onGone,
}: {
  id: string;
  /** What the server said when it was written just now. */
  written: AssetSourceWritten | null;
  onGone(): void;
}) {
  const t = useTexts(assetsTexts);
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(assetQuery(id));
  const [isAsked, setAsked] = useState(false);
  const [shown, setShown] = useState(step);
  const source = query.data;
  if (query.error instanceof ApiError && query.error.code === 'not_found')
    return <EmptyState title={t.missing} hint={t.missingHint} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (source === undefined) return <Skeleton className="h-40" />;
  const formats: Readonly<Record<string, string>> = t.formats;
  const name = clip(toVisible(source.name), 60);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={source.name} />
        </span>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <FactList
        facts={[
          { name: t.format, value: formats[source.format] ?? <HostileText text={source.format} /> },
          { name: t.entries, value: <Count value={source.assets} /> },
          { name: t.rejected, value: <Count value={source.rejected} /> },
          { name: t.updated, value: <ExactTime at={source.updated_at} /> },
        ]}
      />
      {written !== null && written.rejections.length > 0 && (
        <Section title={t.rejections}>
          <ul className="flex flex-col gap-1 text-sm text-warn">
            {written.rejections.map(({ line, message }) => (
              <li key={`${line}${message}`}>
                {t.line(line)}: <HostileText prose text={message} limit={200} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.says}>
        <ul className="flex flex-col">
          {source.entries.slice(0, shown).map(({ network, name: host, owner, role, location }) => (
            <li
              key={`${network}${host}${owner}${role}${location}`}
              className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 text-sm last:border-0"
            >
              <HostileText text={network} />
              <span className="min-w-0 text-muted">
                <HostileText
                  prose
                  text={[host, owner, role, location].filter(Boolean).join(' · ')}
                  limit={300}
                />
              </span>
            </li>
          ))}
        </ul>
        {source.entries.length > shown && (
          <Button look="quiet" className="self-start text-accent" onPress={() => setShown(shown + 10 * step)}>
            {t.more(format.count(source.entries.length - shown))}
          </Button>
        )}
      </Section>
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={async () => {
          try {
            await deleteAssets(id);
            await client.invalidateQueries({ queryKey: ['assets'] });
            notify(t.removed(name));
            onGone();
          } catch (error) {
            notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
          }
        }}
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  );
}
