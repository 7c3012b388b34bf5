/**
 * A list of records of one shape as columns: names stand there once, and so does what is the same in all of them. What a
 * commit of many sources leaves to be written later is mostly that. Pure; any JSON may be in it.
 */

/** `=`: the same in all; `{`: records with these keys; `[`: rows of this length; `*`: as they are. */
type Column = ['=', unknown] | ['{', string[], Column[]] | ['[', Column[]] | ['*', readonly unknown[]];

export interface PackedList {
  length: number;
  column: Column;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function areSame(values: readonly unknown[], first: unknown): boolean {
  if (typeof first === 'object' && first !== null) return false;
  for (const value of values) if (value !== first) return false;
  return true;
}

/** Null where they are not all records with these keys, each with a value. */
function fieldsOf(values: readonly unknown[], keys: readonly string[]): unknown[][] | null {
  const fields = keys.map((): unknown[] => []);
  for (const value of values) {
    if (!isRecord(value)) return null;
    const own = Object.keys(value);
    if (own.length !== keys.length) return null;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      if (own[at] !== key || value[key] === undefined) return null;
      fields[at]!.push(value[key]);
    }
  }
  return fields;
}

function toColumn(values: readonly unknown[]): Column {
  const first = values[0];
  if (areSame(values, first)) return ['=', first];
  if (isRecord(first)) {
    const keys = Object.keys(first);
    const fields = fieldsOf(values, keys);
    return fields ? ['{', keys, fields.map(toColumn)] : ['*', values];
  }
  if (Array.isArray(first) && values.every((value) => Array.isArray(value) && value.length === first.length))
    return ['[', first.map((_one, at) => toColumn((values as unknown[][]).map((row) => row[at])))];
  return ['*', values];
}

function toValues(column: Column, length: number): readonly unknown[] {
  switch (column[0]) {
    case '=':
      return new Array<unknown>(length).fill(column[1]);
    case '{': {
      const [, keys, parts] = column;
      const fields = parts.map((part) => toValues(part, length));
      // fromEntries: a sender may have chosen the names, and `__proto__` is one like any other.
      return Array.from({ length }, (_one, n) =>
        Object.fromEntries(keys.map((key, at) => [key, fields[at]![n]])),
      );
    }
    case '[': {
      const fields = column[1].map((part) => toValues(part, length));
      return Array.from({ length }, (_one, n) => fields.map((field) => field[n]));
    }
    default:
      return column[1];
  }
}

/** Of few records it is the list itself. */
export const packList = <T>(list: readonly T[]): readonly T[] | PackedList =>
  list.length < 4 ? list : { length: list.length, column: toColumn(list) };

/** Reads what packList wrote, and a plain list. */
export const unpackList = <T>(packed: readonly T[] | PackedList): T[] =>
  'column' in packed ? (toValues(packed.column, packed.length) as T[]) : [...packed];
