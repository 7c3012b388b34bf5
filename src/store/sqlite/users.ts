import type { Store } from '../../core/store.ts';
import type { User } from '../../core/user.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import type { Sync } from './connection/operations.ts';

const columns = defineColumns<User>('users', {
  id: 'text',
  email: 'text',
  password_hash: 'text',
  token_version: 'number',
  created_at: 'text',
});

type UserPart = 'createUser' | 'userById' | 'userByEmail' | 'countUsers' | 'users' | 'updateUser';

export function createUsers(db: Connection): Sync<Pick<Store, UserPart>> {
  const one = (where: string, value: string): User | null => {
    const row = db.sql(`SELECT ${columns.list} FROM users WHERE ${where} = ?`).get(value);
    return row ? columns.read(row) : null;
  };
  return {
    createUser: (user) =>
      db.sql(`${columns.insert} ON CONFLICT DO NOTHING`).run(...columns.values(user)).changes === 1,
    userById: (id) => one('id', id),
    userByEmail: (email) => one('email', email),
    countUsers: () => Number(db.sql('SELECT count(*) AS n FROM users').get()?.n ?? 0),
    users: (limit) =>
      (db.sql(`SELECT ${columns.list} FROM users ORDER BY created_at, id LIMIT ?`).all(limit) as Row[]).map(
        columns.read,
      ),
    updateUser(id, tokenVersion, patch) {
      const before = one('id', id);
      if (before === null) return null;
      if (tokenVersion !== null && before.token_version !== tokenVersion) return 'stale';
      const { set, values } = columns.assign(patch);
      // One process holds the database, and nothing comes between these two.
      if (set !== '') db.sql(`UPDATE users SET ${set} WHERE id = ?`).run(...values, id);
      return one('id', id);
    },
  };
}
