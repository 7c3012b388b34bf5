/** The contract's models of who and what belongs to a tenant: accounts, nodes, decoys. */
import { time } from './fields.ts';
import { anything, choice, integer, nullable, object, optional, text } from './schema.ts';

const email = text({ format: 'email', maxLength: 254, examples: ['ada@example.org'] });
const newPassword = text({
  description: 'At least 8 characters and at most 72 bytes in UTF-8; longer ones are refused, not cut.',
  minLength: 8,
  maxLength: 1000,
  examples: ['correct horse battery'],
});
const password = text({ minLength: 1, maxLength: 1000, examples: ['correct horse battery'] });

export const UserCreate = object({ email, password: newPassword });
export const UserLogin = object({
  email: text({ minLength: 1, maxLength: 254, examples: ['ada@example.org'] }),
  password,
});
export const PasswordChange = object({ current_password: password, new_password: newPassword });
export const UserResponse = object({
  id: text({ examples: ['user-3f9a1c5be2d40718'] }),
  email,
  created_at: time('When the account was made.'),
});
export const TokenResponse = object({
  access_token: text({
    description: 'A JWT, valid for 7 days or until it is revoked.',
    examples: ['eyJhbGciOiJIUzI1NiJ9.…'],
  }),
  token_type: choice(['bearer']),
  user: UserResponse,
});

const nodeName = text({ minLength: 1, maxLength: 100, examples: ['ssh-dmz-1'] });
const deploymentConfig = anything({ description: 'Free-form JSON, at most 64 KiB, kept as it is.' });
const nodeStatus = choice(['active', 'inactive']);

export const NodeCreate = object({
  name: nodeName,
  os_type: optional(nullable(text({ maxLength: 50, examples: ['linux'] }))),
  deployment_config: optional(deploymentConfig),
});
export const NodeUpdate = object(
  { status: optional(nodeStatus), name: optional(nodeName), deployment_config: optional(deploymentConfig) },
  { minProperties: 1 },
);
export const NodeResponse = object({
  node_id: text({ examples: ['node-0a1b2c3d4e5f6071'] }),
  user_id: text(),
  name: nodeName,
  status: nodeStatus,
  api_key: nullable(
    text({ description: 'Only when it was just made; never shown again.', examples: ['nk_…'] }),
  ),
  node_api_key: nullable(text({ description: 'The same as api_key.' })),
  os_type: nullable(text()),
  deployment_config: deploymentConfig,
  last_seen: nullable(time('Of its latest valid call, to the minute.')),
  created_at: time('When it was made.'),
  agent: nullable(
    object({
      hostname: nullable(text()),
      os: nullable(text()),
      registered_at: time('When an agent registered.'),
    }),
  ),
});
export const NodeStats = object({
  total: integer(),
  active: integer(),
  inactive: integer(),
  online: integer({ description: 'Seen within the last 10 minutes.' }),
});

export const DecoyResponse = object({
  id: text({ examples: ['decoy-5d41402abc4b2a76'] }),
  node_id: text(),
  node_name: nullable(text()),
  file_name: text({ examples: ['passwords.xlsx'] }),
  file_path: nullable(text()),
  type: text({ examples: ['credential'] }),
  status: text({ examples: ['active'] }),
  triggers_count: integer(),
  last_accessed: nullable(time('Of the latest access.')),
  last_triggered: nullable(time('The same as last_accessed.')),
  registered_at: nullable(time('When the agent registered it.')),
  extra: anything(),
});
