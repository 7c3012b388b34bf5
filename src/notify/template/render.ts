/** Templates with the fields of a message. Every value is escaped for where it goes; the template's own text is not. Pure. */
import { clip } from '../../lib/text.ts';
import { clipQuoted } from '../message/hostile-text.ts';
import type { Fields, TemplateNode } from './syntax.ts';

export type Escape = (text: string) => string;

/** Whatever the fields hold. */
export const longestResult = 20_000;

/** Links are ours and valid, parameters are the tenant's own: escaped, they would not work. */
const isOurs = (field: string): boolean =>
  field === 'link' || field === 'acknowledge' || field.startsWith('param.');

type Field = Extract<TemplateNode, { kind: 'field' }>;
type Test = Extract<TemplateNode, { kind: 'if' }>['test'];

/** Lines without the space round them, joined by a blank. */
const toOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');

/** Half an address leads nowhere: one that is too long is left out. */
const cut = (field: string, value: string, most: number): string =>
  field === 'link' || field === 'acknowledge' ? (value.length <= most ? value : '') : clipQuoted(value, most);

function textOf({ field, filters }: Field, fields: Fields): string {
  let value = String(fields[field] ?? '');
  for (const { name, argument } of filters) {
    if (name === 'upper') value = value.toUpperCase();
    else if (name === 'lower') value = value.toLowerCase();
    else if (name === 'cut') value = cut(field, value, Number(argument));
    else if (name === 'oneline') value = toOneLine(value);
    else if (value === '') value = String(argument);
  }
  return value;
}

function holds({ field, operator, value }: Test, fields: Fields): boolean {
  const found = fields[field] ?? '';
  if (operator === null) return found !== '' && found !== 0;
  if (operator === '==') return String(found) === String(value);
  if (operator === '!=') return String(found) !== String(value);
  const [left, right] = [Number(found), Number(value)];
  if (operator === '>=') return left >= right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left < right;
}

/** At most `longestResult` characters. */
export function renderTemplate(nodes: readonly TemplateNode[], fields: Fields, inert: Escape): string {
  let text = '';
  for (const node of nodes) {
    if (text.length > longestResult) break;
    if (node.kind === 'text') text += node.text;
    else if (node.kind === 'field') {
      const value = textOf(node, fields);
      text += isOurs(node.field) ? value : inert(value);
    } else text += renderTemplate(holds(node.test, fields) ? node.yes : node.no, fields, inert);
  }
  return clip(text, longestResult);
}
