/** One token: its address, its figures, and what can be done with it. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, call } from '../../data/client.ts';
import { useOptimistic } from '../../data/optimistic.ts';
import { tokenAddress } from '../../data/token-address.ts';
import type { PlantedToken, TokenList } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/dialog.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Count, ExactTime, RelativeTime } from '../../parts/time.tsx';
import { notify } from '../../parts/toast.tsx';
import { TokenAddress } from '../../parts/token-address.tsx';
import { useTexts } from '../../texts/texts.ts';
import { tokensTexts } from '../../texts/tokens.ts';
import { TokenForm } from './form.tsx';
import { TokenState } from './state.tsx';

export function TokenDetail({ token, onDeleted }: { token: PlantedToken; onDeleted(): void }) {
  const t = useTexts(tokensTexts);
  const client = useQueryClient();
  const [shown, setShown] = useState<'edit' | 'delete' | null>(null);
  const [isTesting, setTesting] = useState(false);
  const { id } = token;
  const path = `/api/tokens/${encodeURIComponent(id)}`;
  const failed = (error: unknown): void =>
    notify(error instanceof ApiError && error.detail !== '' ? error.detail : t.failed, { tone: 'failed' });

  const enable = useOptimistic<boolean>({
    keys: [['tokens']],
    send: (enabled) => call('PATCH', path, { body: { enabled } }),
    change: (cached, enabled) => {
      const list = cached as TokenList;
      return { ...list, tokens: list.tokens.map((one) => (one.id === id ? { ...one, enabled } : one)) };
    },
    onDone: (enabled) =>
      notify(enabled ? t.enabledNow : t.disabledNow, { undo: () => enable.mutate(!enabled) }),
    onError: failed,
  });
  const test = async (): Promise<void> => {
    setTesting(true);
    try {
      await call('POST', `${path}/test`);
      await client.invalidateQueries({ queryKey: ['tokens'] });
      notify(t.tested);
    } catch (error) {
      failed(error);
    }
    setTesting(false);
  };
  const address = tokenAddress(token);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <h3 className="min-w-0 flex-1 text-lg font-semibold wrap-anywhere">
          {token.note ? <HostileText prose text={token.note} /> : t.noNote}
        </h3>
        <TokenState token={token} />
      </div>
      {address === null ? (
        <p className="text-sm text-warn">{t.noAddress}</p>
      ) : (
        <TokenAddress address={address} />
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
        <dt className="text-muted">{t.hits}</dt>
        <dd>
          <Count value={token.hits} />
          {token.unrecorded_hits > 0 && (
            <span className="text-muted"> {t.unrecorded(token.unrecorded_hits)}</span>
          )}
        </dd>
        <dt className="text-muted">{t.lastHit}</dt>
        <dd>
          <RelativeTime at={token.last_hit_at} />
        </dd>
        <dt className="text-muted">{t.owner}</dt>
        <dd className="wrap-anywhere">{token.owner ? <HostileText prose text={token.owner} /> : '–'}</dd>
        <dt className="text-muted">{t.answer}</dt>
        <dd className="wrap-anywhere">
          {t.answers[token.answer]}
          {token.redirect_url !== null && <span className="font-mono text-xs"> {token.redirect_url}</span>}
        </dd>
        <dt className="text-muted">{t.expiry}</dt>
        <dd>{token.expires_at === null ? t.never : <ExactTime at={token.expires_at} />}</dd>
        <dt className="text-muted">{t.lastTest}</dt>
        <dd>
          <RelativeTime at={token.last_test_at} />
        </dd>
        <dt className="text-muted">{t.created}</dt>
        <dd className="wrap-anywhere">
          <RelativeTime at={token.created_at} /> · {token.created_by}
        </dd>
      </dl>
      <Link to="/events" search={{ q: id }}>
        {t.toEvents}
      </Link>
      <div className="flex flex-wrap gap-2 border-t border-line pt-4">
        <Button isPending={isTesting} onPress={() => void test()}>
          {t.test}
        </Button>
        <Button onPress={() => enable.mutate(!token.enabled)}>{token.enabled ? t.disable : t.enable}</Button>
        <Button onPress={() => setShown('edit')}>{t.edit}</Button>
        <span className="flex-1" />
        <Button look="danger" onPress={() => setShown('delete')}>
          {t.remove}
        </Button>
      </div>
      {shown === 'edit' && (
        <TokenForm token={token} onClose={() => setShown(null)} onSaved={() => setShown(null)} />
      )}
      <ConfirmDialog
        title={t.removeTitle}
        action={t.remove}
        isDangerous
        isOpen={shown === 'delete'}
        onClose={() => setShown(null)}
        onConfirm={async () => {
          try {
            await call('DELETE', path);
          } catch (error) {
            failed(error);
            return;
          }
          onDeleted();
          await client.invalidateQueries({ queryKey: ['tokens'] });
          notify(t.removed);
        }}
      >
        {t.removeHint}
      </ConfirmDialog>
    </div>
  );
}
