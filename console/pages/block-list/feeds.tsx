/** Secret addresses under which firewalls pull the list. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { blockFeedsQuery, createFeed, deleteFeed } from '../../data/block-list.ts';
import { ApiError } from '../../data/client.ts';
import { apiUrl } from '../../data/place.ts';
import type { BlockFeed, BlockFeedCreated, BlockFeeds } from '../../data/types.ts';
import { Button, IconButton } from '../../parts/button.tsx';
import { CopyBox } from '../../parts/copy.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { Choice, fieldError, TextInput } from '../../parts/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { blockListTexts } from '../../texts/block-list.ts';
import { useTexts } from '../../texts/texts.ts';

/** The address, shown once, in the format that the firewall reads. */
function FeedAddress({
  made,
  formats,
  onClose,
}: {
  made: BlockFeedCreated;
  formats: BlockFeeds['formats'];
  onClose(): void;
}) {
  const t = useTexts(blockListTexts);
  const [format, setFormat] = useState(formats[0]?.name ?? 'text');
  const address = `${location.origin}${apiUrl(made.path.replace(/[^/]+$/, format))}`;
  const file = `/var/lib/decoyverse.${format}`;
  return (
    <ShownOnce title={t.feedReady(made.feed.name)} done={t.feedDone} onClose={onClose}>
      <Choice
        label={t.feedFormat}
        value={format}
        onChange={setFormat}
        options={formats.map(({ name, title }) => ({ value: name, label: title }))}
        hint={formats.find(({ name }) => name === format)?.help}
      />
      <CopyBox label={t.feedAddress} text={address} isSecret />
      <CopyBox
        label={t.feedCommand}
        text={`curl -fsS --etag-save ${file}.etag --etag-compare ${file}.etag -o ${file} '${address}'`}
      />
    </ShownOnce>
  );
}

export function Feeds() {
  const t = useTexts(blockListTexts);
  const client = useQueryClient();
  const query = useQuery(blockFeedsQuery());
  const [isAdding, setAdding] = useState(false);
  const [name, setName] = useState('');
  const [made, setMade] = useState<BlockFeedCreated | null>(null);
  const [asked, setAsked] = useState<BlockFeed | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['block-feeds'] });
  const feeds = query.data?.feeds ?? [];
  const add = (
    <Button
      onPress={() => {
        setName('');
        setAdding(true);
      }}
    >
      <Plus size={15} aria-hidden />
      {t.feedAdd}
    </Button>
  );
  return (
    <Panel title={t.tabs.feeds} aside={feeds.length > 0 && add} className="max-w-3xl">
      <p className="px-4 text-sm text-muted">{t.feedsLead}</p>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <div className="p-4" aria-busy="true">
          <Skeleton className="h-16" />
        </div>
      ) : feeds.length === 0 ? (
        <EmptyState title={t.feedEmpty} hint={t.feedEmptyHint}>
          {add}
        </EmptyState>
      ) : (
        <ul className="p-2">
          {feeds.map((feed) => (
            <li
              key={feed.id}
              className="flex items-center gap-4 border-b border-line px-2 py-2 text-sm last:border-0"
            >
              <span className="min-w-0 flex-1 font-medium">
                <HostileText prose text={feed.name} />
                <span className="block text-xs font-normal text-muted">
                  {t.feedPulled}: <RelativeTime at={feed.last_pulled_at} /> · {t.feedCreated}:{' '}
                  <RelativeTime at={feed.created_at} />
                </span>
              </span>
              <IconButton label={`${t.feedRemove}: ${feed.name}`} onPress={() => setAsked(feed)}>
                <Trash2 size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {isAdding && (
        <FormDialog
          title={t.feedAdd}
          action={t.create}
          onClose={() => setAdding(false)}
          isReady={name.trim() !== ''}
          onSubmit={async () => {
            setMade(await createFeed(name.trim()));
            setAdding(false);
            await refresh();
          }}
        >
          {(error) => (
            <TextInput
              label={t.feedName}
              hint={t.feedNameHint}
              value={name}
              onChange={setName}
              error={fieldError(error, 'name')}
              autoFocus
            />
          )}
        </FormDialog>
      )}
      {made !== null && (
        <FeedAddress made={made} formats={query.data?.formats ?? []} onClose={() => setMade(null)} />
      )}
      <ConfirmDialog
        title={t.feedRemoveTitle(asked?.name ?? '')}
        action={t.feedRemove}
        isDangerous
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onConfirm={async () => {
          if (asked === null) return;
          try {
            await deleteFeed(asked.id);
            notify(t.feedRemoved(asked.name));
          } catch (error) {
            notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
          }
          await refresh();
        }}
      >
        {t.feedRemoveBody}
      </ConfirmDialog>
    </Panel>
  );
}
