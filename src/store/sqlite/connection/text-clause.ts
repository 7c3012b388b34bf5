/** Case-insensitive text in SQL that agrees with JavaScript's toLowerCase; SQLite's own knows ASCII only. */
import { type Clause, clause } from './clause.ts';

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** Whether one of the columns holds `needle`, in whatever case. */
export function holdsText(columns: readonly string[], needle: string): Clause {
  const folded = needle.toLowerCase();
  const tests = columns.map((column) => {
    // ASCII folds to ASCII: a column of as many characters as bytes cannot hold it.
    const foreign = `length(${column}) <> octet_length(${column})`;
    if (!isAscii(folded)) return { text: `(${foreign} AND instr(fold(${column}), ?) > 0)`, values: [folded] };
    // The Kelvin sign and the dotted capital I are the two letters outside ASCII that fold to letters inside it.
    const odd = [
      ...(folded.includes('k') ? [`instr(${column}, char(8490)) > 0`] : []),
      ...(folded.includes('i') ? [`instr(${column}, char(304)) > 0`] : []),
    ];
    const plain = `instr(lower(${column}), ?) > 0`;
    return odd.length === 0
      ? { text: plain, values: [folded] }
      : {
          text: `(${plain} OR (${foreign} AND (${odd.join(' OR ')}) AND instr(fold(${column}), ?) > 0))`,
          values: [folded, folded],
        };
  });
  return clause(`(${tests.map(({ text }) => text).join(' OR ')})`, ...tests.flatMap(({ values }) => values));
}

/** Whether a short column is one of `values`, in whatever case. NULL is none of them. */
export function isOneOf(column: string, values: readonly string[]): Clause {
  const folded = values.map((value) => value.toLowerCase());
  const marks = folded.map(() => '?').join(', ');
  // As many characters as bytes: all of it is ASCII.
  const lower = `CASE WHEN length(${column}) = octet_length(${column}) THEN lower(${column}) ELSE fold(${column}) END`;
  return clause(`(${lower}) IN (${marks})`, ...folded);
}
