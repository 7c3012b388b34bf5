import { Dialog } from '../parts/dialog.tsx';
import { useShownPageKeys } from '../parts/page-keys.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';

const rows = [
  ['palette', ['/', '⌘ K', 'Ctrl K']],
  ['next', ['j', '↓']],
  ['previous', ['k', '↑']],
  ['open', ['Enter']],
  ['close', ['Esc']],
  ['select', ['x']],
  ['range', ['Shift x']],
  ['filter', ['f']],
  ['go', ['g …']],
  ['help', ['?']],
] as const;

export default function KeyboardHelp({ onClose }: { onClose(): void }) {
  const t = useTexts(shellTexts);
  const own = useShownPageKeys().map(({ key, label }) => ({
    name: key,
    keys: [/^[A-Z]$/.test(key) ? `Shift ${key.toLowerCase()}` : key],
    label,
  }));
  const all = [...rows.map(([name, keys]) => ({ name, keys, label: t.keyRows[name] })), ...own];
  return (
    <Dialog title={t.keys} isOpen onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2 text-sm">
        {all.map(({ name, keys, label }) => (
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
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
