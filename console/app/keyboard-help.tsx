import { Dialog } from '../parts/dialog.tsx';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';

const rows = [
  ['palette', ['⌘ K', 'Ctrl K']],
  ['next', ['j', '↓']],
  ['previous', ['k', '↑']],
  ['open', ['Enter']],
  ['close', ['Esc']],
  ['select', ['x']],
  ['range', ['Shift x']],
  ['filter', ['/']],
  ['go', ['g …']],
  ['help', ['?']],
] as const;

export default function KeyboardHelp({ onClose }: { onClose(): void }) {
  const t = useTexts(shellTexts);
  return (
    <Dialog title={t.keys} isOpen onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-sm">
        {rows.map(([name, keys]) => (
          <div key={name} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="rounded-sm border border-edge bg-sunk px-1.5 font-sans text-xs leading-5"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t.keyRows[name]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
