/**
 * The template language: `{{ field }}`, `{{ field | cut 100 | upper }}`, `{{#if field}}…{{else}}…{{/if}}`,
 * `{{#if risk_score >= 8}}`. Fields, conditions and a few filters, and nothing else: no loops, no calls, no access to
 * anything but the message's own fields, so a template's time and size are bounded by its length.
 */
import { type FieldError, invalid } from '../../core/errors.ts';

export type Fields = Readonly<Record<string, string | number>>;

interface Filter {
  name: 'upper' | 'lower' | 'cut' | 'default' | 'oneline';
  argument: string | number | null;
}
interface Test {
  field: string;
  operator: '==' | '!=' | '>=' | '<=' | '>' | '<' | null;
  value: string | number;
}
export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'field'; field: string; filters: Filter[] }
  | { kind: 'if'; test: Test; yes: TemplateNode[]; no: TemplateNode[] };

export const longestTemplate = 16_000;
const mostNodes = 500;
const deepest = 5;

const fieldForm = /^[a-z][a-z0-9_]{0,40}(?:\.[a-z][a-z0-9_]{0,40})?$/;
const testForm =
  /^([a-z][a-z0-9_.]{0,81})(?:\s{0,20}(==|!=|>=|<=|>|<)\s{0,20}(?:"([^"]{0,200})"|(-?\d{1,9}(?:\.\d{1,6})?)))?$/;
const filterForm = /^(upper|lower|cut|default|oneline)(?:\s{1,20}(?:"([^"]{0,200})"|(\d{1,5})))?$/;

class Mistake extends Error {}

function parseTest(text: string): Test {
  const found = testForm.exec(text);
  if (!found) throw new Mistake(`“${text.slice(0, 60)}” is no condition`);
  const [, field = '', operator = null, quoted, number] = found;
  return {
    field,
    operator: operator as Test['operator'],
    value: number === undefined ? (quoted ?? '') : Number(number),
  };
}

function parseField(text: string): TemplateNode {
  const [field = '', ...rest] = text.split('|').map((part) => part.trim());
  if (!fieldForm.test(field)) throw new Mistake(`“${field.slice(0, 60)}” is no field`);
  const filters = rest.map((part): Filter => {
    const found = filterForm.exec(part);
    if (!found) throw new Mistake(`“${part.slice(0, 60)}” is no filter`);
    const [, name, quoted, number] = found;
    if (name === 'cut' && number === undefined) throw new Mistake('cut needs a length');
    if (name === 'default' && quoted === undefined)
      throw new Mistake('default needs a text in quotation marks');
    return {
      name: name as Filter['name'],
      argument: number === undefined ? (quoted ?? null) : Number(number),
    };
  });
  return { kind: 'field', field, filters };
}

interface Open {
  node: Extract<TemplateNode, { kind: 'if' }>;
  nodes: TemplateNode[];
}

/** Throws a Mistake. */
function parse(source: string): TemplateNode[] {
  if (source.length > longestTemplate) throw new Mistake(`must have at most ${longestTemplate} characters`);
  const root: TemplateNode[] = [];
  const open: Open[] = [];
  let count = 0;
  const add = (node: TemplateNode): void => {
    if (++count > mostNodes) throw new Mistake(`has more than ${mostNodes} parts`);
    (open.at(-1)?.nodes ?? root).push(node);
  };
  let at = 0;
  while (at < source.length) {
    const start = source.indexOf('{{', at);
    const until = start < 0 ? source.length : start;
    if (until > at) add({ kind: 'text', text: source.slice(at, until) });
    if (start < 0) break;
    const end = source.indexOf('}}', start);
    if (end < 0) throw new Mistake('a “{{” is not closed');
    const tag = source.slice(start + 2, end).trim();
    if (tag.startsWith('#if ')) {
      const node: Open['node'] = {
        kind: 'if',
        test: parseTest(tag.slice(4).trim()),
        yes: [],
        no: [],
      };
      add(node);
      open.push({ node, nodes: node.yes });
      if (open.length > deepest) throw new Mistake(`conditions are nested more than ${deepest} deep`);
    } else if (tag === 'else') {
      const last = open.at(-1);
      if (!last || last.nodes === last.node.no) throw new Mistake('{{else}} without a condition');
      last.nodes = last.node.no;
    } else if (tag === '/if') {
      if (!open.pop()) throw new Mistake('{{/if}} without a condition');
    } else add(parseField(tag));
    at = end + 2;
  }
  if (open.length > 0) throw new Mistake('a condition is not closed with {{/if}}');
  return root;
}

function fieldsIn(nodes: readonly TemplateNode[]): string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'text') return [];
    if (node.kind === 'field') return [node.field];
    return [node.test.field, ...fieldsIn(node.yes), ...fieldsIn(node.no)];
  });
}

/** Throws `invalid_request` naming `name`: a mistake in the language, or a field that there is not. */
export function parseTemplate(
  source: string,
  { name, isField }: { name: string; isField(field: string): boolean },
): TemplateNode[] {
  const errors: FieldError[] = [];
  try {
    const nodes = parse(source);
    const unknown = fieldsIn(nodes).find((field) => !isField(field));
    if (unknown === undefined) return nodes;
    errors.push({ field: name, message: `names {{${unknown}}}, which is no field of a message` });
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    errors.push({ field: name, message: error.message });
  }
  throw invalid(errors);
}
