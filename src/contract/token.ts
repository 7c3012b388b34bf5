/** Tokens: decoys that report by themselves when they are used. */
import type { DocOf } from '../core/doc-kind.ts';
import { type TokenBody, tokenAnswers } from '../core/token.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

export const Token = object({
  id: text({ examples: ['token-019ab9a2b4c112e3f4a5b6c7'] }),
  type: text({ examples: ['link'] }),
  note: text(),
  owner: text(),
  answer: choice(tokenAnswers, {
    description: 'What a visitor gets: a plain page, a picture of one pixel, or a redirect to redirect_url.',
  }),
  redirect_url: nullable(text()),
  enabled: flag(),
  expires_at: nullableTime,
  expired: flag(),
  path: nullable(
    text({
      description:
        'Path of its secret address; null if JWT_SECRET_KEY has changed since the token was created: it still works but cannot be shown.',
      examples: ['/t/nGk2wZ0bqU5sD8aYx3vT1Q'],
    }),
  ),
  url: nullable(
    text({
      description: 'The full address, if TOKEN_URL or PUBLIC_URL is set.',
      examples: ['https://files.example.org/t/nGk2wZ0bqU5sD8aYx3vT1Q'],
    }),
  ),
  node_id: text({ description: 'The node that its events belong to.' }),
  hits: integer({ description: 'Every use, whether or not it was recorded as an event.' }),
  last_hit_at: nullableTime,
  unrecorded_hits: integer({ description: 'Uses beyond 30 a minute: counted, not recorded as events.' }),
  last_test_at: nullableTime,
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer({ description: 'Increases with every change and every count.' }),
});
export type Token = Static<typeof Token>;
const project = projectionOf(Token);
/** `now` is ISO; `secret` null = the address cannot be shown; `base` without a trailing slash, null = not known. */
export const toTokenView = (
  { body, ...doc }: DocOf<TokenBody>,
  { now, secret, base }: { now: string; secret: string | null; base: string | null },
): Token => {
  const path = secret === null ? null : `/t/${secret}`;
  const url = path === null || base === null ? null : base + path;
  const expired = body.expires_at !== null && body.expires_at <= now;
  return project({ ...doc, ...body, path, url, expired });
};

export const TokenKind = object({
  name: text({ examples: ['link'] }),
  title: text(),
  help: text(),
  answers: list(choice(tokenAnswers)),
});
export type TokenKind = Static<typeof TokenKind>;
export const TokenList = object({ tokens: list(Token), types: list(TokenKind) });
export type TokenList = Static<typeof TokenList>;

const rest = {
  note: optional(text({ maxLength: 1000, examples: ['bookmark in the finance browser profile'] })),
  owner: optional(text({ maxLength: 100, examples: ['Ada'] })),
  answer: optional(choice(tokenAnswers)),
  redirect_url: optional(nullable(text({ maxLength: 2000, examples: ['https://intranet.example.org/'] }))),
  expires_at: optional(nullableTime),
};
export const TokenCreate = object({
  type: optional(text({ maxLength: 50, default: 'link' })),
  ...rest,
});
export type TokenCreate = Static<typeof TokenCreate>;
export const TokenUpdate = object(
  { ...rest, enabled: optional(flag()), version: optional(integer({ minimum: 1 })) },
  { minProperties: 1 },
);
export type TokenUpdate = Static<typeof TokenUpdate>;
export const TokenTested = object({ event_id: text(), at: plainTime });
export type TokenTested = Static<typeof TokenTested>;
