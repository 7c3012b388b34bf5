/** Tokens: decoys that report by themselves when they are used. */

/** How a token answers whoever opens it. */
export const tokenAnswers = ['page', 'pixel', 'redirect'] as const;
export type TokenAnswer = (typeof tokenAnswers)[number];

/** A token as its document holds it; the document's lookup is the hash of its secret. */
export interface TokenBody {
  /** Name of its type: a file in src/tokens/. */
  type: string;
  /** Where it was planted: what people need to know when it reports. */
  note: string;
  /** Who answers for it; free text, may be empty. */
  owner: string;
  answer: TokenAnswer;
  /** Where `redirect` leads, an http(s) address; null for the other answers. */
  redirect_url: string | null;
  enabled: boolean;
  /** ISO; null = never. Not the document's own expiry: an expired token stays on the list. */
  expires_at: string | null;
  /** The node its events belong to. */
  node_id: string;
  created_by: string;
  /** Every use, whether or not it was recorded as an event. */
  hits: number;
  last_hit_at: string | null;
  /** Uses beyond the limit a minute: counted here, not recorded as events. */
  unrecorded_hits: number;
  last_test_at: string | null;
}

/** A request for a token's address. Everything in it is hostile. */
export interface TokenRequest {
  method: string;
  /** Path and query as sent. */
  target: string;
  httpVersion: string;
  /** Name, value, name, value, …, in the order and spelling in which they arrived; as latin1. */
  rawHeaders: readonly string[];
  /** The visitor's address, after the rules on trusted proxies. */
  address: string;
}

/** What is sent to a visitor; the edge adds what belongs to every answer (server, date, length, connection). */
export interface PlainAnswer {
  status: number;
  phrase: string;
  contentType: string;
  /** Further headers, name and value. */
  headers: readonly (readonly [string, string])[];
  body: Uint8Array;
}

/** The port of a token type: one file in src/tokens/. */
export interface TokenType {
  /** Kebab-case, the file's name: `link`. */
  name: string;
  title: string;
  /** One or two sentences for the form and the docs. */
  help: string;
  answers: readonly TokenAnswer[];
  /** What a visitor gets. `wantsPicture`: the address ended in `.gif`. Pure. */
  toAnswer(token: Pick<TokenBody, 'answer' | 'redirect_url'>, wantsPicture: boolean): PlainAnswer;
}

export const defineTokenType = (type: TokenType): TokenType => type;

/** Marks the node of a tenant that its tokens report as (`os_type`). */
export const tokensNodeMark = 'tokens';
