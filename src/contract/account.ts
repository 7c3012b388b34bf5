/** Accounts and their sessions. */
import { time } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, object, type Static, text } from './schema.ts';

const email = text({ format: 'email', maxLength: 254, examples: ['ada@example.org'] });
const newPassword = text({
  description: 'At least 8 characters and at most 72 bytes in UTF-8; longer ones are refused, not truncated.',
  minLength: 8,
  maxLength: 1000,
  examples: ['correct horse battery'],
});
const password = text({ minLength: 1, maxLength: 1000, examples: ['correct horse battery'] });

export const UserCreate = object({ email, password: newPassword });
export type UserCreate = Static<typeof UserCreate>;
export const UserLogin = object({
  email: text({ minLength: 1, maxLength: 254, examples: ['ada@example.org'] }),
  password,
});
export type UserLogin = Static<typeof UserLogin>;
export const PasswordChange = object({ current_password: password, new_password: newPassword });
export type PasswordChange = Static<typeof PasswordChange>;

export const Welcome = object({
  secret: text({
    description: 'The part after # in the one-time address.',
    minLength: 1,
    maxLength: 100,
    examples: ['kP3…'],
  }),
});
export type Welcome = Static<typeof Welcome>;
export const FirstPassword = object({ new_password: newPassword });
export type FirstPassword = Static<typeof FirstPassword>;

export const UserResponse = object({
  id: text({ examples: ['user-3f9a1c5be2d40718'] }),
  email,
  created_at: time('When the account was created.'),
});
export type UserResponse = Static<typeof UserResponse>;
export const toUserView = projectionOf(UserResponse);

export const TokenResponse = object({
  access_token: text({
    description: 'A JWT, valid for 7 days or until it is revoked.',
    examples: ['eyJhbGciOiJIUzI1NiJ9.…'],
  }),
  token_type: choice(['bearer']),
  user: UserResponse,
});
export type TokenResponse = Static<typeof TokenResponse>;
