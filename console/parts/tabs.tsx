/** Tabs; the chosen one may stand in the address (`?tab=`), so that "next" keeps it. */
import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

export interface TabEntry {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

export function Tabs({
  label,
  tabs,
  chosen,
  onChange,
}: {
  label: string;
  tabs: readonly TabEntry[];
  chosen?: string;
  onChange?(id: string): void;
}) {
  return (
    <AriaTabs
      selectedKey={chosen}
      onSelectionChange={(key) => onChange?.(String(key))}
      className="flex flex-col"
    >
      <TabList aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line">
        {tabs.map(({ id, label: name }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px cursor-pointer border-b-2 border-transparent py-2 text-sm text-muted hover:text-ink data-selected:border-accent data-selected:font-medium data-selected:text-ink"
          >
            {name}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="pt-4">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
