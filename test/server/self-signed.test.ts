import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { makeSelfSigned } from '../../src/server/self-signed.ts';
import { runProgram } from '../support/certificates.ts';
import { createPlace } from '../support/command-line.ts';

const nowMs = Date.UTC(2026, 10, 30);

describe('a certificate that vouches for itself', () => {
  it('holds its names and addresses, and can be used for a server alone', () => {
    const { cert, key } = makeSelfSigned(['decoys.example.org', '192.0.2.7', '2001:db8::7'], nowMs);
    const leaf = new X509Certificate(cert);
    assert.equal(leaf.subject, 'CN=decoys.example.org');
    assert.equal(
      leaf.subjectAltName,
      'DNS:decoys.example.org, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7',
    );
    assert.equal(leaf.checkHost('decoys.example.org'), 'decoys.example.org');
    assert.equal(leaf.checkIP('192.0.2.7'), '192.0.2.7');
    assert.equal(leaf.ca, false);
    assert.ok(leaf.verify(leaf.publicKey));
    assert.ok(leaf.checkPrivateKey(createPrivateKey(key)));
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    assert.equal(leaf.validToDate.toISOString(), '2036-11-27T00:00:00.000Z');
  });

  it('is another each time, with a serial number that is positive', () => {
    const serials = Array.from(
      { length: 50 },
      () => new X509Certificate(makeSelfSigned(['localhost'], nowMs).cert).serialNumber,
    );
    assert.equal(new Set(serials).size, 50);
    for (const serial of serials) assert.match(serial, /^[4-7][0-9A-F]{31}$/);
  });

  it('passes the checks of OpenSSL, strictly', async (t) => {
    const { folder } = createPlace(t);
    const file = join(folder, 'cert.pem');
    writeFileSync(file, makeSelfSigned(['localhost'], Date.now()).cert);
    const { code, text } = await runProgram('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_hostname',
      'localhost',
      '-CAfile',
      file,
      '-partial_chain',
      file,
    ]);
    assert.equal(code, 0, text);
    assert.match(text, /: OK/);
  });
});
