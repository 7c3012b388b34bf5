/** Notices that pass: what an action did, with a way back. Call `notify` from anywhere. */
import { X } from 'lucide-react';
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';

interface Notice {
  text: string;
  tone: 'done' | 'failed';
  undo?: () => void;
}

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 });

let lastDone: string | null = null;

/**
 * `undo` shows a button for eight seconds; failures stay until they are dismissed. What went well gives way to the next:
 * thirty answers are no pile of thirty notices.
 */
export function notify(
  text: string,
  { tone = 'done', undo }: { tone?: 'done' | 'failed'; undo?: () => void } = {},
): void {
  if (tone === 'failed') {
    queue.add({ text, tone, undo });
    return;
  }
  if (lastDone !== null) queue.close(lastDone);
  lastDone = queue.add({ text, tone, undo }, { timeout: 8000 });
}

export function Toasts() {
  const t = useTexts(shellTexts);
  return (
    <ToastRegion
      queue={queue}
      aria-label={t.notices}
      className="no-print fixed bottom-20 left-1/2 z-50 flex w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 flex-col gap-2"
    >
      {({ toast }) => (
        <Toast
          toast={toast}
          className={`rise flex items-center gap-2 rounded-md border bg-raised py-1.5 pr-1.5 pl-4 shadow-(--shadow) ${toast.content.tone === 'failed' ? 'border-bad' : 'border-edge'}`}
        >
          <ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="text-sm wrap-anywhere">
              {toast.content.text}
            </Text>
          </ToastContent>
          {toast.content.undo && (
            <Button
              look="quiet"
              className="text-accent"
              onPress={() => {
                toast.content.undo?.();
                queue.close(toast.key);
              }}
            >
              {t.undo}
            </Button>
          )}
          <IconButton slot="close" label={t.dismiss}>
            <X size={16} aria-hidden />
          </IconButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
