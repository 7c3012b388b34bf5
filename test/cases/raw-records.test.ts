import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toMaskedRaw } from '../../src/cases/raw-records.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import { mostRaw, toRaw } from '../../src/core/raw-record.ts';

const password = 'Sommer2024!"ä';
const event = (kept: string | null): StoredEvent =>
  ({
    kind: 'login.failed',
    payload: kept === null ? 'uname -a' : `anna:${kept}`,
    activity: 'login',
    extra: kept === null ? {} : { username: 'anna', password: kept },
    agent: null,
    verdict: null,
  }) as unknown as StoredEvent;

const record = { username: 'anna', password, src_ip: '203.0.113.9' };
const json = JSON.stringify(record);
/** As Python's json.dumps writes it. */
const ascii = json.replace(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

describe('a raw record for those who may not see passwords', () => {
  for (const [how, raw] of [
    ['plain JSON', json],
    ['JSON in ASCII', ascii],
    ["JSON in a shipper's JSON", JSON.stringify({ message: json })],
    ["ASCII in a collector's JSON in JSON", JSON.stringify({ log: JSON.stringify({ event: ascii }) })],
    ['a form', new URLSearchParams({ message: json }).toString()],
    ['JSON in ASCII in a form', new URLSearchParams({ message: ascii }).toString()],
    ['many attempts of which the event is another', JSON.stringify({ auth_attempts: [record] })],
  ] as const)
    it(`has none of them in ${how}`, () => {
      const shown = toMaskedRaw(raw, event(how.startsWith('many') ? 'root' : password));
      assert.equal(shown.masked, true);
      let text = shown.raw ?? '';
      for (let depth = 0; depth < 4; depth++) {
        assert.doesNotMatch(text, /Sommer2024/, text);
        text = decodeURIComponent(text.replaceAll('\\"', '"').replaceAll('\\\\', '\\'));
      }
    });

  it('is as it came where there is nothing to mask', () => {
    const raw = '{"input": "uname -a",  "src_ip":"203.0.113.9"}';
    assert.deepEqual(toMaskedRaw(raw, event(null)), { raw, is_cut: false, masked: false });
    const guess = '{"username":"root","password":"123456"}';
    assert.equal(toMaskedRaw(guess, event('123456')).raw, guess);
  });

  it('is withheld where it is cut, as nothing says what its end would be', () => {
    const raw = toRaw(`{"pad":"${'x'.repeat(mostRaw)}","password":"${password}"}`);
    assert.deepEqual(toMaskedRaw(raw, event(null)), { raw: null, is_cut: true, masked: true });
  });

  it('is withheld where a password stands in a writing that is not known', () => {
    const odd = JSON.stringify({ note: 'x', data: JSON.stringify(record).replace('S', '\\u0053') });
    const { raw, masked } = toMaskedRaw(odd, event(password));
    assert.equal(masked, true);
    assert.doesNotMatch(raw ?? '', /ommer2024/);
  });

  it('never throws, whatever came', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        toMaskedRaw(text, event(password));
        toMaskedRaw(`message=${encodeURIComponent(text.toWellFormed())}`, event(null));
        toMaskedRaw(JSON.stringify([text, [text]]), event(password));
      }),
    );
    toMaskedRaw('['.repeat(8000) + ']'.repeat(8000), event(password));
  });
});
