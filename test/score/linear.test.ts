import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandRules } from '../../src/score/rules/commands.ts';
import { fallbackRules } from '../../src/score/rules/fallback-rules.ts';
import { logRules } from '../../src/score/rules/log-lines.ts';
import { queryRules } from '../../src/score/rules/queries.ts';
import { webRules } from '../../src/score/rules/web.ts';
import { wireRules } from '../../src/score/rules/wire.ts';

/**
 * Repetitions that may follow each other without an end to either make time grow faster than the text. What is
 * allowed to repeat without bound may do so only once, at single characters of one class.
 */
const nested = /\((?:\?[:=!]|\?<[=!])?[^()]*[+*][^()]*\)[+*]/;

describe('the rules’ patterns', () => {
  const rules = [...commandRules, ...webRules, ...queryRules, ...wireRules, ...logRules, ...fallbackRules];

  it('were looked at', () => {
    assert.ok(rules.length > 60);
    assert.match('(?:-\\w+\\s+)*', nested);
    assert.doesNotMatch('(?:-\\w+\\s+){0,6}', nested);
  });

  for (const { id, pattern } of rules)
    it(`repeat nothing that repeats itself without bound: ${id}`, () => {
      assert.doesNotMatch(pattern.source, nested);
      assert.doesNotMatch(pattern.source, /\.\*|\[\^[^\]]+\]\*/, 'a stretch of anything has a length');
      assert.ok(!pattern.global && !pattern.sticky, 'a pattern keeps no place');
    });
});
