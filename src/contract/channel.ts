/** Notification channels and their kinds. */
import { QuietHours } from './alert-settings.ts';
import { plainTime } from './fields.ts';
import { anything, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

export const ChannelFilter = object({
  min_risk: optional(integer({ minimum: 0, maximum: 10 })),
  attack_types: optional(list(text())),
  nodes: optional(list(text())),
  services: optional(list(text())),
});
export type ChannelFilter = Static<typeof ChannelFilter>;

export const Channel = object({
  id: text({ examples: ['ch-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  channel: text({ description: 'Its kind.', examples: ['slack'] }),
  settings: anything({ description: 'Depends on the kind; secrets are shown as `********`.' }),
  enabled: flag(),
  filter: ChannelFilter,
  quiet_hours: nullable(QuietHours),
  disabled_reason: nullable(text({ description: 'Why the server disabled it (the receiver answered 410).' })),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type Channel = Static<typeof Channel>;

export const ChannelKind = object({
  name: text(),
  title: text(),
  help: text(),
  fields: anything({
    description: 'By name: type, label, help, required, secret, choices, default, limits.',
  }),
});
export type ChannelKind = Static<typeof ChannelKind>;

/** Checked by the channel's own fields, so that every mistake is named at once. */
export const ChannelCreate = object(
  {
    name: text({ maxLength: 100 }),
    channel: text(),
    settings: anything(),
    enabled: optional(flag()),
    filter: optional(anything({ description: 'min_risk, attack_types, nodes, services.' })),
    quiet_hours: optional(anything({ description: 'from, to, timezone, override_risk; null = none.' })),
  },
  { description: 'See GET /api/channel-kinds for the settings of each kind.' },
);
export type ChannelCreate = Static<typeof ChannelCreate>;
export const ChannelUpdate = object(
  {
    name: optional(text({ maxLength: 100 })),
    settings: optional(
      anything({
        description: 'All settings; `********` keeps a secret, provided that the address is unchanged.',
      }),
    ),
    enabled: optional(flag()),
    filter: optional(anything()),
    quiet_hours: optional(anything()),
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type ChannelUpdate = Static<typeof ChannelUpdate>;

export const ChannelTested = object({
  ok: flag(),
  status: nullable(integer({ description: "The receiver's status." })),
  answer: nullable(text({ description: 'The first 2,000 characters of the answer, without secrets.' })),
  error: nullable(text({ description: 'One sentence.' })),
});
export type ChannelTested = Static<typeof ChannelTested>;
