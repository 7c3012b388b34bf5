/** A list as a file: all of it that the filters leave, not only the rows that are loaded. */
import { Download } from 'lucide-react';
import { ApiError, toPath } from '../data/client.ts';
import { download } from '../data/download.ts';
import { exportTexts } from '../texts/export.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import { Menu, type MenuEntry } from './menu.tsx';
import { notify } from './toast.tsx';

export interface ExportMenuProps {
  list: 'events' | 'incidents' | 'attackers' | 'sessions' | 'observables' | 'deliveries';
  /** What the export filters by: `q` in the query language, and the list's own parameters. */
  query?: Readonly<Record<string, string | undefined>>;
  /** Filters of the page that the file cannot have, in words; none where there are none. */
  left?: string | null;
  /** Whether masked passwords can be asked for in plain, which the audit log notes. */
  hasSecrets?: boolean;
}

const formats = ['csv', 'ndjson'] as const;

export function ExportMenu({ list, query = {}, left = null, hasSecrets = false }: ExportMenuProps) {
  const t = useTexts(exportTexts);
  const save = (format: (typeof formats)[number], reveal: boolean) => () => {
    notify(left === null ? t.started : t.startedWithout(left));
    const path = toPath(`/api/${list}/export`, { ...query, format, ...(reveal ? { reveal } : {}) });
    download(path, `${list}.${format}`).catch((error: unknown) =>
      notify(t.failed(error instanceof ApiError ? error.detail : String(error)), { tone: 'failed' }),
    );
  };
  const entriesOf = (reveal: boolean): MenuEntry[] =>
    formats.map((format) => ({
      id: `${format}-${reveal}`,
      label: (reveal ? t.revealed : t.formats)[format],
      icon: <Download size={14} />,
      onAction: save(format, reveal),
    }));
  return (
    <Menu
      label={t.export}
      trigger={
        <Button>
          <Download size={15} aria-hidden />
          {t.export}
        </Button>
      }
      groups={[{ entries: entriesOf(false) }, ...(hasSecrets ? [{ entries: entriesOf(true) }] : [])]}
    />
  );
}
