/** Records as rows of a table, for spreadsheets: which columns a model has, and what stands in them. */
import type { JsonSchema, Schema } from './schema.ts';

const placeColumns = ['country', 'asn', 'network_owner', 'scope'] as const;

/** Names of the columns: the fields of the model, a place as four of its own. */
export function tableColumns(model: Schema): string[] {
  const { properties } = model as JsonSchema & { properties: Record<string, unknown> };
  return Object.keys(properties).flatMap((name) =>
    name === 'place' ? placeColumns.map((part) => `place_${part}`) : [name],
  );
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The cells of one record, in the order of `columns`. */
export function toTableRow(record: object, columns: readonly string[]): string[] {
  const fields = record as Record<string, unknown>;
  const place = (fields.place ?? {}) as Record<string, unknown>;
  return columns.map((name) =>
    toCell(name.startsWith('place_') ? place[name.slice('place_'.length)] : fields[name]),
  );
}
