/** CSV (RFC 4180) that people open in spreadsheets. */

/**
 * A cell in quotes that no spreadsheet takes for a formula and that stays one cell: unseen characters become blanks,
 * and what begins with = + - @ (full-width forms too) gets a quote before it.
 */
export function toCsvCell(value: string): string {
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  const inert = /^ *[=+\-@＝＋－＠]/u.test(plain) ? `'${plain}` : plain;
  return `"${inert.replaceAll('"', '""')}"`;
}
