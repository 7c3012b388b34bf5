/**
 * A query as chips: its terms that must all match, each with its position in the text. Chips and text are one state: a
 * change to a chip changes the text, and everything else the user wrote is kept as written.
 */
import type { Query, Span } from './ast.ts';
import type { Field } from './fields.ts';
import { formatQuery } from './format.ts';
import { parseQuery } from './parse.ts';
import { quote } from './raw.ts';

export interface Chip extends Span {
  /** In canonical form, without its minus sign. */
  label: string;
  isExcluded: boolean;
}

/** `value` is taken literally. */
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

/** Null while the text is not a valid query. */
export function toChips(text: string, fields: readonly Field[]): Chip[] | null {
  const { ast } = parseQuery(text, fields);
  return ast ? partsOf(ast).map(toChip) : null;
}

/** The condition as a term in canonical form; null if the field does not accept the value. */
function labelOf({ field, value }: Condition, fields: readonly Field[]): string | null {
  const { ast } = parseQuery(`${field}:${typeof value === 'string' ? quote(value) : String(value)}`, fields);
  return ast ? formatQuery(ast) : null;
}

/** The text without the terms in `drops`, and with `added` at the end. */
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

/** Whether it is in brackets of its own, which are not those of its first part. */
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
  // The additional term may exceed the limit.
  return parseQuery(changed, fields).ast ? changed : null;
}

/** The text with this condition added; replaces its exclusion if there is one. Null if text or condition is not a valid query, or both together are too long. */
export const addTerm = (text: string, condition: Condition, fields: readonly Field[]): string | null =>
  change(text, condition, fields, false);

/** The text with this condition excluded; replaces the condition itself if it is there. Null likewise. */
export const excludeTerm = (text: string, condition: Condition, fields: readonly Field[]): string | null =>
  change(text, condition, fields, true);

/** The text without a chip. Null if the text is not a valid query; unchanged if it has no such chip. */
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
