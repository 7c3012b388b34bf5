/** Planned silence of a node or a group: in a form, and shown. Times are the person's own; the API's are UTC. */
import { Plus, X } from 'lucide-react';
import { policyTexts } from '../texts/policy.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import { fieldError, TextInput } from './fields.tsx';
import { HostileText } from './hostile-text.tsx';
import { ExactTime } from './time.tsx';

export interface Maintenance {
  from: string;
  to: string;
  note: string;
}
/** As `<input type="datetime-local">` has it; empty: not said yet. */
export interface MaintenanceDraft {
  key: number;
  from: string;
  to: string;
  note: string;
}

const two = (value: number): string => String(value).padStart(2, '0');
const toLocal = (iso: string): string => {
  const at = new Date(iso);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

export const toMaintenanceDraft = (list: readonly Maintenance[]): MaintenanceDraft[] =>
  list.map(({ from, to, note }, key) => ({ key, from: toLocal(from), to: toLocal(to), note }));

export const isComplete = (drafts: readonly MaintenanceDraft[]): boolean =>
  drafts.every(({ from, to }) => !Number.isNaN(Date.parse(from)) && !Number.isNaN(Date.parse(to)));

export const toMaintenance = (drafts: readonly MaintenanceDraft[]): Maintenance[] =>
  drafts.map(({ from, to, note }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    note: note.trim(),
  }));

export function MaintenanceFields({
  value,
  onChange,
  error,
}: {
  value: readonly MaintenanceDraft[];
  onChange(value: MaintenanceDraft[]): void;
  error: unknown;
}) {
  const t = useTexts(policyTexts);
  const change = (key: number, part: Partial<MaintenanceDraft>): void =>
    onChange(value.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const add = (): void =>
    onChange([
      ...value,
      { key: Math.max(-1, ...value.map(({ key }) => key)) + 1, from: '', to: '', note: '' },
    ]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 text-sm font-medium">{t.maintenance}</legend>
      {value.map((one, at) => (
        <div key={one.key} className="flex items-start gap-2 rounded-md border border-line p-3">
          <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-2">
            <TextInput
              label={t.from}
              type="datetime-local"
              value={one.from}
              onChange={(from) => change(one.key, { from })}
              error={fieldError(error, `maintenance.${at}.from`)}
            />
            <TextInput
              label={t.to}
              type="datetime-local"
              value={one.to}
              onChange={(to) => change(one.key, { to })}
              error={fieldError(error, `maintenance.${at}.to`)}
            />
            <div className="sm:col-span-2">
              <TextInput
                label={t.note}
                value={one.note}
                onChange={(note) => change(one.key, { note })}
                error={fieldError(error, `maintenance.${at}.note`)}
              />
            </div>
          </div>
          <IconButton
            label={t.removeMaintenance}
            onPress={() => onChange(value.filter(({ key }) => key !== one.key))}
          >
            <X size={15} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button className="self-start" onPress={add}>
        <Plus size={14} aria-hidden />
        {t.addMaintenance}
      </Button>
      <span className="text-xs text-muted">{t.maintenanceHint}</span>
    </fieldset>
  );
}

export function MaintenanceList({ list }: { list: readonly Maintenance[] }) {
  const t = useTexts(policyTexts);
  if (list.length === 0) return <span className="text-muted">{t.maintenanceNone}</span>;
  return (
    <ul className="flex flex-col gap-1.5">
      {list.map(({ from, to, note }) => (
        <li key={`${from}${to}`} className="text-sm">
          <ExactTime at={from} /> – <ExactTime at={to} />
          {note !== '' && (
            <span className="block text-muted">
              <HostileText prose text={note} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
