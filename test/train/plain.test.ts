import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../src/score/local.ts';
import { attackFrom, openPayloadModel } from '../../src/score/payload/index.ts';
import { corpusSeeds } from '../../train/payload/corpus.ts';
import { expand, readGrammar } from '../../train/payload/grammar.ts';
import { createRandom } from '../../train/payload/learn.ts';
import { withEverydayHeaders, withoutNames } from '../../train/payload/names.ts';
import { toPlain } from '../../train/payload/plain.ts';
import { synthesise } from '../../train/payload/synth.ts';
import { wrappers } from '../../train/payload/wrappers.ts';
import { ask, request } from '../support/score/events.ts';

const grammar = readGrammar('benign', 'attack');
const scorer = openLocalScorer({ onWarning: assert.fail });
const model = openPayloadModel();
/** Another than training's: forms that it never drew. */
const seed = 4_711;
const plainWords = [
  'hello',
  'bread and milk',
  'Mara',
  '17',
  'a short note for you',
  'shop.example',
  'Dublin',
];

/** The parts of a wrapper that its templates fill with what looks like an attack and is none. */
const calm: Readonly<Record<string, string>> = {
  '«path»': '/api/orders',
  '«query»': 'page=2&sort=price',
  '«value»': '7',
  '«header2»': 'X-Requested-With: XMLHttpRequest',
  '«agent»': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
};

describe('what wraps an attack', () => {
  for (const [name, wrap] of Object.entries(wrappers))
    it(`is harmless round plain words: ${name}`, () => {
      const random = createRandom(seed);
      const filler = {
        random,
        fill: (template: string) => calm[template] ?? expand(grammar, template, random),
      };
      const flagged: string[] = [];
      for (let round = 0; round < 20; round += 1)
        for (const words of plainWords) {
          const text = wrap(words, filler);
          const { attack_type, risk_score } = scorer.judge(ask(request(text)));
          if (attack_type !== 'Normal' && risk_score >= 4)
            flagged.push(`${attack_type} ${risk_score}: ${text}`);
        }
      assert.deepEqual(flagged.slice(0, 3), [], `${flagged.length} flagged`);
    });

  it('is harmless in every form that training writes, once plain words stand for its payload', () => {
    const words = { grammar, random: createRandom(seed) };
    const flagged: string[] = [];
    let forms = 0;
    for (const row of synthesise(corpusSeeds.written)) {
      const text = row.attack ? toPlain(row.text, words) : null;
      // Where the element is the payload, no words in it make it harmless.
      if (text === null || /<script\b/i.test(text)) continue;
      forms += 1;
      if (model.classify(text).attack >= attackFrom) flagged.push(text);
    }
    assert.ok(forms > 5_000, String(forms));
    assert.deepEqual(flagged.slice(0, 5), [], `${flagged.length} of ${forms} flagged`);
  });
});

describe('a row without its payload', () => {
  const words = () => ({ grammar, random: createRandom(seed) });
  it('keeps its form', () => {
    const form = 'POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/xml\r\n\r\n';
    const xml = `${form}<?xml version="1.0"?><root><a probe="(system)('uname') ;"></a></root>`;
    assert.match(
      toPlain(xml, words()) ?? '',
      /^POST \/post HTTP\/1\.1\r\nHost: localhost\r\nContent-Type: application\/xml\r\n\r\n<\?xml version="1\.0"\?><root><a probe="[^"<]+"><\/a><\/root>$/,
    );
    assert.match(toPlain("id=1' or 1=1--&page=2", words()) ?? '', /^id=[\w+%.-]+&page=[\w+%.-]+$/);
    assert.match(toPlain('{"a":{"b":"<script>"}}', words()) ?? '', /^\{"a":\{"b":"[^"<]+"\}\}$/);
  });
  it('is none where nothing was round it', () => {
    for (const text of ["' or 1=1--", '<script>alert(1)</script>', ';ls'])
      assert.equal(toPlain(text, words()), null);
  });
});

describe('a row without the names of its collection', () => {
  const random = createRandom(seed);
  it('has other hosts and marker words, and the hosts that an attack is about', () => {
    const text = withoutNames(
      'x=http://www.xssed.com/a alert("XSS") http://169.254.169.254/ http://localhost/',
      grammar,
      random,
    );
    assert.doesNotMatch(text, /xss/i);
    assert.match(text, /http:\/\/169\.254\.169\.254\/ http:\/\/localhost\/$/);
  });
  it('has the headers of anybody’s browser, and what was put into one', () => {
    const text = withEverydayHeaders(
      'GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: OWASP CRS test agent\r\nReferer: <script>\r\n\r\n',
      grammar,
      random,
    );
    assert.doesNotMatch(text, /OWASP/);
    assert.match(text, /Referer: <script>\r\n\r\n$/);
  });
});
