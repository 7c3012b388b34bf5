import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocalScorer } from '../../src/score/local.ts';
import { ask, request } from '../support/score/events.ts';

/** What browsers, proxies, feed readers, phones and libraries send with every request. */
const common = [
  'Accept: */*',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'Accept: text/xml,application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,image/png,*/*;q=0.5',
  'Accept: application/json, text/javascript, */*; q=0.01',
  'Accept: application/rss+xml, application/atom+xml;q=0.9',
  'Accept-Charset: ISO-8859-1,utf-8;q=0.7,*;q=0.7',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: de-CH,de;q=0.9,fr-CH;q=0.8,en;q=0.5',
  'Authorization: Basic bWFyYTpicmVhZC1hbmQtbWlsaw==',
  'Cache-Control: no-cache, no-store, max-age=0',
  'Content-Type: multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
  'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
  'Cookie: session=9f86d081884c7d659a2feaa0c55ad015; theme=dark; consent=%7B%22ads%22%3Afalse%7D',
  'Forwarded: for="[2001:db8::17]:4711";proto=https;by=203.0.113.43',
  'If-Modified-Since: Sat, 14 Nov 2026 19:43:31 GMT',
  'If-None-Match: W/"67ab43", "54ed21", "7892dd"',
  'Keep-Alive: timeout=5, max=997',
  'Origin: https://shop.example',
  'Range: bytes=0-1048575',
  'Referer: https://www.search.example/search?q=sourdough+bread&ie=utf-8&oe=utf-8',
  'Sec-CH-UA: "Chromium";v="126", "Not=A?Brand";v="24"',
  'Sec-Fetch-Dest: document',
  'TE: trailers',
  'Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  'Upgrade-Insecure-Requests: 1',
  'User-Agent: Mozilla/5.0 (compatible; Examplebot/2.1; +http://www.example.com/bot.html)',
  'User-Agent: Dalvik/2.1.0 (Linux; U; Android 14; SM-S911B Build/UP1A.231005.007)',
  'Via: 1.1 vegur, 1.1 varnish (Varnish/7.4)',
  'X-Forwarded-For: 198.51.100.178, 203.0.113.7',
  'X-Requested-With: XMLHttpRequest',
];

describe('headers that every client sends', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });
  // A model that is trained anew may take one of them for an attack while all its figures look well.
  for (const header of common)
    it(`mean nothing: ${header.slice(0, 60)}`, () => {
      const text = `GET /articles/bread HTTP/1.1\r\nHost: shop.example\r\n${header}\r\n\r\n`;
      const { risk_score, attack_type } = scorer.judge(ask(request(text)));
      assert.equal(attack_type, 'Normal', `${risk_score}`);
    });

  it('mean nothing all together, in either order', () => {
    for (const headers of [common, common.toReversed()]) {
      const text = `GET /articles/bread HTTP/1.1\r\nHost: shop.example\r\n${headers.join('\r\n')}\r\n\r\n`;
      assert.equal(scorer.judge(ask(request(text))).attack_type, 'Normal');
    }
  });

  it('do not hide an attack among them', () => {
    const attack = "X-Forwarded-For: 1' UNION SELECT user,password FROM users-- -";
    const text = `GET / HTTP/1.1\r\nHost: shop.example\r\n${[...common, attack].join('\r\n')}\r\n\r\n`;
    assert.equal(scorer.judge(ask(request(text))).attack_type, 'SqlInjection');
  });
});
