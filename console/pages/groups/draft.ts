/** A group as a form has it: texts that may be empty, which means "as in the alert settings". */
import type { ExposureSetting, Group, GroupUpdate, QuietHours } from '../../data/types.ts';
import {
  isComplete,
  type MaintenanceDraft,
  toMaintenance,
  toMaintenanceDraft,
} from '../../parts/maintenance.tsx';

export interface Draft {
  name: string;
  description: string;
  exposure: ExposureSetting | '';
  threshold: string;
  window: string;
  silence: string;
  quiet: QuietHours | null;
  channels: string[];
  maintenance: MaintenanceDraft[];
  nodes: string[];
}

const toText = (value: number | null): string => (value === null ? '' : String(value));
export const toNumber = (text: string): number | null => (text.trim() === '' ? null : Number(text));
export const isMinutes = (text: string): boolean => /^\d{0,6}$/.test(text.trim());

export const toDraft = (group: Group | undefined, nodes: readonly string[]): Draft => ({
  name: group?.name ?? '',
  description: group?.description ?? '',
  exposure: group?.exposure ?? '',
  threshold: toText(group?.threshold ?? null),
  window: toText(group?.window_minutes ?? null),
  silence: toText(group?.silence_minutes ?? null),
  quiet: group?.quiet_hours ?? null,
  channels: group?.channels ?? [],
  maintenance: toMaintenanceDraft(group?.maintenance ?? []),
  nodes: [...nodes],
});

export const isReady = ({ name, window, silence, maintenance }: Draft): boolean =>
  name.trim() !== '' && isMinutes(window) && isMinutes(silence) && isComplete(maintenance);

export const toBody = (draft: Draft): GroupUpdate => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  exposure: draft.exposure === '' ? null : draft.exposure,
  threshold: toNumber(draft.threshold),
  window_minutes: toNumber(draft.window),
  silence_minutes: toNumber(draft.silence),
  quiet_hours: draft.quiet,
  channels: draft.channels,
  maintenance: toMaintenance(draft.maintenance),
});
