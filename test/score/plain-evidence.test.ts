/** Names alone are no attack, whichever the model has met with one label only; whatever is more than a name stays one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../src/score/local.ts';
import { isPlainEvidence, withoutEvidence } from '../../src/score/plain-evidence.ts';
import { ask, request } from '../support/score/events.ts';

const plain = [
  'shop.example.net%7C',
  '://one.example.pl',
  '%3A%2Fwww.example',
  '%252F%252Fcdn.example.org',
  '//news.example.com/users/',
  'example.com.access',
  '%40%40rosas%40.or%40',
  '@t@@',
  'NET CLR 3.0.4506.2152; .NET CLR 3.5.30729)',
  '/product-guide',
  '&topgroup=&subgroup=',
  'Ünïcode.example',
  'weekly-offers/page_2',
];

const telling = [
  '../',
  '/./',
  '////',
  '//169.254.169.254',
  '//localhost',
  'metadata.google.internal',
  '/etc/passwd',
  'etc0x5cpasswd',
  '0x2e0x2e',
  'order by 1--',
  '1 or 1=1',
  'case when name then 1 else 0 end',
  'end--',
  "'1",
  '<b>',
  '(1)',
  '$id',
  'a;b',
  'a|b',
  '@@version',
  'C:/xampp/server.xml',
  ':/xampp/server.xml',
  'HTTP/1.1 200 OK',
  'wget http://example.com/x',
  '/wp-admin/',
  'php://input',
  '%00',
  '{{7*7}}',
  '12',
  '',
  `/${'a'.repeat(200)}`,
];

describe('evidence that is only names', () => {
  for (const text of plain) it(`${text} says nothing`, () => assert.equal(isPlainEvidence(text), true));
  for (const text of telling)
    it(`${text.slice(0, 40)} says something`, () => assert.equal(isPlainEvidence(text), false));
});

describe('a second look without the evidence', () => {
  it('is at the text without it', () => {
    assert.equal(withoutEvidence('/a?u=http://example.com/&b=1', ['//example.com/']), '/a?u=http:a&b=1');
  });
  for (const text of [
    "/examples/page?id='",
    '/examples/page?id=%27&x=1',
    '/examples/page?q=<i>',
    '/examples/page?q=%22%3e',
    '/examples/page?f=\\xc0\\xae',
    '/examples/page?f=%c0%ae',
    '/examples/page?f=a%0d%0aB: c',
  ])
    it(`is none where a value is broken open: ${text}`, () =>
      assert.equal(withoutEvidence(text, ['/examples/']), null));
});

describe('verdicts whose evidence says nothing', () => {
  const scorer = openLocalScorer();
  const head = 'GET / HTTP/1.1\r\nHost: 203.0.113.7:25\r\nUser-Agent: Mozilla/5.0\r\n\r\n';
  for (const text of [
    `${head}HELP\r\nEHLO probe.example.net\r\nQUIT\r\n`,
    'GET / HTTP/1.1\nHost: \nHELP\nEHLO probe.example.net\n?',
    'FEAT\r\nSYST\r\nSTAT\r\nQUIT\r\n',
    '/collect?v=2&t=event&href=javascript%3A%3B&dl=https%3A%2F%2Fshop.example.net%2Fw%2F',
  ])
    it(`are no attack: ${text.slice(-60).trim()}`, () => {
      const { attack_type, risk_score } = scorer.judge(ask(request(text)));
      assert.ok(attack_type === 'Normal' || attack_type === 'Recon', attack_type);
      assert.ok(risk_score < 6, String(risk_score));
    });
  for (const text of [
    '/p?href=javascript%3Aalert(1)',
    '<a href="javascript:void(0);alert(1)">more</a>',
    '/p?next=a%0d%0aMAIL FROM:<a@example.org>%0d%0aRCPT TO:<b@example.org>%0d%0aDATA%0d%0ax',
    "/news/?id=1' or 1=1-- -&url=http://example.org/",
  ])
    it(`are one where more stands behind it: ${text}`, () => {
      const { attack_type, risk_score } = scorer.judge(ask(request(text)));
      assert.notEqual(attack_type, 'Normal');
      assert.ok(risk_score >= 6, String(risk_score));
    });
});
