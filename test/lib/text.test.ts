import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toCsvCell } from '../../src/lib/csv.ts';
import { blanked, clip, cut, isFormula, visible, visibleJson } from '../../src/lib/text.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 80 });
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('text that is cut', () => {
  it('is never longer, starts as it was, and has no half of a pair that was whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(50), (text, max) => {
        const short = cut(text, max);
        assert.ok(short.length <= max && text.startsWith(short) && short.isWellFormed());
        const marked = clip(text, max);
        assert.equal(marked.endsWith('…') || marked === text, true);
        assert.ok(marked.length <= Math.max(1, max) && marked.isWellFormed());
      }),
    );
    assert.equal(cut('a😀', 2), 'a');
    assert.equal(clip('abc', 2), 'a…');
    assert.equal(clip('a😀b', 3), 'a…');
  });
});

describe('text that is made visible', () => {
  it('has one escape for each character that is not seen', () => {
    assert.equal(visible('a\u001b[31mb\n\r\t\u0000\u007f\u009b'), 'a\\x1b[31mb\\n\\r\\t\\x00\\x7f\\x9b');
    assert.equal(visible('x\u202egnp.exe\u2066\u200b\ufeff'), 'x\\u202egnp.exe\\u2066\\u200b\\ufeff');
    assert.equal(visible('\u{e0041}\ud800'), '\\u{e0041}\\ud800');
    assert.equal(visible('héllo wörld 日本 😀 ok'), 'héllo wörld 日本 😀 ok');
  });

  it('holds nothing unseen, whatever it was made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const shown of [visible(text), blanked(text), visibleJson({ [text]: text })])
          assert.doesNotMatch(shown, unseen);
        assert.deepEqual(JSON.parse(visibleJson([text])), [text]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a cell of CSV', () => {
  it('is one cell and no formula', () => {
    assert.equal(toCsvCell('a"b\r\nc'), '"a""b  c"');
    for (const start of ['=', '+', '-', '@', '＝', ' =']) {
      assert.ok(isFormula(`${start}1`));
      assert.match(toCsvCell(`${start}cmd|calc`), /^"'/);
    }
    assert.ok(!isFormula('a=1'));
  });
});
