/** Wallboards: links for screens. The link is shown once. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../data/client.ts';
import { apiUrl } from '../../data/place.ts';
import type { WallboardCreated } from '../../data/types.ts';
import { createWallboard, deleteWallboard, wallboardsQuery } from '../../data/wallboards.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { CopyBox } from '../../parts/copy.tsx';
import { type Duration, DurationChoice, toEnd } from '../../parts/duration-choice.tsx';
import { Checkbox, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useNow } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { wallboardTexts } from '../../texts/wallboard.ts';

function MakeWallboard({ onClose }: { onClose(): void }) {
  const t = useTexts(wallboardTexts);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [hasSources, setHasSources] = useState(false);
  const [duration, setDuration] = useState<Duration>('quarter');
  const [made, setMade] = useState<WallboardCreated | null>(null);
  if (made !== null) {
    const address = `${location.origin}${apiUrl(made.path)}`;
    return (
      <ShownOnce
        title={t.made(made.wallboard.name)}
        done={t.done}
        onClose={onClose}
        aside={
          <a href={address} target="_blank" rel="noreferrer" className={buttonClass('plain')}>
            {t.open}
          </a>
        }
      >
        <CopyBox label={t.link} text={address} isSecret />
      </ShownOnce>
    );
  }
  return (
    <FormDialog
      title={t.add}
      action={t.make}
      onClose={onClose}
      isReady={name.trim() !== ''}
      onSubmit={async () => {
        const expires_at = toEnd(duration, Date.now());
        setMade(await createWallboard({ name: name.trim(), show_sources: hasSources, expires_at }));
        await client.invalidateQueries({ queryKey: ['wallboards'] });
      }}
    >
      {(error) => (
        <>
          <TextInput
            label={t.name}
            hint={t.nameHint}
            value={name}
            onChange={setName}
            error={fieldError(error, 'name')}
            isRequired
            autoFocus
          />
          <div className="flex flex-col gap-1">
            <Checkbox isSelected={hasSources} onChange={setHasSources}>
              {t.sources}
            </Checkbox>
            <span className="text-xs text-muted">{t.sourcesHint}</span>
          </div>
          <DurationChoice label={t.duration} value={duration} onChange={setDuration} />
        </>
      )}
    </FormDialog>
  );
}

export function Wallboards() {
  const t = useTexts(wallboardTexts);
  const format = useFormat();
  const now = useNow();
  const client = useQueryClient();
  const query = useQuery(wallboardsQuery());
  const [isMaking, setMaking] = useState(false);
  const revoke = async (id: string, name: string): Promise<void> => {
    try {
      await deleteWallboard(id);
      await client.invalidateQueries({ queryKey: ['wallboards'] });
      notify(t.revoked(name));
    } catch (error) {
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
    }
  };
  return (
    <Panel title={t.title} aside={<Button onPress={() => setMaking(true)}>{t.add}</Button>}>
      <div className="flex flex-col gap-3 p-4 pt-2">
        <p className="text-xs text-muted">{t.lead}</p>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <Skeleton className="h-10" />
        ) : query.data.length === 0 ? (
          <p className="text-sm text-muted">{t.none}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {query.data.map(({ id, name, show_sources, expires_at, last_seen_at }) => (
              <li key={id} className="flex items-center gap-3 text-sm">
                <span className="flex min-w-0 flex-1 flex-col">
                  <HostileText prose text={name} />
                  <span className="text-xs text-muted">
                    {[
                      expires_at === null ? t.endless : t.ends(format.relative(expires_at, now)),
                      last_seen_at === null
                        ? t.unseen
                        : t.seen(format.relative(last_seen_at, Math.max(now, Date.parse(last_seen_at)))),
                      ...(show_sources ? [t.withSources] : []),
                    ].join(' · ')}
                  </span>
                </span>
                <Button onPress={() => void revoke(id, name)}>{t.revoke}</Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {isMaking && <MakeWallboard onClose={() => setMaking(false)} />}
    </Panel>
  );
}
