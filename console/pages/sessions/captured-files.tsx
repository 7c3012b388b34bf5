/** Files that a visitor left in a session: what they are, where else they came, and the way to their bytes. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { archivePassword, capturesQuery, saveCapture } from '../../data/captures.ts';
import { ApiError } from '../../data/client.ts';
import type { Capture } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { notify } from '../../parts/toast.tsx';
import { capturedFilesTexts } from '../../texts/captured-files.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { toId } from './transcript.ts';

interface Place {
  nodeId: string;
  session: string;
  nodeName(id: string): string;
}
const isHere = ({ nodeId, session }: Place, one: Capture['sessions'][number]): boolean =>
  one.node_id === nodeId && one.session === session;

const mostPlaces = 5;

/** Other sessions in which it came, the latest first. */
function Elsewhere({ capture, place }: { capture: Capture; place: Place }) {
  const t = useTexts(capturedFilesTexts);
  const others = capture.sessions.filter((one) => !isHere(place, one)).reverse();
  if (others.length === 0) return <span className="text-muted">{t.nowhere}</span>;
  const left = others.length - mostPlaces;
  return (
    <ul className="flex flex-col">
      {others.slice(0, mostPlaces).map((one) => (
        <li key={toId(one)}>
          <Link to={`/sessions/${encodeURIComponent(toId(one))}`}>
            <HostileText prose text={t.on(one.session, place.nodeName(one.node_id))} limit={120} />
          </Link>
        </li>
      ))}
      {left > 0 && <li className="text-muted">{t.others(left)}</li>}
    </ul>
  );
}

/** Who may not see secrets learns it from the server's answer, and is not asked to try again. */
function DownloadButton({ sha256 }: { sha256: string }) {
  const t = useTexts(capturedFilesTexts);
  const [state, setState] = useState<'ready' | 'pending' | 'forbidden'>('ready');
  if (state === 'forbidden') return <p className="text-sm text-muted">{t.forbidden}</p>;
  const save = (): void => {
    setState('pending');
    saveCapture(sha256).then(
      () => setState('ready'),
      (error: unknown) => {
        const isForbidden = error instanceof ApiError && error.code === 'forbidden';
        setState(isForbidden ? 'forbidden' : 'ready');
        if (!isForbidden)
          notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' });
      },
    );
  };
  return (
    <Button
      className="no-print self-start"
      isPending={state === 'pending'}
      aria-label={t.downloadOf(sha256)}
      onPress={save}
    >
      <Download size={14} aria-hidden />
      {t.download}
    </Button>
  );
}

function CapturedFile({ capture, place }: { capture: Capture; place: Place }) {
  const t = useTexts(capturedFilesTexts);
  const format = useFormat();
  const { sha256, names, size_bytes, type, count } = capture;
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-md border border-line p-3">
      <Facts>
        <Fact name={t.name}>
          {names.length === 0 ? (
            <span className="text-muted">{t.unnamed}</span>
          ) : (
            names.map((name) => <HostileText key={name} text={name} />)
          )}
        </Fact>
        <Fact name={t.size}>{format.bytes(size_bytes)}</Fact>
        <Fact name={t.type}>{type}</Fact>
        <Fact name="SHA-256">
          <span className="flex items-start gap-1">
            <code className="min-w-0 font-mono text-xs leading-5 wrap-anywhere">{sha256}</code>
            <CopyButton text={sha256} />
          </span>
        </Fact>
        <Fact name={t.elsewhere}>
          <Elsewhere capture={capture} place={place} />
          <span className="text-xs text-muted">{t.came(count, format.count(count))}</span>
        </Fact>
      </Facts>
      <DownloadButton sha256={sha256} />
    </li>
  );
}

/** Nothing where none came: most sessions leave no file. */
export function CapturedFiles(place: Place) {
  const t = useTexts(capturedFilesTexts);
  const query = useInfiniteQuery(capturesQuery(place.session));
  const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const here = all.filter(({ sessions }) => sessions.some((one) => isHere(place, one)));
  if (!query.isError && here.length === 0 && !query.hasNextPage) return null;
  return (
    <section aria-label={t.title} className="flex min-w-0 flex-col gap-2">
      <h3 className="heading">{t.title}</h3>
      {here.length > 0 && (
        <>
          <p className="text-sm text-muted">
            {t.hint} <code className="font-mono text-ink">{archivePassword}</code>.
          </p>
          <ul className="grid gap-3 @2xl:grid-cols-2">
            {here.map((capture) => (
              <CapturedFile key={capture.sha256} capture={capture} place={place} />
            ))}
          </ul>
        </>
      )}
      {query.isError ? (
        <p className="flex flex-wrap items-center gap-3 text-sm text-bad">
          {t.listFailed}
          <Button onPress={() => void query.refetch()}>{t.again}</Button>
        </p>
      ) : (
        query.hasNextPage && (
          <Button
            className="self-start"
            isPending={query.isFetchingNextPage}
            onPress={() => void query.fetchNextPage()}
          >
            {t.more}
          </Button>
        )
      )}
    </section>
  );
}
