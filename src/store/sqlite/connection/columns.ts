/** One description of a record's columns makes the SQL, the parameters and the way back. */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;
/** A text that a column's own two functions write and read. */
export interface Codec<V> {
  write(value: V): string;
  read(text: string): V;
}
type Kind<V> = 'text' | 'number' | 'boolean' | 'json' | Codec<V>;

export interface Columns<T> {
  /** `a, b, c` */
  readonly list: string;
  /** INSERT INTO … VALUES (?, …), ready for a conflict clause. */
  readonly insert: string;
  values(record: T): SQLInputValue[];
  read(row: Row): T;
  /** `a = ?, b = ?` and its values for those of `patch` that are given. */
  assign(patch: Partial<T>): { set: string; values: SQLInputValue[] };
}

function toColumn(kind: Kind<never>, value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.stringify(value);
  if (kind === 'boolean') return value ? 1 : 0;
  if (typeof kind === 'object') return kind.write(value as never);
  return value as SQLInputValue;
}

function fromColumn(kind: Kind<never>, value: SQLOutputValue | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return JSON.parse(value as string);
  if (kind === 'boolean') return value === 1;
  if (typeof kind === 'object') return kind.read(value as string);
  return value;
}

/** `fields` names every field of T, which is also the column's name. */
export function defineColumns<T extends object>(
  table: string,
  fields: { [K in keyof Required<T>]: Kind<T[K]> },
): Columns<T> {
  const entries = Object.entries(fields) as [keyof T & string, Kind<never>][];
  const names = entries.map(([name]) => name);
  return {
    list: names.join(', '),
    insert: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    values: (record) => entries.map(([name, kind]) => toColumn(kind, record[name])),
    read(row) {
      const record: Partial<Record<string, unknown>> = {};
      for (const [name, kind] of entries) record[name] = fromColumn(kind, row[name]);
      return record as T;
    },
    assign(patch) {
      const given = entries.filter(([name]) => patch[name] !== undefined);
      return {
        set: given.map(([name]) => `${name} = ?`).join(', '),
        values: given.map(([name, kind]) => toColumn(kind, patch[name])),
      };
    },
  };
}
