/** Work of the server that goes on by itself: how far it is, what came of it, what it could not do and why. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import { jobProgressTexts } from '../texts/job-progress.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';

export interface JobProgressProps {
  /** What it is, for readers of the page. */
  label: string;
  /** Where it is, in a sentence. */
  words: string;
  /** Null: it has ended, or does not know yet how much there is. */
  progress: { done: number; of: number } | null;
  tone?: 'plain' | 'failed';
  /** What it could not do, one reason a line; behind a "why". */
  left?: ReactNode;
  onCancel?: (() => void) | undefined;
  isCancelling?: boolean;
  onUndo?: (() => void) | undefined;
  onClose?: (() => void) | undefined;
}

export function JobProgress(props: JobProgressProps) {
  const t = useTexts(jobProgressTexts);
  const { label, words, progress, tone = 'plain', left, onCancel, isCancelling, onUndo, onClose } = props;
  return (
    <section
      aria-label={label}
      className={`no-print flex flex-col gap-2 rounded-md border bg-raised px-4 py-2 text-sm ${tone === 'failed' ? 'border-bad' : 'border-edge'}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status" className="min-w-0 flex-1 basis-60 tabular-nums">
          {words}
        </span>
        {onCancel && (
          <Button className="h-7!" isDisabled={isCancelling} onPress={onCancel}>
            {isCancelling ? t.cancelling : t.cancel}
          </Button>
        )}
        {onUndo && (
          <Button look="quiet" className="h-7! text-accent" onPress={onUndo}>
            {t.undo}
          </Button>
        )}
        {onClose && (
          <IconButton label={t.dismiss} className="size-7!" onPress={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {progress !== null && (
        <ProgressBar aria-label={label} value={progress.done} maxValue={Math.max(1, progress.of)}>
          {({ percentage }) => (
            <div className="h-1.5 overflow-hidden rounded-full bg-sunk">
              <div className="h-full rounded-full bg-accent" style={{ width: `${percentage ?? 0}%` }} />
            </div>
          )}
        </ProgressBar>
      )}
      {left !== undefined && (
        <details>
          <summary className="cursor-pointer text-muted">{t.why}</summary>
          <div className="mt-2 max-h-48 overflow-auto">{left}</div>
        </details>
      )}
    </section>
  );
}
