import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { docKinds } from '../../src/core/doc-kinds.ts';

describe('kinds of documents', () => {
  it('have a name each', () => {
    const names = docKinds.map(({ name }) => name);
    assert.deepEqual([...new Set(names)], names);
  });

  for (const kind of docKinds)
    it(`read and write ${kind.name} whatever is stored`, () => {
      const wrong = JSON.parse('{"__proto__":1,"name":7,"enabled":null,"judged":"x","scopes":{},"hits":"9"}');
      for (const body of [{}, wrong]) {
        const read = kind.parse(body) as never;
        assert.deepEqual(kind.parse(kind.write(read)), read);
        assert.ok(Object.keys(read).length > 0);
      }
    });
});
