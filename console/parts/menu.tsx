/** A button with a list of actions. */
import type { ReactNode } from 'react';
import {
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: ReactNode;
  isDangerous?: boolean;
  /** Shown as chosen, for settings. */
  isChosen?: boolean;
  onAction(): void;
}

export interface MenuGroup {
  title?: string;
  entries: readonly MenuEntry[];
}

const Entry = ({ entry }: { entry: MenuEntry }) => (
  <MenuItem
    id={entry.id}
    textValue={entry.label}
    onAction={entry.onAction}
    className={`flex cursor-pointer items-center gap-2.5 rounded-sm px-2 py-1.5 text-sm pointer-coarse:py-3 data-focused:bg-accent-soft ${entry.isDangerous ? 'text-bad' : ''}`}
  >
    <span aria-hidden className="flex w-4 justify-center text-muted">
      {entry.icon ?? (entry.isChosen ? '✓' : '')}
    </span>
    {entry.label}
    {entry.isChosen && <span className="sr-only">✓</span>}
  </MenuItem>
);

/** `trigger` is a Button; `head` stands above the actions. */
export function Menu({
  label,
  trigger,
  head,
  groups,
}: {
  label: string;
  trigger: ReactNode;
  head?: ReactNode;
  groups: readonly MenuGroup[];
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="rise max-w-80 min-w-48 overflow-auto rounded-md border border-line bg-raised p-1 shadow-(--shadow)">
        {head}
        <AriaMenu aria-label={label} className="outline-none">
          {groups.map((group, at) => [
            at > 0 && (
              <Separator key={`line-${group.title ?? group.entries[0]?.id}`} className="my-1 h-px bg-line" />
            ),
            <MenuSection key={group.title ?? group.entries[0]?.id} aria-label={group.title ?? label}>
              {group.title !== undefined && (
                <Header className="px-2 pt-1.5 pb-1 text-xs text-muted">{group.title}</Header>
              )}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
