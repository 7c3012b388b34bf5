/** The OpenAPI document, as a linter that its users run sees it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApi } from '../support/api-client.ts';

describe('the OpenAPI document', () => {
  it('has nothing that a linter minds, its examples included', async (t) => {
    const api = await openApi(t);
    const { body } = await api.call('GET', '/openapi.json');
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-schema-examples': 'error' },
    });
    const lint = async (document: object) =>
      (await lintFromString({ source: JSON.stringify(document), config })).map(
        ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`,
      );
    assert.deepEqual(await lint(body), []);
    // The linter does look: a wrong example is found.
    const broken = structuredClone(body) as {
      components: { schemas: { NodeCreate: { examples?: unknown } } };
    };
    broken.components.schemas.NodeCreate.examples = [{ name: 7 }];
    assert.notDeepEqual(await lint(broken), []);
  });

  it('names every body and answer of JSON', async (t) => {
    const api = await openApi(t);
    const { body } = await api.call<{ paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/openapi.json',
    );
    let named = 0;
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key !== 'application/json') {
          walk(inner);
          continue;
        }
        assert.match(
          (inner as { schema: { $ref?: string } }).schema.$ref ?? '',
          /^#\/components\/schemas\/\w+$/,
        );
        named += 1;
      }
    };
    walk(body.paths);
    assert.ok(named > 100);
  });
});
