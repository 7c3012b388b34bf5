/** One digest: when it comes, about what, by which channels, and what it would say now. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { changeDigest, deleteDigest, digestNowQuery } from '../../data/digests.ts';
import type { Digest } from '../../data/types.ts';
import { StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { clip, toVisible } from '../../parts/escape.ts';
import { FactList } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Section } from '../../parts/section.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { digestsTexts } from '../../texts/digests.ts';
import { useTexts } from '../../texts/texts.ts';
import { Preview } from './preview.tsx';
import { useSchedule } from './schedule.ts';

export interface DigestDetailProps {
  digest: Digest;
  groupName(id: string): string;
  channelName(id: string): string;
  onEdit(): void;
  onGone(): void;
}

export function DigestDetail({ digest, groupName, channelName, onEdit, onGone }: DigestDetailProps) {
  const t = useTexts(digestsTexts);
  const client = useQueryClient();
  const schedule = useSchedule();
  const preview = useQuery(digestNowQuery(digest));
  const [isAsked, setAsked] = useState(false);
  const name = clip(toVisible(digest.name), 60);
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      await client.invalidateQueries({ queryKey: ['digests'] });
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
  };
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 text-base font-semibold">
          <HostileText prose text={digest.name} />
        </span>
        <StateBadge state={digest.enabled ? 'enabled' : 'disabled'} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onEdit}>
          <Pencil size={14} aria-hidden />
          {t.edit}
        </Button>
        <Button
          onPress={() =>
            attempt(() => changeDigest(digest.id, { enabled: !digest.enabled, version: digest.version }))
          }
        >
          <Power size={14} aria-hidden />
          {digest.enabled ? t.off : t.on}
        </Button>
        <Button look="danger" onPress={() => setAsked(true)}>
          <Trash2 size={14} aria-hidden />
          {t.remove}
        </Button>
      </div>
      <FactList
        facts={[
          { name: t.when, value: schedule(digest) },
          {
            name: t.about,
            value:
              digest.group_id === null ? (
                t.allNodes
              ) : (
                <Link to={`/groups/${encodeURIComponent(digest.group_id)}`}>
                  <HostileText prose text={groupName(digest.group_id)} />
                </Link>
              ),
          },
          {
            name: t.channels,
            value:
              digest.channels.length === 0 ? (
                <span className="text-muted">{t.subscribed}</span>
              ) : (
                <ul className="flex flex-col gap-0.5">
                  {digest.channels.map((id) => (
                    <li key={id}>
                      <Link to={`/channels/${encodeURIComponent(id)}`}>
                        <HostileText prose text={channelName(id)} />
                      </Link>
                    </li>
                  ))}
                </ul>
              ),
          },
          { name: t.toldUntil, value: <ExactTime at={digest.told_until} /> },
          { name: t.by, value: <HostileText prose text={digest.created_by} limit={100} /> },
        ]}
      />
      <Section title={t.now}>
        <Preview query={preview} />
      </Section>
      <ConfirmDialog
        title={t.removeTitle(name)}
        action={t.remove}
        isDangerous
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          attempt(async () => {
            await deleteDigest(digest.id);
            notify(t.removed(name));
            onGone();
          })
        }
      >
        {t.removeBody}
      </ConfirmDialog>
    </div>
  );
}
