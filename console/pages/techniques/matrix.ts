/** Techniques that were seen, arranged by tactic. Pure. */

/** ATT&CK's tactics in its order, with the techniques that the scorer speaks of; each stands in one alone. */
export const tactics = {
  reconnaissance: ['T1595'],
  'resource-development': ['T1588'],
  'initial-access': ['T1078', 'T1133', 'T1189', 'T1190'],
  execution: ['T1053', 'T1059', 'T1072', 'T1203'],
  persistence: ['T1037', 'T1098', 'T1136', 'T1505', 'T1543', 'T1547', 'T1554'],
  'privilege-escalation': ['T1548'],
  'defense-evasion': ['T1014', 'T1027', 'T1055', 'T1070', 'T1140', 'T1221', 'T1222', 'T1497', 'T1562'],
  'credential-access': ['T1003', 'T1040', 'T1056', 'T1110', 'T1552', 'T1606'],
  discovery: ['T1018', 'T1046', 'T1082', 'T1083', 'T1087', 'T1120', 'T1673'],
  'lateral-movement': ['T1210'],
  collection: ['T1005', 'T1074', 'T1113', 'T1119', 'T1213'],
  'command-and-control': ['T1090', 'T1095', 'T1105', 'T1572'],
  exfiltration: ['T1041', 'T1048'],
  impact: ['T1485', 'T1486', 'T1489', 'T1491', 'T1496', 'T1498', 'T1529', 'T1531', 'T1561', 'T1565'],
} as const;
export type Tactic = keyof typeof tactics | 'other';

export interface Seen {
  technique: string;
  events: number;
}

export interface Cell {
  id: string;
  /** Of the technique itself; its own ones beside it. */
  events: number;
  parts: Seen[];
}
export interface Column {
  tactic: Tactic;
  cells: Cell[];
}

const baseOf = (id: string): string => id.slice(0, 5);

/** Every tactic with its techniques, those with most events first; what stands nowhere is `other`, if there is any. */
export function toMatrix(seen: readonly Seen[]): Column[] {
  const cells = new Map<string, Cell>();
  const cellOf = (id: string): Cell => {
    const cell = cells.get(id) ?? { id, events: 0, parts: [] };
    cells.set(id, cell);
    return cell;
  };
  for (const one of seen) {
    const cell = cellOf(baseOf(one.technique));
    if (one.technique === cell.id) cell.events += one.events;
    else cell.parts.push(one);
  }
  const total = (cell: Cell): number =>
    cell.parts.reduce((sum, { events }) => Math.max(sum, events), cell.events);
  const order = (a: Cell, b: Cell): number => total(b) - total(a) || (a.id < b.id ? -1 : 1);
  const columns: Column[] = Object.entries(tactics).map(([tactic, ids]) => ({
    tactic: tactic as Tactic,
    cells: ids.map((id) => cellOf(id)).sort(order),
  }));
  const placed = new Set<string>(Object.values(tactics).flat());
  const rest = [...cells.values()].filter(({ id }) => !placed.has(id)).sort(order);
  return rest.length === 0 ? columns : [...columns, { tactic: 'other', cells: rest }];
}

export const isSeen = ({ events, parts }: Cell): boolean => events > 0 || parts.length > 0;
