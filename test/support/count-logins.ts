/** Sign-ins in the lines of other sensors than Cowrie, counted by nothing of ours. */

type Line = Record<string, unknown>;
export type Logins = (line: Line) => [user: unknown, password: unknown][];

const named = (line: unknown, user: string, password: string): [unknown, unknown][] =>
  typeof line === 'object' && line !== null && password in line
    ? [[(line as Line)[user], (line as Line)[password]]]
    : [];

export const loginsOf = {
  heralding: ({ auth_attempts: tries }) =>
    Array.isArray(tries) ? tries.flatMap((one) => named(one, 'username', 'password')) : [],
  // Lines of telnet have their line ends. Its modules say '' or null where no password came (RDP, NTLM): that is none.
  opencanary({ logdata }) {
    const { USERNAME: user, PASSWORD, 'VNC Password': cracked } = (logdata ?? {}) as Line;
    const password = PASSWORD ?? (String(cracked).startsWith('<') ? null : cracked);
    const line = (given: unknown): string => (typeof given === 'string' ? given.replace(/[\r\n]+$/, '') : '');
    return line(password) === '' ? [] : [[line(user), line(password)]];
  },
  qeeqbox: (line) => (line.action === 'login' ? named(line, 'username', 'password') : []),
  dionaea({ credentials }) {
    const { username, password } = (credentials ?? {}) as { username?: unknown[]; password?: unknown[] };
    return (password ?? []).map((one, at) => [username?.[at], one]);
  },
} as const satisfies Record<string, Logins>;

/** Events by `user:password`. A line may be JSON in a text of JSON. */
export function countLogins(lines: readonly string[], logins: Logins): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of lines) {
    const once = JSON.parse(text) as Line | string;
    const line = typeof once === 'string' ? (JSON.parse(once) as Line) : once;
    for (const [user, password] of logins(line)) {
      if (typeof password !== 'string') continue;
      const value = `${typeof user === 'string' ? user : ''}:${password}`.slice(0, 512);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}
