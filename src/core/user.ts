/** A user is a tenant: everything belongs to one. */
export interface User {
  id: string;
  /** Lower case, trimmed. Unique. */
  email: string;
  /** bcrypt `$2b$…`. Never leaves the store but for `api/auth`. */
  password_hash: string;
  /** Tokens carry it; a greater one here revokes them all. */
  token_version: number;
  created_at: string;
}

/** The user every request acts as in demo mode. */
export const demoUserId = 'demo-user';

/** The last one-time address of an account, as its document holds it. The secret itself is nowhere. */
export interface WelcomeBody {
  /** ISO. */
  expires_at: string;
  used: boolean;
  /** Nobody has chosen a password for the account yet. */
  is_first: boolean;
  /** Of the session that the address opened: while it is the account's, a password may be chosen without the old one. */
  token_version: number | null;
}
