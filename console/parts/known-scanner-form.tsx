/** Adding or editing a known scanner; also offered from an incident, filled in from what its source did. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../data/client.ts';
import { changeScanner, createScanner } from '../data/known-scanners.ts';
import { nodesQuery } from '../data/queries.ts';
import {
  type KnownScanner,
  type KnownScannerCreate,
  type ScannerPermission,
  scannerPermissions,
  type Weekday,
  weekdays,
} from '../data/types.ts';
import { knownScannersTexts } from '../texts/known-scanners.ts';
import { useTexts } from '../texts/texts.ts';
import { Choices, LinesInput, toLines } from './choices.tsx';
import { clip, toVisible } from './escape.ts';
import { Checkbox, fieldError, TextInput } from './fields.tsx';
import { FormDialog } from './form-dialog.tsx';

type Hours = NonNullable<KnownScanner['hours']>;

interface Draft {
  name: string;
  owner: string;
  networks: string;
  services: string;
  nodes: string[];
  may: ScannerPermission[];
  hours: Hours | null;
}

const standardHours = (): Hours => ({
  from: '22:00',
  to: '06:00',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  weekdays: [],
});

const toDraft = (given: Partial<KnownScannerCreate>): Draft => ({
  name: given.name ?? '',
  owner: given.owner ?? '',
  networks: given.networks?.join('\n') ?? '',
  services: given.services?.join('\n') ?? '',
  nodes: [...(given.nodes ?? [])],
  may: [...(given.may ?? ['connect'])],
  hours: given.hours ?? null,
});

/** What the API says of a list or of one of its entries. */
const listError = (error: unknown, field: string): string | null =>
  error instanceof ApiError
    ? (error.errors.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.message ?? null)
    : null;

export interface KnownScannerFormProps {
  /** Present: it is changed. */
  scanner?: KnownScanner;
  /** What a new one begins with. */
  suggested?: Partial<KnownScannerCreate>;
  onClose(): void;
  onSaved(scanner: KnownScanner): void;
}

export function KnownScannerForm({ scanner, suggested, onClose, onSaved }: KnownScannerFormProps) {
  const t = useTexts(knownScannersTexts);
  const client = useQueryClient();
  const { data: nodes = [] } = useQuery(nodesQuery());
  const [draft, setDraft] = useState<Draft>(() => toDraft(scanner ?? suggested ?? {}));
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const { hours } = draft;
  const networks = toLines(draft.networks);
  return (
    <FormDialog
      title={scanner ? t.editTitle : suggested ? t.offerTitle : t.add}
      action={scanner ? t.save : t.create}
      shape="wide"
      onClose={onClose}
      isReady={draft.name.trim() !== '' && networks.length > 0 && draft.may.length > 0}
      onSubmit={async () => {
        const body = {
          name: draft.name.trim(),
          owner: draft.owner.trim(),
          networks,
          services: toLines(draft.services),
          nodes: draft.nodes,
          may: draft.may,
          hours: draft.hours,
        };
        const saved = scanner
          ? await changeScanner(scanner.id, { ...body, version: scanner.version })
          : await createScanner(body);
        await client.invalidateQueries({ queryKey: ['known-scanners'] });
        onSaved(saved);
      }}
    >
      {(error) => (
        <>
          {suggested && <p className="-mt-2 text-sm text-muted">{t.offerLead}</p>}
          <div className="grid gap-4 sm:grid-cols-2">
            <TextInput
              label={t.name}
              hint={t.nameHint}
              value={draft.name}
              onChange={(name) => change({ name })}
              error={fieldError(error, 'name')}
              isRequired
              autoFocus
            />
            <TextInput
              label={t.owner}
              hint={t.ownerHint}
              value={draft.owner}
              onChange={(owner) => change({ owner })}
              error={fieldError(error, 'owner')}
            />
            <LinesInput
              label={t.networks}
              hint={t.networksHint}
              value={draft.networks}
              onChange={(text) => change({ networks: text })}
              error={listError(error, 'networks')}
              isRequired
            />
            <LinesInput
              label={t.services}
              hint={t.servicesHint}
              value={draft.services}
              onChange={(services) => change({ services })}
              error={listError(error, 'services')}
            />
            <Choices
              label={t.may}
              hint={t.mayHint}
              values={draft.may}
              onChange={(may) => change({ may })}
              options={scannerPermissions.map((value) => ({ value, label: t.permissions[value] }))}
            />
            {nodes.length > 0 && (
              <Choices
                label={t.nodes}
                hint={t.nodesHint}
                values={draft.nodes}
                onChange={(chosen) => change({ nodes: chosen })}
                options={nodes.map(({ node_id, name }) => ({
                  value: node_id,
                  label: clip(toVisible(name), 80),
                }))}
              />
            )}
          </div>
          <fieldset className="flex flex-col gap-3">
            <legend className="mb-1.5 text-sm font-medium">{t.hours}</legend>
            <Checkbox
              isSelected={hours !== null}
              onChange={(isOn) => change({ hours: isOn ? standardHours() : null })}
            >
              {t.hoursOn}
            </Checkbox>
            {hours !== null && (
              <div className="grid gap-3 sm:grid-cols-3">
                <TextInput
                  label={t.from}
                  placeholder="22:00"
                  value={hours.from}
                  onChange={(from) => change({ hours: { ...hours, from } })}
                  error={fieldError(error, 'hours.from')}
                />
                <TextInput
                  label={t.to}
                  placeholder="06:00"
                  value={hours.to}
                  onChange={(to) => change({ hours: { ...hours, to } })}
                  error={fieldError(error, 'hours.to')}
                />
                <TextInput
                  label={t.timezone}
                  placeholder="Europe/Paris"
                  value={hours.timezone}
                  onChange={(timezone) => change({ hours: { ...hours, timezone } })}
                  error={fieldError(error, 'hours.timezone')}
                />
                <div className="sm:col-span-3">
                  <Choices<Weekday>
                    label={t.weekdays}
                    hint={t.weekdaysHint}
                    values={hours.weekdays}
                    onChange={(days) => change({ hours: { ...hours, weekdays: days } })}
                    options={weekdays.map((value) => ({ value, label: t.days[value] }))}
                  />
                </div>
              </div>
            )}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}
