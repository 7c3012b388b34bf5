/**
 * A query as chips: its terms that must all hold, each with its place in the text. Chips and text are one state: a
 * change to a chip is a change to the text, and what else the user wrote stays as it was written.
 */
import type { Query, Span } from './ast.ts';
import type { Field } from './fields.ts';
import { formatQuery } from './format.ts';
import { parseQuery } from './parse.ts';
import { quote } from './raw.ts';

export interface Chip extends Span {
  /** In one form, without its minus sign. */
  label: string;
  isExcluded: boolean;
}

/** `value` is meant literally, whatever it holds. */
export interface Condition {
  field: string;
  value: string | number | boolean;
}

const partsOf = (query: Query): Query[] =>
  query.kind === 'and' ? query.parts : query.kind === 'everything' ? [] : [query];

const bareOf = (part: Query): Query => (part.kind === 'not' ? part.part : part);

function toChip(part: Query): Chip {
  const { position, length } = part;
  return { label: formatQuery(bareOf(part)), isExcluded: part.kind === 'not', position, length };
}

/** Null while the text is no query. */
export function toChips(text: string, fields: readonly Field[]): Chip[] | null {
  const { ast } = parseQuery(text, fields);
  return ast ? partsOf(ast).map(toChip) : null;
}

/** The condition as a term in its one form; null where the field takes no such value. */
function labelOf({ field, value }: Condition, fields: readonly Field[]): string | null {
  const { ast } = parseQuery(`${field}:${typeof value === 'string' ? quote(value) : String(value)}`, fields);
  return ast ? formatQuery(ast) : null;
}

/** The text without the terms that `drops` names, and with `added` at the end. */
function rewrite(text: string, query: Query, drops: (part: Query) => boolean, added: string | null): string {
  const parts = partsOf(query);
  if (added === null && !parts.some(drops)) return text;
  const kept = parts
    .filter((part) => !drops(part))
    .map((part) => {
      const typed = text.slice(part.position, part.position + part.length);
      return part.kind === 'or' && !isWrapped(part) && parts.length + (added === null ? 0 : 1) > 1
        ? `(${typed})`
        : typed;
    });
  return [...kept, ...(added === null ? [] : [added])].join(' ');
}

/** Whether it stands in brackets of its own, which its first part does not begin with. */
const isWrapped = (part: Query): boolean => part.kind === 'or' && part.parts[0]!.position > part.position;

function change(
  text: string,
  condition: Condition,
  fields: readonly Field[],
  isExcluded: boolean,
): string | null {
  const { ast } = parseQuery(text, fields);
  const label = labelOf(condition, fields);
  if (!ast || label === null) return null;
  const isSame = (part: Query): boolean => formatQuery(bareOf(part)) === label;
  const isThere = partsOf(ast).some((part) => isSame(part) && (part.kind === 'not') === isExcluded);
  if (isThere) return text;
  const changed = rewrite(text, ast, isSame, `${isExcluded ? '-' : ''}${label}`);
  // One term more may be one too many.
  return parseQuery(changed, fields).ast ? changed : null;
}

/** The text with this condition added; in place of its exclusion where that stood there. Null where text or condition is no query, or both together are too long for one. */
export const addTerm = (text: string, condition: Condition, fields: readonly Field[]): string | null =>
  change(text, condition, fields, false);

/** The text with this condition excluded; in place of itself where it stood there. Null likewise. */
export const excludeTerm = (text: string, condition: Condition, fields: readonly Field[]): string | null =>
  change(text, condition, fields, true);

/** The text without a chip. Null where the text is no query; unchanged where it has no such chip. */
export function removeTerm(
  text: string,
  chip: Pick<Chip, 'label' | 'isExcluded'>,
  fields: readonly Field[],
): string | null {
  const { ast } = parseQuery(text, fields);
  if (!ast) return null;
  const drops = (part: Query): boolean =>
    formatQuery(bareOf(part)) === chip.label && (part.kind === 'not') === chip.isExcluded;
  return rewrite(text, ast, drops, null);
}
