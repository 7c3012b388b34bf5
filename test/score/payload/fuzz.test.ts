import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openPayloadModel } from '../../../src/score/payload/index.ts';
import { createWindowing, wholeLength } from '../../../src/score/payload/windowing.ts';
import { attacks } from '../../support/score/attacks.ts';
import { lookAlikes } from '../../support/score/benign.ts';

const model = openPayloadModel();
const windowing = createWindowing();

/** Tokens and features that were looked at: what time goes into. */
function workOf(text: string): number {
  let work = 0;
  windowing.forEachWindow(text, ({ features, first, last }) => {
    work += features.count + last - first + 1;
  });
  return work;
}

const pieces = fc.constantFrom(
  ...attacks.map(({ text }) => text),
  ...lookAlikes,
  ...[
    '%',
    '%25',
    '&#x3c;',
    '\\u0027',
    '/*',
    '*/',
    "''",
    '$@',
    '`',
    '\0',
    '\r\n',
    '--a\r\nX: y\r\n\r\n',
    '\ud800',
    '﷽',
    '+AGE-',
  ],
);
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10_240 }),
  fc.string({ unit: 'grapheme', maxLength: 3_000 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('').slice(0, 10_240)),
  fc.uint8Array({ maxLength: 10_240 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.uint8Array({ maxLength: 10_240 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
  fc
    .tuple(pieces, fc.integer({ min: 1, max: 2_000 }))
    .map(([piece, times]) => piece.repeat(times).slice(0, 10_240)),
);

describe('whatever is judged', () => {
  it('never throws and gives probabilities and evidence that stands in the text', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { attack, familyConfidence, unknownShare, evidence } = model.classify(text);
        assert.ok(attack >= 0 && attack <= 1);
        assert.ok(familyConfidence >= 0 && familyConfidence <= 1);
        assert.ok(unknownShare >= 0 && unknownShare <= 1);
        for (const part of evidence) assert.ok(text.includes(part.text));
      }),
      { numRuns: 300, seed: 17 },
    );
  });

  it('costs no more work than its length allows', () => {
    fc.assert(
      fc.property(anything, (text) => {
        // Each character is at most a token, and a token in windows that overlap has a bounded number of features.
        assert.ok(workOf(text) <= 4_000 + text.length * 24, `${workOf(text)} for ${text.length} characters`);
      }),
      { numRuns: 300, seed: 18 },
    );
  });

  it('costs twice the work when it is twice as long, for every repeated piece', () => {
    const repeated = [
      ...attacks.map(({ text }) => text),
      ...lookAlikes,
      '%',
      '&',
      '/*',
      '{"a":"',
      '--a\r\nX: y\r\n\r\n',
      '&a=',
      "c'a't ",
    ];
    for (const piece of repeated) {
      // Longer than what the list of pieces takes in: from there on the rest is one piece.
      const once = workOf(piece.repeat(Math.ceil(8_000 / piece.length)));
      const twice = workOf(piece.repeat(Math.floor(16_000 / piece.length)));
      assert.ok(twice <= once * 2.6 + 4_000, `${piece.slice(0, 40)}: ${once} → ${twice}`);
    }
  });

  it('costs no more from a certain length on', () => {
    for (const piece of ["' or 1=1 -- ", 'calm words, nothing else ', '<a>']) {
      const long = workOf(piece.repeat(Math.ceil((wholeLength * 2) / piece.length)));
      const longer = workOf(piece.repeat(Math.ceil((wholeLength * 20) / piece.length)));
      assert.ok(longer <= long * 1.2 + 1_000, `${piece}: ${long} → ${longer}`);
    }
  });

  it('is found in a long text wherever it stands', () => {
    const calm = 'We met at the library last summer and it was fine. ';
    for (const at of [0, 200, 500, 900]) {
      const text = `${calm.repeat(at)} 1' UNION SELECT password FROM users WHERE 'a'='a' -- ${calm.repeat(1_000 - at)}`;
      assert.ok(model.classify(text).attack > 0.5, `after ${at} sentences`);
    }
  });
});

describe('what was judged before', () => {
  it('changes nothing: a text after others is judged as by a model that is new', () => {
    const used = openPayloadModel();
    fc.assert(
      fc.property(anything, anything, (before, text) => {
        used.classify(before);
        const mine = { ...used.classify(text) };
        assert.deepEqual({ ...openPayloadModel().classify(text) }, mine);
        // Its evidence too, asked for when another text was judged since.
        const late = used.classify(text);
        used.classify(before);
        assert.deepEqual(late.evidence, mine.evidence);
      }),
      { numRuns: 40, seed: 25 },
    );
  });
});
