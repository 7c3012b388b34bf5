import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clip } from '../../../src/lib/text.ts';
import {
  clipQuoted,
  codeSpan,
  defang,
  fitted,
  htmlText,
  inert,
  markdownText,
  printable,
  safeLink,
  slackText,
  toJson,
} from '../../../src/notify/message/hostile-text.ts';
import { tricks, unseen } from '../../support/notify/notices.ts';

describe('hostile text', () => {
  it('shows every character that could not be seen', () => {
    const shown = printable(
      'a\u0000b\u001b[1mc\r\nd\te\u202ef\u200bg\u2066h\ufeffi\u{e0041}j\u009bk\u2028l',
      500,
    );
    assert.equal(
      shown,
      'a\\x00b\\x1b[1mc\\r\\nd\\te\\u202ef\\u200bg\\u2066h\\ufeffi\\u{e0041}j\\x9bk\\u2028l',
    );
    for (let code = 0; code <= 0xffff; code++)
      assert.ok(!unseen.test(printable(String.fromCharCode(code), 20)), `U+${code.toString(16)}`);
  });

  it('shows half a surrogate pair instead of breaking the text', () => {
    assert.equal(printable('x\ud83dy\udc00', 50), 'x\\ud83dy\\udc00');
    assert.ok(printable('😀'.repeat(50), 11).isWellFormed());
  });

  it('leaves words of all languages and whole emoji as they are', () => {
    for (const text of ['Zugriff auf Löhne', 'доступ', 'アクセス', 'كلمة السر', '密码 😀 é'])
      assert.equal(inert(text, 100), text);
  });

  it('does not let combining marks pile up', () => {
    assert.equal(printable(`z${'\u0301'.repeat(50)}`, 100), `z${'\u0301'.repeat(3)}`);
  });

  it('is no formula to a spreadsheet', () => {
    for (const start of ['=', '+', '-', '@', ' =', '＝', '＋', '－', '＠'])
      assert.match(inert(`${start}1+2`, 50), /^'/, start);
    assert.equal(inert('\t=1', 50), '\\t=1');
    assert.equal(inert('2026-11-24', 50), '2026-11-24');
  });

  it('cuts where it must and says so', () => {
    assert.equal(clip('abcdef', 4), 'abc…');
    assert.equal(clip('abc', 3), 'abc');
    assert.equal(clip('ab😀', 3), 'ab…');
    assert.equal(inert('x'.repeat(10_000_000), 10), 'xxxxxxxxx…');
  });

  it('takes links and mentions their shape', () => {
    const cases: [string, string][] = [
      ['http://evil.example/x', 'http[:]//evil[.]example/x'],
      ['www.evil.example', 'www[.]evil[.]example'],
      ['evil。example', 'evil[.]example'],
      ['javascript:alert(1)', 'javascript[:]alert(1)'],
      ['\\\\evil.example\\share', '[\\\\]evil[.]example\\share'],
      ['@everyone and root@host', '[@]everyone and root[@]host'],
      ['＠all', '[@]all'],
      ['slack://open', 'slack[:]//open'],
      ['http://srv.intra-net/x', 'http[:]//srv[.]intra-net/x'],
      ['www.evil.smith', 'www[.]evil[.]smith'],
      ['evil.com-x evil.COM evil.рф', 'evil[.]com-x evil[.]COM evil[.]рф'],
      ['evil.xn--p1ai', 'evil[.]xn--p1ai'],
      ['anna.smith@corp.com', 'anna.smith[@]corp[.]com'],
    ];
    for (const [given, wanted] of cases) assert.equal(defang(given), wanted);
  });

  it('leaves addresses, file names and sentences readable', () => {
    for (const text of [
      '45.9.148.3 opened /srv/finance/payroll.xlsx',
      'index.php?id=1 at 10:15:00',
      'First. Then 3.5 times.',
      '2001:db8::1',
      'C:\\Users\\x',
      'anna.smith',
      'CORP\\anna.smith',
      'svc.backup-01',
    ])
      assert.equal(defang(text), text);
  });

  it('keeps no link or mention of a page full of tricks', () => {
    const safe = defang(inert(tricks, 5000));
    assert.doesNotMatch(safe, /:\/\/|evil\.example|@(?:everyone|here|channel|all|evil)|javascript:|mailto:/);
    assert.ok(!unseen.test(safe));
  });

  it('accepts only plain http links', () => {
    assert.equal(safeLink('https://a.example/x y"<'), 'https://a.example/x%20y%22%3C');
    for (const link of ['javascript:alert(1)', 'https://u:p@a.example/', 'ftp://a.example', '/x', '', null])
      assert.equal(safeLink(link), null);
    assert.equal(safeLink(`https://a.example/${'x'.repeat(3000)}`), null);
  });

  it('escapes each markup', () => {
    assert.equal(htmlText(`<a href="x">&'`), '&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
    assert.equal(slackText('<!channel> & <@U1>'), '&lt;!channel&gt; &amp; &lt;@U1&gt;');
    assert.equal(codeSpan('a`b'), '`aˋb`');
    assert.equal(codeSpan(''), '` `');
    assert.equal(markdownText('**b** [x](y) <@1> #h'), '\\*\\*b\\*\\* \\[x\\]\\(y\\) \\<\\@1\\> \\#h');
    assert.equal(
      toJson({ a: '<!channel>&\u2028\u009b' }),
      '{"a":"\\u003c!channel\\u003e\\u0026\\u2028\\u009b"}',
    );
    assert.deepEqual(JSON.parse(toJson({ a: tricks })), JSON.parse(JSON.stringify({ a: tricks })));
  });

  it('makes no host by cutting a name', () => {
    for (let max = 4; max < 20; max++)
      assert.doesNotMatch(clipQuoted('see evil.comet now', max), /evil\.com(?![a-z])/);
  });

  it('takes the longest build that fits', () => {
    const build = (share: number): string => 'é'.repeat(Math.round(1000 * share));
    assert.equal(fitted(2000, build).length, 1000);
    assert.equal(fitted(1999, build).length, 600);
    assert.equal(fitted(10, build).length, 100);
  });
});
