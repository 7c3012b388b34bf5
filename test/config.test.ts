import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { settings } from '../src/config/settings.ts';
import { readConfig } from '../src/config.ts';
import { AppError } from '../src/core/errors.ts';

const secret = 'a-secret-of-more-than-32-bytes-in-all';
const refusal = (env: Record<string, string>): AppError => {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'invalid_request');
    return error;
  }
  throw new assert.AssertionError({ message: 'it was taken' });
};
const namesOf = (error: AppError): string[] => (error.errors ?? []).map(({ field }) => field);

describe('the configuration', () => {
  it('needs nothing but a secret', () => {
    const config = readConfig({ JWT_SECRET_KEY: secret });
    assert.equal(config.port, 8001);
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.databaseName, 'decoyvers');
    assert.equal(config.alertRiskThreshold, 7);
    assert.equal(config.authEnabled, true);
    assert.equal(config.registration, 'open');
    assert.equal(config.mongodbUri, null);
    assert.equal(config.mlApiUrl, null);
    assert.equal(config.retentionDays, null);
    assert.deepEqual(config.corsOrigins, []);
    assert.deepEqual(config.trustProxy, []);
    assert.ok(config.dataDir.startsWith('/'));
  });

  it('refuses production without a secret and says how to make one', () => {
    const error = refusal({});
    assert.deepEqual(namesOf(error), ['JWT_SECRET_KEY']);
    assert.match(error.detail, /openssl rand/);
    assert.equal(readConfig({ AUTH_ENABLED: 'False' }).jwtSecret, null);
  });

  it('reports every mistake at once and repeats no value', () => {
    const wrong = {
      PORT: '99999-leak',
      AUTH_ENABLED: 'leak-perhaps',
      JWT_SECRET_KEY: 'leak-short',
      MONGODB_URI: 'postgres://leak:leak@db/',
      DATABASE_NAME: 'leak/../leak',
      ML_API_URL: 'gopher://leak',
      ML_FALLBACK: 'leak',
      ALERT_RISK_THRESHOLD: '11',
      RETENTION_DAYS: '0',
      CORS_ORIGINS: '*, https://leak.example',
      TRUST_PROXY: 'leak',
      PUBLIC_URL: 'leak',
      REGISTRATION: 'leak',
      HOST: 'leak leak',
      NOTIFY_ALLOW_PRIVATE: '10.0.0.0/leak',
      LOG_LEVEL: 'leak',
      METRICS_TOKEN: 'leak',
    };
    const error = refusal(wrong);
    assert.deepEqual(namesOf(error).sort(), Object.keys(wrong).sort());
    assert.doesNotMatch(`${error.detail} ${JSON.stringify(error.errors)} ${error.stack}`, /leak/);
  });

  it('takes an empty variable for an absent one', () => {
    assert.equal(readConfig({ JWT_SECRET_KEY: secret, PORT: '', MONGODB_URI: ' ' }).port, 8001);
  });

  it('reads words for true and false as people write them', () => {
    for (const word of ['False', 'false', '0', 'no', 'OFF'])
      assert.equal(readConfig({ AUTH_ENABLED: word }).authEnabled, false, word);
    for (const word of ['True', 'true', '1', 'yes', 'ON'])
      assert.equal(readConfig({ AUTH_ENABLED: word, JWT_SECRET_KEY: secret }).authEnabled, true, word);
  });

  it('measures a secret in bytes', () => {
    assert.equal(readConfig({ JWT_SECRET_KEY: 'ä'.repeat(16) }).jwtSecret, 'ä'.repeat(16));
    assert.deepEqual(namesOf(refusal({ JWT_SECRET_KEY: 'x'.repeat(31) })), ['JWT_SECRET_KEY']);
  });

  it('parts lists by commas and blanks', () => {
    const { corsOrigins, trustProxy, notifyAllowPrivate } = readConfig({
      JWT_SECRET_KEY: secret,
      CORS_ORIGINS: 'https://a.example, http://localhost:3000/',
      TRUST_PROXY: '127.0.0.1, 10.0.0.0/8 ::1',
      NOTIFY_ALLOW_PRIVATE: '10.0.0.0/8, ntfy.lan:8080',
    });
    assert.deepEqual(corsOrigins, ['https://a.example', 'http://localhost:3000']);
    assert.deepEqual(trustProxy, ['127.0.0.1', '10.0.0.0/8', '::1']);
    assert.equal(notifyAllowPrivate.length, 2);
  });

  it('does not trust the whole internet by a mapped network', () => {
    assert.deepEqual(namesOf(refusal({ JWT_SECRET_KEY: secret, TRUST_PROXY: '::ffff:10.0.0.0/8' })), [
      'TRUST_PROXY',
    ]);
  });

  it('takes no user names in addresses, which end in logs', () => {
    assert.deepEqual(namesOf(refusal({ JWT_SECRET_KEY: secret, ML_API_URL: 'http://me:leak@127.0.0.1' })), [
      'ML_API_URL',
    ]);
  });

  it('takes a slash off addresses', () => {
    const { mlApiUrl, publicUrl } = readConfig({
      JWT_SECRET_KEY: secret,
      ML_API_URL: 'http://127.0.0.1:8000/',
      PUBLIC_URL: 'https://decoys.example//',
    });
    assert.equal(mlApiUrl, 'http://127.0.0.1:8000');
    assert.equal(publicUrl, 'https://decoys.example');
  });

  describe('in a .env file', () => {
    const inFolder = (run: (folder: string) => void): void => {
      const folder = mkdtempSync(join(tmpdir(), 'decoyverse-config-'));
      try {
        run(folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    };

    it('stands where the environment says nothing', () =>
      inFolder((folder) => {
        writeFileSync(join(folder, '.env'), `# ours\nJWT_SECRET_KEY="${secret}"\nPORT=9000\nHOST=::1\n`);
        const config = readConfig({ PORT: '9001' }, { folder });
        assert.equal(config.jwtSecret, secret);
        assert.equal(config.port, 9001);
        assert.equal(config.host, '::1');
      }));

    it('may be missing', () =>
      inFolder((folder) => assert.equal(readConfig({ JWT_SECRET_KEY: secret }, { folder }).port, 8001)));

    it('is a mistake where it is there and cannot be read', () =>
      inFolder((folder) => {
        const file = join(folder, '.env');
        writeFileSync(file, 'PORT=9000');
        chmodSync(file, 0);
        // Root reads everything: then it is simply read.
        if (process.getuid?.() === 0)
          assert.equal(readConfig({ JWT_SECRET_KEY: secret }, { folder }).port, 9000);
        else
          assert.throws(() => readConfig({ JWT_SECRET_KEY: secret }, { folder }), {
            detail: /\.env exists/,
          });
      }));
  });

  it('refuses a certificate that is half there, two of them, and ports for TLS without one', () => {
    const mistakes = (env: Record<string, string>): string[] =>
      namesOf(refusal({ JWT_SECRET_KEY: secret, ...env }));
    assert.deepEqual(mistakes({ TLS_CERT_FILE: 'cert.pem' }), ['TLS_KEY_FILE']);
    assert.deepEqual(mistakes({ TLS_KEY_FILE: 'key.pem' }), ['TLS_CERT_FILE']);
    const pair = { TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' };
    assert.deepEqual(mistakes({ ...pair, TLS_SELF_SIGNED: 'true' }), ['TLS_SELF_SIGNED']);
    assert.deepEqual(mistakes({ SYSLOG_TLS_PORT: '6514' }), ['SYSLOG_TLS_PORT']);
    assert.deepEqual(mistakes({ LISTENER_CERTIFICATES: 'AB:CD=node@user' }), ['LISTENER_CERTIFICATES']);
    assert.equal(readConfig({ JWT_SECRET_KEY: secret, ...pair, JSON_TLS_PORT: '6515' }).jsonTlsPort, 6515);
    const print = 'ab:'.repeat(31);
    assert.deepEqual(
      readConfig({ JWT_SECRET_KEY: secret, LISTENER_CERTIFICATES: `${print}ab=n@u` }).listenerCertificates,
      [{ fingerprint: 'AB'.repeat(32), name: 'n@u' }],
    );
  });

  it('is documented: docs/configuration.md has every setting as the code has it', () => {
    const text = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
    const rows = settings.map(
      ({ name, default: standard, help }) =>
        `| \`${name}\` | ${standard === null || standard === '' ? '–' : `\`${standard}\``} | ${help} |`,
    );
    for (const row of rows) assert.ok(text.includes(row), `docs/configuration.md lacks the line\n${row}`);
    const documented = [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(
      documented,
      settings.map(({ name }) => name),
    );
  });
});
