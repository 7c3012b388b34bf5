/** CSV (RFC 4180) that people open in spreadsheets. */
import { blanked, isFormula } from './text.ts';

/** A cell in quotes that stays one cell and that no spreadsheet takes for a formula. */
export function toCsvCell(value: string): string {
  const plain = blanked(value);
  return `"${(isFormula(plain) ? `'${plain}` : plain).replaceAll('"', '""')}"`;
}
