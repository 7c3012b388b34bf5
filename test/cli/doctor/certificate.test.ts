import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkCertificate } from '../../../src/cli/doctor/certificate.ts';
import { readConfig } from '../../../src/config.ts';
import { dayMs } from '../../../src/lib/duration.ts';
import { createPairFiles } from '../../support/certificates.ts';
import { createPlace } from '../../support/command-line.ts';

const secret = 'a-secret-of-more-than-32-bytes-in-all';
const nowMs = Date.UTC(2026, 10, 30);

describe('doctor on the certificate', () => {
  it('says nothing without one, and how long one is good', (t) => {
    assert.equal(checkCertificate(readConfig({ JWT_SECRET_KEY: secret }), nowMs), null);
    const pair = createPairFiles(t, 'localhost', nowMs);
    const config = readConfig({ JWT_SECRET_KEY: secret, ...pair.env });
    const at = (days: number) => checkCertificate(config, nowMs + days * dayMs);
    assert.equal(at(0)?.state, 'ok');
    assert.match(at(0)?.detail ?? '', /for 3650 more days, SHA-256 [0-9A-F:]{95}$/);
    assert.equal(at(3637)?.state, 'warn');
    assert.match(at(3637)?.detail ?? '', /ends in 13 days/);
    assert.equal(at(3651)?.state, 'fail');
    assert.match(at(3651)?.detail ?? '', /ended on 2036-11-27/);
    assert.equal(at(-2)?.state, 'fail');
  });

  it('names files that are missing, are none, or do not fit', (t) => {
    const [pair, other] = [createPairFiles(t), createPairFiles(t)];
    const detailOf = (env: Record<string, string>): string =>
      checkCertificate(readConfig({ JWT_SECRET_KEY: secret, ...env }), Date.now())?.detail ?? '';
    assert.match(detailOf({ ...pair.env, TLS_KEY_FILE: other.key }), /is not the key of/);
    writeFileSync(other.cert, 'nothing');
    assert.match(detailOf(other.env), /holds no certificate in PEM/);
    rmSync(pair.key);
    assert.match(detailOf(pair.env), /cannot be read \(ENOENT\)/);
    const { folder } = createPlace(t);
    assert.match(detailOf({ TLS_SELF_SIGNED: 'true', DATA_DIR: folder }), /made at the first start/);
  });
});
