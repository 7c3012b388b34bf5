/** What agents on customers' machines send and are answered, beside events. Unknown keys are welcome in what they send. */
import {
  anything,
  choice,
  either,
  flag,
  integer,
  list,
  nullable,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

export const mostDecoys = 1000;

const open = { open: true };
export const AgentRegistration = object(
  {
    node_id: optional(nullable(text())),
    hostname: optional(nullable(text({ maxLength: 255, examples: ['fin-laptop-07'] }))),
    os: optional(nullable(text({ maxLength: 100, examples: ['Windows 11'] }))),
  },
  open,
);
export type AgentRegistration = Static<typeof AgentRegistration>;

export const PlantedDecoy = object(
  {
    file_name: text({ minLength: 1, maxLength: 255, examples: ['passwords.xlsx'] }),
    file_path: optional(nullable(text({ maxLength: 1024 }))),
    type: optional(nullable(text({ maxLength: 50, examples: ['credential'] }))),
    status: optional(nullable(text({ maxLength: 50 }))),
    auto_deployed: optional(nullable(flag())),
    is_credential: optional(nullable(flag())),
  },
  open,
);
export type PlantedDecoy = Static<typeof PlantedDecoy>;
export const PlantedDecoys = list(PlantedDecoy, { maxItems: mostDecoys });
/** Both forms that agents use. */
export const DecoyRegistration = either(PlantedDecoys, object({ decoys: PlantedDecoys }, open));
export const DecoysRegistered = object({ status: choice(['success']), registered: integer() });
export type DecoysRegistered = Static<typeof DecoysRegistered>;

export const HeartbeatAnswer = object({
  status: choice(['active', 'inactive', 'deleted']),
  uninstall: flag({
    description: 'The node was deleted: remove the decoys, then call uninstall-complete.',
  }),
  pending_blocks: list(text(), { description: 'Addresses to block.' }),
  deployment_config: anything(),
});
export type HeartbeatAnswer = Static<typeof HeartbeatAnswer>;

/** An answer to which more may be added. */
export const AgentSuccess = object({ status: choice(['success']) }, open);
export type AgentSuccess = Static<typeof AgentSuccess>;

export const BlockConfirmation = object({ ip_address: optional(text({ maxLength: 100 })) }, open);
export type BlockConfirmation = Static<typeof BlockConfirmation>;
