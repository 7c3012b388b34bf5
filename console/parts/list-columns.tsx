/** Columns that several lists have: the same cell, order and name in each; a list says what differs. */
import { RiskBadge } from './badges.tsx';
import type { Column } from './column.ts';
import { Count, RelativeTime } from './time.tsx';
import { SourceValue, Value } from './value.tsx';

type Look<T> = Partial<Omit<Column<T>, 'id' | 'label' | 'cell' | 'sortBy'>>;

/** Null: not scored yet. */
export const riskColumn = <T,>(label: string, riskOf: (row: T) => number | null): Column<T> => ({
  id: 'risk',
  label,
  width: '66px',
  card: 'aside',
  cell: (row) => <RiskBadge risk={riskOf(row)} />,
  sortBy: (row) => riskOf(row) ?? -1,
});

export const typeColumn = <T,>(label: string, nameOf: (row: T) => string, look?: Look<T>): Column<T> => ({
  id: 'type',
  label,
  width: 'minmax(100px, 1fr)',
  isRoomy: true,
  card: 'line',
  cell: nameOf,
  sortBy: nameOf,
  ...look,
});

export const sourceColumn = <T extends { source_ip: string }>(label: string, look?: Look<T>): Column<T> => ({
  id: 'source',
  label,
  width: 'minmax(96px, 0.9fr)',
  isRoomy: true,
  cell: (row) => <SourceValue source={row.source_ip} filter="source" />,
  sortBy: (row) => row.source_ip,
  ...look,
});

export const nodeColumn = <T extends { node_id: string }>(
  label: string,
  nodeName: (id: string) => string,
  look?: Look<T>,
): Column<T> => ({
  id: 'node',
  label,
  isRoomy: true,
  width: 'minmax(80px, 0.7fr)',
  cell: (row) => (
    <Value value={row.node_id} filter="node_id">
      {nodeName(row.node_id)}
    </Value>
  ),
  sortBy: (row) => nodeName(row.node_id),
  ...look,
});

export const countColumn = <T,>(
  id: string,
  label: string,
  countOf: (row: T) => number,
  look?: Look<T>,
): Column<T> => ({
  id,
  label,
  isRoomy: true,
  width: '88px',
  align: 'end',
  cell: (row) => <Count value={countOf(row)} />,
  sortBy: countOf,
  ...look,
});

/** `id`: what people's column choices know it by. */
export const agoColumn = <T,>(
  id: string,
  label: string,
  atOf: (row: T) => string,
  look?: Look<T>,
): Column<T> => ({
  id,
  label,
  width: '92px',
  card: 'aside',
  cell: (row) => <RelativeTime at={atOf(row)} />,
  sortBy: atOf,
  ...look,
});
