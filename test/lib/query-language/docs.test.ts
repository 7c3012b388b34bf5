import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Field, parseQuery } from '../../../src/lib/query-language/index.ts';
import { root } from '../../support/source.ts';
import { fields } from './fields.ts';

const text = readFileSync(join(root, 'docs/query-language.md'), 'utf8');
const rowsOf = (heading: string): string[][] => {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading));
  assert.ok(section, heading);
  return [...section.matchAll(/^\| (.+) \|$/gm)]
    .map(([, row]) => row!.split(' | '))
    .filter(([first]) => !/^(---|to find|form|query)/.test(first!));
};
const documented: Field[] = [
  ...fields.filter(({ name }) => name !== 'service'),
  { name: 'service', type: 'text' },
  { name: 'command', type: 'text' },
  { name: 'country', type: 'text' },
];

describe('docs/query-language.md', () => {
  it('has ten examples that are queries', () => {
    const examples = rowsOf('Ten examples').map(([, code]) => code!.replace(/^`|`$/g, ''));
    assert.equal(examples.length, 10);
    for (const example of examples) assert.equal(parseQuery(example, documented).errors, undefined, example);
  });

  it('shows errors as they are', () => {
    const errors = rowsOf('Errors');
    assert.ok(errors.length >= 5);
    for (const [query, place, message] of errors) {
      const [error] = parseQuery(query!.replace(/^`|`$/g, ''), documented).errors ?? [];
      assert.equal(error?.message, message);
      assert.equal(`${error?.position}, ${error?.length} characters`, place);
    }
  });
});
