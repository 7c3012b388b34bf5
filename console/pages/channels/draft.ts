/** The form of a channel: texts while people type, what the API wants when they save. */
import { type ChannelKind, maskedSecret } from '../../data/channels.ts';
import type { Channel, ChannelFilter, QuietHours, SettingField, Subscription } from '../../data/types.ts';
import { toLines } from '../../parts/choices.tsx';

export interface Draft {
  name: string;
  /** Every field as a text: lists one entry a line, switches `true` or `false`. */
  values: Readonly<Record<string, string>>;
  filter: ChannelFilter;
  services: string;
  quiet: QuietHours | null;
  /** Null: the usual ones of its kind. */
  events: readonly Subscription[] | null;
  showPasswords: boolean;
  title: string;
  text: string;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  // A list of secrets comes back as one mask.
  if (Array.isArray(value)) return value.join('\n');
  return String(value);
}

/** `channel` absent: a new one with the defaults. */
export function toDraft(kind: ChannelKind, channel?: Channel): Draft {
  const settings = (channel?.settings ?? {}) as Record<string, unknown>;
  return {
    name: channel?.name ?? kind.title,
    values: Object.fromEntries(
      Object.entries(kind.fields).map(([name, field]) => [
        name,
        toText(settings[name] ?? (channel ? undefined : field.default)),
      ]),
    ),
    filter: channel?.filter ?? {},
    services: channel?.filter.services?.join('\n') ?? '',
    quiet: channel?.quiet_hours ?? null,
    events: channel?.events ?? null,
    showPasswords: channel?.show_passwords ?? false,
    title: channel?.templates.title ?? '',
    text: channel?.templates.text ?? '',
  };
}

/** Empty: ours. */
export const toTemplates = ({ title, text }: Draft): Channel['templates'] => ({
  title: title.trim() === '' ? null : title,
  text: text.trim() === '' ? null : text,
});

function toValue(field: SettingField, text: string): unknown {
  if (text === '' && field.type !== 'boolean') return undefined;
  if (field.secret && text === maskedSecret) return maskedSecret;
  switch (field.type) {
    // What is no number goes to the server as it is: it says so at the field.
    case 'number':
      return Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      return text === 'true';
    case 'list':
      return toLines(text);
    default:
      return text;
  }
}

export function toSettings(kind: ChannelKind, draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kind.fields)
      .map(([name, field]) => [name, toValue(field, draft.values[name] ?? '')] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Without what limits nothing. */
export function toFilter({ filter, services }: Draft): ChannelFilter {
  const { min_risk, attack_types = [], nodes = [] } = filter;
  const lines = toLines(services);
  return {
    ...(min_risk ? { min_risk } : {}),
    ...(attack_types.length > 0 ? { attack_types } : {}),
    ...(nodes.length > 0 ? { nodes } : {}),
    ...(lines.length > 0 ? { services: lines } : {}),
  };
}

/** `whsec_` and 32 random bytes in base64, as Standard Webhooks has it. */
export const newSigningSecret = (): string =>
  `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
