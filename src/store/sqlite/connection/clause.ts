/** A condition in SQL with its values. */
import type { SQLInputValue } from 'node:sqlite';

export interface Clause {
  text: string;
  values: SQLInputValue[];
}
export const clause = (text: string, ...values: SQLInputValue[]): Clause => ({ text, values });

/** All of them; `1` where there is none. */
export const textOf = (clauses: readonly Clause[]): string =>
  clauses.length === 0 ? '1' : clauses.map(({ text }) => text).join(' AND ');
export const valuesOf = (clauses: readonly Clause[]): SQLInputValue[] =>
  clauses.flatMap(({ values }) => values);
