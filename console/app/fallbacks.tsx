/** What stands where a page should be: not there, broken, or not loaded yet. */
import { Button } from '../parts/button.tsx';
import { Link } from '../parts/link.tsx';
import { EmptyState, Skeleton } from '../parts/states.tsx';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';

export function Missing() {
  const t = useTexts(shellTexts);
  return (
    <EmptyState title={t.missing} hint={t.missingHint}>
      <Link to="/">{t.toOverview}</Link>
    </EmptyState>
  );
}

export function Crashed({ error, reset }: { error: unknown; reset(): void }) {
  const t = useTexts(shellTexts);
  return (
    <EmptyState title={t.crashed} hint={t.crashedHint}>
      <pre className="max-w-full overflow-auto rounded-md bg-sunk p-3 text-left text-xs">{String(error)}</pre>
      <Button onPress={reset}>{t.reload}</Button>
    </EmptyState>
  );
}

export const Waiting = () => (
  <div className="flex flex-col gap-4" aria-busy="true">
    <Skeleton className="h-8 w-64" />
    <Skeleton className="h-40 w-full" />
    <Skeleton className="h-64 w-full" />
  </div>
);
