/** A condition in SQL with its values. */
import type { SQLInputValue } from 'node:sqlite';

export interface Clause {
  text: string;
  values: SQLInputValue[];
}
export const clause = (text: string, ...values: SQLInputValue[]): Clause => ({ text, values });

/** Ends the query where nobody waits for it any more (connection.ts); asked of each row, it calls out for one of 512. */
export const wantedClause = (rowid: string): Clause => clause(`((${rowid} & 511) <> 0 OR wanted() = 1)`);

/** All of them; `1` where there is none. */
export const textOf = (clauses: readonly Clause[]): string =>
  clauses.length === 0 ? '1' : clauses.map(({ text }) => text).join(' AND ');
export const valuesOf = (clauses: readonly Clause[]): SQLInputValue[] =>
  clauses.flatMap(({ values }) => values);
