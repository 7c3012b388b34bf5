import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { appendSteps, type SessionStep } from '../../src/core/history.ts';
import { addedSteps, readStoryText, toStoryText } from '../../src/store/sqlite/writing/session-story.ts';

const step = fc.record({
  kind: fc.constantFrom('login.failed', 'command.run') as fc.Arbitrary<SessionStep['kind']>,
  text: fc.oneof(fc.constantFrom('login_attempt', '7', '"', ''), fc.string()),
  tactic: fc.constantFrom(null, 'Discovery'),
});
/** Runs of equal steps, as guessing makes them. */
const story = fc
  .array(fc.tuple(step, fc.integer({ min: 1, max: 9 })), { maxLength: 9 })
  .map((runs) => runs.flatMap(([one, times]) => Array.from({ length: times }, () => ({ ...one }))));

describe('the text of a session’s story', () => {
  it('gives back every step', () => {
    fc.assert(fc.property(story, (steps) => assert.deepEqual(readStoryText(toStoryText(steps)), steps)));
  });

  it('of sixty equal steps is short, and each that is read is a step of its own', () => {
    const steps = Array.from({ length: 60 }, () => ({
      kind: 'login.failed' as const,
      text: 'login_attempt',
      tactic: null,
    }));
    const text = toStoryText(steps);
    assert.ok(text.length < 100, text);
    assert.equal(new Set(readStoryText(text)).size, 60);
  });

  it('that versions before this one wrote is read', () => {
    const steps: SessionStep[] = [
      { kind: 'command.run', text: 'id', tactic: null },
      { kind: 'command.run', text: 'id', tactic: null },
    ];
    assert.deepEqual(readStoryText(JSON.stringify(steps)), steps);
  });
});

describe('the steps that were added to a story', () => {
  it('make the same story of the one before', () => {
    fc.assert(
      fc.property(story, story, (earlier, more) => {
        const before = { story: appendSteps([], earlier) };
        const after = { story: appendSteps(before.story, more) };
        const added = addedSteps(before, after);
        if (added === null) {
          // Nothing to go on from, or all of its latest steps gave way.
          assert.ok(before.story.length === 0 || !after.story.includes(before.story.at(-1)!));
          return;
        }
        assert.deepEqual(appendSteps(before.story, added), after.story);
        assert.ok(added.length <= more.length);
      }),
    );
  });

  it('are not told where it is another story', () => {
    const one: SessionStep = { kind: 'command.run', text: 'id', tactic: null };
    assert.equal(addedSteps(null, { story: [one] }), null);
    assert.equal(addedSteps({ story: [one] }, { story: [] }), null);
    assert.equal(addedSteps({ story: [one] }, { story: [{ ...one }] }), null);
    const two: SessionStep = { ...one, text: 'w' };
    assert.equal(addedSteps({ story: [two, one] }, { story: [one] }), null);
  });
});
