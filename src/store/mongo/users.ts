import type { Store } from '../../core/store.ts';
import type { User } from '../../core/user.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';
import { defineShape } from './connection/shape.ts';

const shape = defineShape<User>(() => ({
  id: '',
  email: '',
  password_hash: '',
  token_version: 0,
  created_at: '',
}));

type UserPart = 'createUser' | 'userById' | 'userByEmail' | 'countUsers' | 'users' | 'updateUser';

export function createUsers(connection: Connection): Pick<Store, UserPart> {
  const one = async (filter: { id: string } | { email: string }): Promise<User | null> => {
    const found = await connection.run((c) => c.users.findOne(filter, readBound));
    return found && shape.read(found);
  };
  return {
    async createUser(user) {
      try {
        await connection.run((c) => c.users.insertOne(shape.toDocument(user, user.id)));
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    userById: (id) => one({ id }),
    userByEmail: (email) => one({ email }),
    countUsers: () => connection.run((c) => c.users.countDocuments({}, readBound)),
    async users(limit) {
      const found = await connection.run((c) =>
        c.users.find({}, { ...readBound, sort: { created_at: 1, id: 1 }, limit }).toArray(),
      );
      return found.map(shape.read);
    },
    async updateUser(id, tokenVersion, patch) {
      const set = shape.toSet(patch);
      const filter = tokenVersion === null ? { id } : { id, token_version: tokenVersion };
      const changed =
        Object.keys(set).length > 0 &&
        (await connection.run((c) => c.users.updateOne(filter, { $set: set }))).matchedCount > 0;
      const user = await one({ id });
      if (user === null || changed || tokenVersion === null || user.token_version === tokenVersion)
        return user;
      return 'stale';
    },
  };
}
