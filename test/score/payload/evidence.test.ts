import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackFrom, openPayloadModel } from '../../../src/score/payload/index.ts';
import { attacks } from '../../support/score/attacks.ts';
import { evasions } from '../../support/score/evade.ts';

const model = openPayloadModel();

/** Attacks plain, in requests, in forms and among benign words: over 500 of them that are found. */
function found(): string[] {
  const texts = attacks.map(({ text }) => text);
  for (const name of [
    'percent codes',
    'benign words before',
    'benign words after',
    'in a JSON body',
    'in a form of parts',
    'in a cookie',
    'base64',
  ]) {
    attacks.forEach((attack, at) => {
      const text = evasions[name]!(attack, at);
      if (text !== null) texts.push(text);
    });
  }
  return texts.filter((text) => model.classify(text).attack >= attackFrom);
}

describe('the evidence of a judgement', () => {
  const texts = found();

  it('is given for every attack that is found', () => {
    assert.ok(texts.length >= 500, `${texts.length} texts`);
    const bare = texts.filter((text) => model.classify(text).evidence.length === 0);
    assert.deepEqual(bare, []);
  });

  it('stands in the text, byte for byte, in at most 200 characters', () => {
    for (const text of texts) {
      for (const part of model.classify(text).evidence) {
        assert.ok(part.text.length > 0 && part.text.length <= 200);
        assert.ok(text.includes(part.text), `${part.text} is not in ${text}`);
      }
    }
  });

  it('is true: without it the text is less of an attack', () => {
    for (const text of texts) {
      const { attack, evidence } = model.classify(text);
      for (const part of evidence) {
        assert.ok(part.weight > 0);
        const without = text.replace(part.text, () => '');
        const rest = model.classify(without).attack;
        assert.ok(rest < attack || attack > 0.999_999, `${rest} is not below ${attack} without ${part.text}`);
      }
    }
  });

  it('is not given for what is plainly harmless', () => {
    assert.deepEqual([...model.classify('we meet at noon by the river').evidence], []);
  });
});
