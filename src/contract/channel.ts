/** Notification channels and their kinds. */

import { subscriptions } from '../core/subscription.ts';
import { QuietHours } from './alert-settings.ts';
import { plainTime } from './fields.ts';
import {
  anything,
  choice,
  flag,
  integer,
  list,
  nullable,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

export const ChannelFilter = object({
  min_risk: optional(integer({ minimum: 0, maximum: 10 })),
  attack_types: optional(list(text())),
  nodes: optional(list(text())),
  services: optional(list(text())),
});
export type ChannelFilter = Static<typeof ChannelFilter>;

const events = nullable(
  list(choice(subscriptions), {
    description:
      'The kinds of messages that it takes. Null: opened, worse, escalated, wave, node_silent, channel_failing, ingest_problem and quota; PagerDuty and Opsgenie without the last two, but also acknowledged, resolved, reopened and node_back.',
    maxItems: subscriptions.length,
  }),
);
const show_passwords = flag({
  description: 'Whether its messages show captured passwords. False: they are masked.',
});

const templates = object(
  { title: nullable(text()), text: nullable(text()) },
  { description: 'Custom wording (docs/channels.md, Templates). Null: the built-in wording.' },
);

export const Channel = object({
  id: text({ examples: ['ch-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  channel: text({ description: 'Its kind.', examples: ['slack'] }),
  settings: anything({ description: 'Depends on the kind; secrets are shown as `********`.' }),
  enabled: flag(),
  filter: ChannelFilter,
  quiet_hours: nullable(QuietHours),
  events,
  show_passwords,
  templates,
  callback_url: nullable(
    text({
      description:
        'The address to which Slack, Discord or Telegram reports clicks on the buttons of messages. Null: not of this kind, or PUBLIC_URL is not set.',
    }),
  ),
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
    events: optional(anything({ description: 'A list of kinds; null = the usual ones.' })),
    show_passwords: optional(flag()),
    templates: optional(anything({ description: 'title and text; null = the built-in wording.' })),
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
    events: optional(anything()),
    show_passwords: optional(flag()),
    templates: optional(anything()),
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type ChannelUpdate = Static<typeof ChannelUpdate>;

export const ChannelPreviewAsked = object({
  channel: optional(text({ description: 'Its kind.', maxLength: 50 })),
  templates: optional(anything({ description: 'title and text; null = the built-in wording.' })),
  settings: optional(anything({ description: 'Of the kind “custom”: service, body, params.' })),
  show_passwords: optional(flag()),
  incident_id: optional(text({ description: 'Default: your latest.', maxLength: 100 })),
});
export type ChannelPreviewAsked = Static<typeof ChannelPreviewAsked>;
export const ChannelPreview = object({
  incident_id: nullable(text({ description: 'Null: there is none yet, it is a test message.' })),
  title: text(),
  text: text(),
  body: nullable(text({ description: 'Of the kind “custom”: what is sent.' })),
});
export type ChannelPreview = Static<typeof ChannelPreview>;

export const ChannelTested = object({
  ok: flag(),
  status: nullable(integer({ description: "The receiver's status." })),
  answer: nullable(text({ description: 'The first 2,000 characters of the answer, without secrets.' })),
  error: nullable(text({ description: 'One sentence.' })),
});
export type ChannelTested = Static<typeof ChannelTested>;
