/** Copying, and secrets that are shown once. */
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { IconButton } from './button.tsx';
import { notify } from './toast.tsx';

/** Resolves to whether it worked: browsers refuse it on pages without TLS, localhost excepted. */
export const copyText = (text: string): Promise<boolean> =>
  (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
    () => true,
    () => false,
  );

/** Copies exactly what was sent, hidden characters and all. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useTexts(partsTexts);
  const [isDone, setDone] = useState(false);
  return (
    <IconButton
      label={isDone ? t.copied : (label ?? t.copy)}
      onPress={async () => {
        if (!(await copyText(text))) return notify(t.copyFailed, { tone: 'failed' });
        setDone(true);
        setTimeout(() => setDone(false), 1500);
      }}
    >
      {isDone ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
    </IconButton>
  );
}

/** A key or a command to paste. `isSecret` says that it will not be shown again. */
export function CopyBox({
  label,
  text,
  isSecret = false,
}: {
  label: string;
  text: string;
  isSecret?: boolean;
}) {
  const t = useTexts(partsTexts);
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex items-start gap-1 rounded-md border border-edge bg-sunk p-1 pl-3">
        <code className="flex-1 self-center py-1 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
          {text}
        </code>
        <CopyButton text={text} />
      </div>
      {isSecret && <span className="text-xs text-warn">{t.shownOnce}</span>}
    </div>
  );
}
