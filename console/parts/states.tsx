/** What stands where there is nothing to show: not yet, nothing, or an error, each with what to do next. */
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../data/client.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';

export const Skeleton = ({ className = 'h-4 w-full' }: { className?: string }) => (
  <span aria-hidden className={`skeleton block ${className}`} />
);

export function EmptyState({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <svg
        width="56"
        height="32"
        viewBox="0 0 56 32"
        aria-hidden="true"
        className="mb-1 fill-none stroke-edge"
      >
        <path d="M4 16C14 2 42 2 52 16 42 30 14 30 4 16Z" strokeWidth="1.5" strokeDasharray="3 4" />
        <circle cx="28" cy="16" r="5" strokeWidth="1.5" />
      </svg>
      <p className="text-base font-medium">{title}</p>
      {hint !== undefined && <p className="max-w-md text-sm text-balance text-muted">{hint}</p>}
      {children}
    </div>
  );
}

/** `error` in words, and a way to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTexts(partsTexts);
  const code = error instanceof ApiError ? error.code : 'internal';
  const known = code === 'offline' || code === 'unavailable' || code === 'forbidden' || code === 'not_found';
  const [title, hint] = known
    ? [t.errors[code], t.errors[`${code}Hint`]]
    : [t.errors.other, error instanceof ApiError && error.detail !== '' ? error.detail : t.errors.otherHint];
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <p className="text-base font-medium">{title}</p>
      <p className="max-w-md text-sm text-balance text-muted">{hint}</p>
      {error instanceof ApiError && error.requestId !== null && (
        <p className="font-mono text-xs text-muted">{t.errors.request(error.requestId)}</p>
      )}
      {onRetry && (
        <Button onPress={onRetry} className="mt-2">
          <RotateCw size={14} aria-hidden />
          {t.retry}
        </Button>
      )}
    </div>
  );
}
