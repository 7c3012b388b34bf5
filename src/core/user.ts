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
