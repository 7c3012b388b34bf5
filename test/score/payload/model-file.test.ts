import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { openPayloadModel } from '../../../src/score/payload/index.ts';
import { parseModelFile, toModelFile } from '../../../src/score/payload/model-file.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', 'src', 'score', 'payload', 'model.bin');
const bytes = readFileSync(shipped);
const folder = mkdtempSync(join(tmpdir(), 'payload-model-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string, content: Uint8Array) {
  const file = join(folder, name);
  writeFileSync(file, content);
  return openPayloadModel({ file });
}

describe('the payload model file', () => {
  it('is small', () => {
    assert.ok(bytes.length < 2_000_000, `${bytes.length} bytes`);
    assert.equal(openPayloadModel().sizeBytes, bytes.length);
  });

  it('says its version', () => {
    assert.match(openPayloadModel().version, /^\d{4}\.\d{1,2}\.\d+$/);
  });

  it('is the same, byte for byte, when it is read and written again', () => {
    assert.ok(toModelFile(parseModelFile(bytes)).equals(bytes));
  });

  it('is refused when one bit of a table is turned', () => {
    for (const place of [bytes.length - 1, bytes.length >> 1, 5_000]) {
      const damaged = Buffer.from(bytes);
      damaged[place]! ^= 1;
      assert.throws(() => open('turned.bin', damaged), /payload model: the checksum does not match.*damaged/);
    }
  });

  it('is refused when a figure of its header is changed', () => {
    const text = bytes.toString('latin1').replace(/"slope":\d/, '"slope":9');
    assert.throws(() => open('header.bin', Buffer.from(text, 'latin1')), /checksum/);
  });

  it('is refused when it is cut off, empty or something else', () => {
    assert.throws(
      () => open('cut.bin', bytes.subarray(0, 100_000)),
      /the tables have .* bytes and should have/,
    );
    assert.throws(() => open('empty.bin', new Uint8Array(0)), /does not begin with a header line/);
    assert.throws(() => open('text.bin', Buffer.from('hello\n')), /the header is not JSON/);
    assert.throws(() => open('json.bin', Buffer.from('{"magic":"x"}\n')), /not a payload model file/);
    assert.throws(() => open('null.bin', Buffer.from('null\n')), /not a payload model file/);
    assert.throws(() => openPayloadModel({ file: join(folder, 'missing.bin') }), { code: 'ENOENT' });
  });

  it('is refused when it was trained for other features', () => {
    const end = bytes.indexOf(10);
    const header = JSON.parse(bytes.subarray(0, end).toString('utf8')) as { features: string };
    const weights = parseModelFile(bytes);
    const other = toModelFile(weights).toString('latin1').replace(header.features, 'features-0/1/1/1/1');
    assert.throws(() => open('other.bin', Buffer.from(other, 'latin1')), /checksum|other features/);
  });
});
