/** Lines that hold more or other than one JSON text, and files that begin with something else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entriesOf, inputOf, login, read, shown } from '../support/framing.ts';

const torn = '{"eventid": "cowrie.login.failed", "username": "ro';
const cut = 'is truncated';
const text = 'is not valid JSON';
const a = login('a');
const b = login('b');
const c = login('c');
const pretty = (record: string): string => JSON.stringify(JSON.parse(record), null, 2);

describe('a file that begins with a bracket', () => {
  it('is a log where its bracket opens no array', async () => {
    assert.deepEqual(await read('opencanary', inputOf('err-line-first.log')), [
      `1: invalid: ${text}`,
      '2: svc-backup:hunter2',
      '3: svc-backup:hunter2',
    ]);
  });

  const firstLines = [
    '[-] Log opened.',
    '[ERR] could not bind',
    '[2026-11-20 10:00:00] started',
    '[2026-11-20T10:00:00+0000] twistd 24.3.0 starting up',
    '[1] 4711',
    '[*] listening on 22',
    '[INFO] ready',
    '[HoneyPotSSHTransport,1,203.0.113.9] connection lost',
    '[ok]',
    '[0] x, {"a": 1}',
    '[warn] [mod] text',
    '[true story]',
  ];
  for (const first of firstLines)
    it(`${JSON.stringify(first)} is one line that is named, and all behind it is read`, async () => {
      assert.deepEqual(await read('cowrie', `${first}\n${a}\n${b}\n`), [
        `1: invalid: ${text}`,
        '2: a:secret',
        '3: b:secret',
      ]);
    });

  it('is an array where it is one, and what comes behind it is read too', async () => {
    assert.deepEqual(await read('cowrie', `[${a},\n${b}]\n${c}\n`), [
      '1: a:secret',
      '2: b:secret',
      '3: c:secret',
    ]);
    assert.deepEqual(await read('cowrie', `[\n${a}\n,\n${b},\n]\n[${c}]`), [
      '2: a:secret',
      '4: b:secret',
      '6: c:secret',
    ]);
    assert.deepEqual(await read('cowrie', `[${a}][${b}][]\n[]\n${c}`), [
      '1: a:secret',
      '1: b:secret',
      '3: c:secret',
    ]);
    assert.deepEqual(await read('cowrie', `[${a} ${b}\n${c}`), ['1: a:secret', '1: b:secret', '2: c:secret']);
  });

  it('may have an array behind lines of a log', async () => {
    assert.deepEqual(await read('cowrie', `[-] Log opened.\n[${a},${b}]\n[-] Log closed.\n`), [
      `1: invalid: ${text}`,
      '2: a:secret',
      '2: b:secret',
      `3: invalid: ${text}`,
    ]);
  });
});

describe('a line of several records', () => {
  it('gives each of them', async () => {
    assert.deepEqual(await read('cowrie', inputOf('two-on-a-line.ndjson')), [
      '1: a:b',
      '2: c:d',
      '2: e:f',
      '3: ',
    ]);
  });

  const separators: [string, string][] = [
    ['nothing', ''],
    ['a blank', ' '],
    ['a comma', ','],
    ['a comma and a blank', ', '],
    ['RS', '\u001e'],
    ['NUL', '\0'],
    ['a tab', '\t'],
    ['a carriage return', '\r'],
    ['a byte-order mark', '\ufeff'],
    ['several commas', ',,'],
    ['a line separator of Unicode', '\u2028'],
    ['a header of the next message', '311 <134>1 2026-11-20T10:01:40Z pot cowrie - - - '],
  ];
  for (const [name, between] of separators)
    it(`with ${name} between`, async () => {
      assert.deepEqual(await read('cowrie', [a, b, c].join(between)), [
        '1: a:secret',
        '1: b:secret',
        '1: c:secret',
      ]);
    });

  it('with a comma behind, or RS before (RFC 7464)', async () => {
    assert.deepEqual(await read('cowrie', `${a},\n\u001e${b}\n ,${c} , \r\n`), [
      '1: a:secret',
      '2: b:secret',
      '3: c:secret',
    ]);
  });

  it('of many megabytes without a line break', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => login(`u${n}`)).join('');
    assert.ok(many.length > 1_500_000);
    for (const size of [1 << 20, 5000]) {
      const got = shown(await entriesOf('cowrie', many, size));
      assert.equal(got.length, 10_000);
      assert.equal(got.at(-1), '1: u9999:secret');
    }
  });

  it('has its text behind a record named', async () => {
    assert.deepEqual(await read('cowrie', `${a} trailing\n${b}`), [
      '1: a:secret',
      '1: invalid: is text after a record',
      '2: b:secret',
    ]);
  });
});

describe('a torn record', () => {
  it('is named, and the whole one behind it is read', async () => {
    assert.deepEqual(await read('cowrie', inputOf('torn-glued.ndjson')), [
      '1: ',
      `2: invalid: ${cut}`,
      '2: ',
      '3: root:toor',
    ]);
  });

  const tears: [string, string][] = [
    ['in a text', torn],
    ['in a name', '{"eventid": "cowrie.login.failed", "usern'],
    ['behind a name', '{"eventid": "cowrie.login.failed", "username"'],
    ['behind a colon', '{"eventid": "cowrie.login.failed", "username": '],
    ['behind a comma', '{"eventid": "cowrie.login.failed", '],
    ['behind a value', '{"eventid": "cowrie.login.failed"'],
    ['in a number', '{"eventid": "cowrie.login.failed", "dst_port": 2'],
    ['in an array', '{"eventid": "cowrie.client.kex", "keyAlgs": ["a", '],
    ['in an object', '{"eventid": "cowrie.login.failed", "more": {"x": 1, '],
    ['at its beginning', '{'],
    ['behind a backslash', '{"eventid": "cowrie.login.failed", "username": "\\\\'],
    ['in a text with brackets', '{"eventid": "x", "username": "]}{['],
  ];
  for (const [name, start] of tears) {
    it(`${name}, with a whole one on the same line`, async () => {
      assert.deepEqual(await read('cowrie', `${a}\n${start}${b}\n${c}\n`), [
        '1: a:secret',
        `2: invalid: ${cut}`,
        '2: b:secret',
        '3: c:secret',
      ]);
    });
    it(`${name}, with whole ones on the next lines`, async () => {
      const got = await read('cowrie', `${a}\n${start}\n${b}\n${c}\n`);
      assert.equal(got.length, 4, got.join('; '));
      assert.match(got[1] ?? '', /^2: invalid: is /);
      assert.deepEqual([got[0], got[2], got[3]], ['1: a:secret', '3: b:secret', '4: c:secret']);
    });
    it(`${name}, at the end of the file`, async () => {
      const got = await read('cowrie', `${a}\n${start}`);
      assert.equal(got.length, 2);
      assert.match(got[1] ?? '', /^2: invalid: is truncated/);
    });
  }

  it('may be the tail of one, as a copied and cleared log begins', async () => {
    assert.deepEqual(await read('cowrie', `led", "username": "x"}${a}\n${b}`), [
      `1: invalid: ${cut}`,
      '1: a:secret',
      '2: b:secret',
    ]);
    assert.deepEqual(await read('cowrie', `led", "username": "x"}\n${b}`), [
      `1: invalid: ${text}`,
      '2: b:secret',
    ]);
  });

  it('never makes a part of itself an event', async () => {
    const inner =
      '{"timestamp":"2026-11-20T10:00:00Z","service":"ssh","source_ip":"198.51.100.66","activity":"login"}';
    const outer = `{"eventid":"x","extra":${inner}`;
    for (const end of ['', ',', ',"more":', ',"more":"te'])
      assert.deepEqual(await read('native', `${outer}${end}\n`), [`1: invalid: ${cut}`], end);
  });
});

describe('records over several lines', () => {
  it('are read, with torn ones and lines of a log between', async () => {
    const half = pretty(b).slice(0, 60);
    assert.deepEqual(await read('cowrie', `${pretty(a)}\n${pretty(b)},\n${c}`), [
      '1: a:secret',
      `${pretty(a).split('\n').length + 1}: b:secret`,
      `${pretty(a).split('\n').length * 2 + 1}: c:secret`,
    ]);
    const got = await read('cowrie', `${half}\n${pretty(a)}\n${c}\n`);
    assert.ok(got.some((one) => one.endsWith(': a:secret')) && got.some((one) => one.endsWith(': c:secret')));
    assert.ok(got.some((one) => one.includes('invalid')));
  });

  it('may be an array of them, glued to another', async () => {
    const array = JSON.stringify([JSON.parse(a), JSON.parse(b)], null, 4);
    assert.deepEqual(
      (await read('cowrie', `${array}${array}\n`)).map((one) => one.replace(/^\d+: /, '')),
      ['a:secret', 'b:secret', 'a:secret', 'b:secret'],
    );
  });

  it('that never end give back the lines that stand for themselves', async () => {
    const got = await read('cowrie', `{"eventid": "x", "list": [\n${a}\n${b}\n`);
    assert.deepEqual(got, [`1: invalid: ${cut}`, '2: a:secret', '3: b:secret']);
  });
});
