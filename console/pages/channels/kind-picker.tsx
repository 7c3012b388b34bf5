/** Which kind of channel to add. */
import type { ChannelKind } from '../../data/channels.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useServerText } from '../../texts/channel-fields.ts';
import { channelsTexts } from '../../texts/channels.ts';
import { useTexts } from '../../texts/texts.ts';

export function KindPicker({
  kinds,
  onPick,
  onClose,
}: {
  kinds: readonly ChannelKind[];
  onPick(name: string): void;
  onClose(): void;
}) {
  const t = useTexts(channelsTexts);
  const say = useServerText();
  return (
    <Dialog title={t.choose} shape="wide" isOpen onClose={onClose}>
      <ul className="grid gap-2 sm:grid-cols-2">
        {kinds.map(({ name, title, help }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onPick(name)}
              className="h-full w-full rounded-md border border-line bg-raised px-4 py-3 text-left hover:border-edge hover:bg-sunk"
            >
              <span className="block text-sm font-medium">{title}</span>
              <span className="mt-0.5 block text-xs text-muted">{say(help)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
