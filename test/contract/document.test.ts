import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { models } from '../../src/contract/index.ts';
import { nativeSchemas } from '../../src/ingest/native-schema.ts';
import { openApi } from '../support/api-client.ts';
import { filesBelow, root } from '../support/source.ts';

describe('docs/contract.md', () => {
  const text = readFileSync(join(root, 'docs', 'contract.md'), 'utf8');
  const paragraphs = new Set(
    [...text.matchAll(/^(?:## |\*\*)(\d+(?:\.\d+)?)/gm)].map(([, number]) => number),
  );

  it('has every paragraph that a comment in the source cites', () => {
    const cited = filesBelow('src').flatMap(({ path, text: source }) =>
      [...source.matchAll(/§(\d+(?:\.\d+)?)/g)].map(([, number]) => ({ path, number })),
    );
    assert.ok(cited.length >= 10, `only ${cited.length} citations`);
    assert.deepEqual(
      cited.filter(({ number }) => !paragraphs.has(number)),
      [],
    );
  });

  it('numbers its paragraphs without a gap', () => {
    assert.ok(paragraphs.size > 30);
    let section = 0;
    for (const number of paragraphs) {
      const [whole = '', part] = String(number).split('.');
      if (part === undefined) assert.equal(Number(whole), ++section);
      else {
        assert.equal(Number(whole), section);
        assert.ok(part === '1' || paragraphs.has(`${whole}.${Number(part) - 1}`), String(number));
      }
    }
  });

  it('names only endpoints that there are, by what they ask for', async (t) => {
    const api = await openApi(t);
    const routes = new Map(api.app.routeTable.map((route) => [`${route.method} ${route.path}`, route]));
    const named = [...text.matchAll(/`((?:GET|POST|PATCH|PUT|DELETE) \/[^`]*)`/g)].map(([, name]) => name!);
    assert.ok(named.length > 30);
    assert.deepEqual(
      named.filter((name) => !routes.has(name)),
      [],
    );
    for (const row of text.matchAll(/^\| (`(?:GET|POST|PATCH|DELETE) .*?) \| (none|user|node) \|/gm))
      for (const [, name] of row[1]!.matchAll(/`([^`]+)`/g)) {
        const access = routes.get(name!)?.access;
        const needed = typeof access === 'string' ? 'none' : access && 'user' in access ? 'user' : 'node';
        assert.equal(needed, row[2], name);
      }
  });

  it('names only models that there are', () => {
    const known = { ...models, ...nativeSchemas };
    const named = /The models `([^`]+)`/.exec(text)?.[1]?.split(', ') ?? [];
    assert.equal(named.length, 15);
    assert.deepEqual(
      named.filter((name) => !(name in known)),
      [],
    );
  });

  it('has the limits of events that are checked', () => {
    const paragraph = /\*\*1\.3\*\*.*/.exec(text)?.[0] ?? '';
    const limits = Object.values(nativeSchemas).flatMap(({ properties }) =>
      Object.entries(properties).filter(
        ([name]) => !['timestamp', 'source_ip', 'extra', 'node_id', 'event_id'].includes(name),
      ),
    );
    assert.ok(limits.length >= 10);
    for (const [name, schema] of limits) {
      const [, shown] = new RegExp(`\`${name}\` \\((?:at most )?([\\d,]+)`).exec(paragraph) ?? [];
      assert.equal(
        Number(shown?.replace(',', '')),
        'x-kept-length' in schema ? schema['x-kept-length'] : 0,
        name,
      );
    }
  });
});
