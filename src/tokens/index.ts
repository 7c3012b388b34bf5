/** All types of tokens. To add one, write a file and add a line here. */
import type { TokenType } from '../core/token.ts';
import { link } from './link.ts';

export const types: readonly TokenType[] = [link];

/** Null where this version has no such type. */
export const typeOf = (name: string): TokenType | null => types.find((one) => one.name === name) ?? null;
