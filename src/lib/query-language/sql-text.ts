/** Comparisons of text in SQLite, whatever the case of its letters, with the same result as `fits` over `fold`. */
import { casesOf, fold } from './fold.ts';

export interface SqlPart {
  sql: string;
  params: (string | number | Uint8Array)[];
}

const encoder = new TextEncoder();

/**
 * The column folded as far as this text requires: SQLite's lower() handles A–Z, and of other letters only those in the
 * text itself make a difference.
 */
function foldedSql(sql: string, parts: readonly string[]): SqlPart {
  const letters = new Set(parts.join(''));
  const pairs = [...letters].map(casesOf).filter((pair) => pair !== null && /[^\x00-\x7f]/.test(pair[0]));
  const hasAscii = [...letters].some((letter) => /[a-z]/i.test(letter));
  return pairs.reduce<SqlPart>(
    (inner, pair) => ({
      sql: `replace(${inner.sql}, ?, ?)`,
      params: [...inner.params, pair![1], pair![0]],
    }),
    { sql: hasAscii ? `lower(${sql})` : sql, params: [] },
  );
}

/** The parts in order inside a blob: each is searched for after the end of the previous one. */
function inOrder(region: SqlPart, parts: readonly Uint8Array[]): SqlPart {
  const steps = parts.slice(0, -1).reduce<SqlPart>(
    (inner, bytes) => ({
      sql: `SELECT substr(r, instr(r, ?) + ?) AS r FROM (${inner.sql}) WHERE instr(r, ?) > 0`,
      params: [bytes, bytes.length, ...inner.params, bytes],
    }),
    { sql: `SELECT ${region.sql} AS r`, params: region.params },
  );
  return {
    sql: `EXISTS (SELECT 1 FROM (${steps.sql}) WHERE instr(r, ?) > 0)`,
    params: [...steps.params, parts.at(-1)!],
  };
}

/** Whether the whole text consists of these parts, with anything between them. */
export function fitsSql(sql: string, raw: readonly string[], isFolded: boolean): SqlPart {
  const parts = raw.map(fold);
  const text: SqlPart = isFolded ? { sql, params: [] } : foldedSql(sql, parts);
  if (parts.length === 1) return { sql: `${text.sql} = ?`, params: [...text.params, parts[0]!] };
  const [first, ...rest] = parts.map((part) => encoder.encode(part)) as [Uint8Array, ...Uint8Array[]];
  const last = rest.pop()!;
  const middle = rest.filter(({ length }) => length > 0);
  const blob: SqlPart = { sql: `CAST(${text.sql} AS BLOB)`, params: text.params };
  // Numbers are not text, and NULL matches nothing.
  const tests: SqlPart[] = [{ sql: `typeof(${sql}) = 'text'`, params: [] }];
  if (first.length + last.length > 0)
    tests.push({ sql: `length(${blob.sql}) >= ?`, params: [...blob.params, first.length + last.length] });
  if (first.length > 0)
    tests.push({ sql: `substr(${blob.sql}, 1, ?) = ?`, params: [...blob.params, first.length, first] });
  if (last.length > 0)
    tests.push({ sql: `substr(${blob.sql}, ?) = ?`, params: [...blob.params, -last.length, last] });
  if (middle.length > 0) {
    const region: SqlPart =
      first.length + last.length === 0
        ? blob
        : {
            sql: `substr(${blob.sql}, ?, length(${blob.sql}) - ?)`,
            params: [...blob.params, first.length + 1, ...blob.params, first.length + last.length],
          };
    tests.push(inOrder(region, middle));
  }
  return {
    sql: `(${tests.map((test) => test.sql).join(' AND ')})`,
    params: tests.flatMap(({ params }) => params),
  };
}

/** Whether the text contains these parts, in order. */
export function holdsSql(sql: string, parts: readonly string[], isFolded: boolean): SqlPart {
  const [only, ...others] = parts.filter((part) => part !== '').map(fold);
  if (only === undefined || others.length > 0) return fitsSql(sql, ['', ...parts, ''], isFolded);
  const text: SqlPart = isFolded ? { sql, params: [] } : foldedSql(sql, [only]);
  return { sql: `instr(${text.sql}, ?) > 0`, params: [...text.params, only] };
}
