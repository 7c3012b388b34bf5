/**
 * A sensor of a T-Pot, or of what collects as one does, that needs no code of its own: told apart by `type` (or, outside of a
 * T-Pot, by what only it writes), and read by conditions and paths as an owner's mapping is. A record that no event here
 * fits is read by the names that sensors commonly use; its sensor is known all the same.
 */
import type { MappedCondition, MappedEvent } from '../../core/mapping.ts';

export interface KnownKind {
  /** Kebab-case, the file's name. */
  name: string;
  title: string;
  /** Any of them. */
  when: readonly MappedCondition[];
  service: string;
  events?: readonly MappedEvent[];
}

export const defineKind = (kind: KnownKind): KnownKind => kind;

export const request = (line: string, body: string): string =>
  `${line} HTTP/1.1\r\nUser-Agent: {user_agent|useragent|http_user_agent|headers.user_agent}\r\n\r\n${body}`;
export const login = { username: '{username|user}', password: '{password|pass}' };
