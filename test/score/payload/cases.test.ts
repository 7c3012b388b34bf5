import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { families } from '../../../src/score/payload/families.ts';
import { attackFrom, openPayloadModel, urgentFrom } from '../../../src/score/payload/index.ts';
import { attacks } from '../../support/score/attacks.ts';
import { lookAlikes } from '../../support/score/benign.ts';
import { evasions } from '../../support/score/evade.ts';

const model = openPayloadModel();
const isAttack = (text: string) => model.classify(text).attack >= attackFrom;

describe('the shipped payload model', () => {
  it('finds at least 95 of 100 attacks that were written by hand', () => {
    const missed = attacks.filter(({ text }) => !isAttack(text)).map(({ text }) => text);
    assert.ok(missed.length <= attacks.length * 0.05, `missed:\n${missed.join('\n')}`);
  });

  it('finds most attacks of every family', () => {
    for (const family of families) {
      const own = attacks.filter(({ families: named }) => named[0] === family);
      if (own.length === 0) continue;
      const found = own.filter(({ text }) => isAttack(text)).length;
      assert.ok(found >= own.length * 0.75, `${family}: ${found} of ${own.length}`);
    }
  });

  it('names a right family for at least 95 of 100 attacks', () => {
    const wrong = attacks.filter(({ text, families: right }) => !right.includes(model.classify(text).family));
    assert.ok(wrong.length <= attacks.length * 0.05, wrong.map(({ text }) => text).join('\n'));
  });

  it('flags at most 8 of 100 texts that only look like attacks, and calls fewer than 2 urgent', () => {
    const flagged = lookAlikes.filter(isAttack);
    assert.ok(flagged.length <= lookAlikes.length * 0.08, `flagged:\n${flagged.join('\n')}`);
    const urgent = lookAlikes.filter((text) => model.classify(text).attack >= urgentFrom);
    assert.ok(urgent.length < lookAlikes.length * 0.02, `urgent:\n${urgent.join('\n')}`);
  });

  it('says the same of the same text, whatever was judged before', () => {
    const first = attacks.map(({ text }) => model.classify(text).attack);
    for (const text of lookAlikes) model.classify(text);
    assert.deepEqual(
      attacks.map(({ text }) => model.classify(text).attack),
      first,
    );
  });

  it('gives probabilities, and nothing for an empty text', () => {
    for (const { text } of attacks) {
      const { attack, familyConfidence, unknownShare } = model.classify(text);
      for (const value of [attack, familyConfidence, unknownShare]) assert.ok(value >= 0 && value <= 1);
    }
    assert.equal(model.classify('').attack, 0);
    assert.deepEqual([...model.classify('').evidence], []);
    assert.equal(model.classify(' \r\n\t').attack, 0);
  });
});

describe('attacks in disguise', () => {
  let [rows, plain, disguised] = [0, 0, 0];
  for (const [name, evade] of Object.entries(evasions)) {
    it(`are found all the same: ${name}`, () => {
      let [own, before, after] = [0, 0, 0];
      const missed: string[] = [];
      attacks.forEach((attack, at) => {
        const text = evade(attack, at);
        if (text === null || text === attack.text) return;
        own += 1;
        if (isAttack(attack.text)) before += 1;
        if (isAttack(text)) after += 1;
        else missed.push(text);
      });
      rows += own;
      plain += before;
      disguised += after;
      assert.ok(own >= 10, `only ${own} attacks can be written that way`);
      assert.ok((before - after) / own <= 0.05, `${before} → ${after} of ${own}:\n${missed.join('\n')}`);
    });
  }

  it('lower recall by at most five points in all', () => {
    assert.ok(rows > 1_000);
    assert.ok((plain - disguised) / rows <= 0.05, `${plain} → ${disguised} of ${rows}`);
  });
});
