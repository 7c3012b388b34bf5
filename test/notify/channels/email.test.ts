import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { email } from '../../../src/notify/channels/email.ts';
import { makeCertificate } from '../../support/notify/certificate.ts';
import { id, sendBy } from '../../support/notify/contract.ts';
import { ordinary } from '../../support/notify/notices.ts';
import { answer, openReceiver } from '../../support/notify/receiver.ts';
import { openMailRig } from '../../support/notify/servers.ts';

describe('mail', () => {
  it('has the headers that mail programs go by', async (t) => {
    const rig = await openMailRig();
    t.after(() => rig.close());
    const outcome = await sendBy('email', rig.settings);
    assert.equal(outcome.status, 250);
    const [mail] = rig.mails;
    assert.equal(mail?.headers.get('message-id'), `<${id}@example.com>`);
    assert.equal(mail?.headers.get('references'), '<inc-0011223344556677.decoyverse@example.com>');
    assert.equal(mail?.headers.get('auto-submitted'), 'auto-generated');
    assert.match(mail?.headers.get('from') ?? '', /<alerts@example\.com>$/);
    assert.match(mail?.headers.get('to') ?? '', /soc@example\.com.*boss@example\.com/);
    assert.match(mail?.text ?? '', /^\[CRITICAL\] New incident: 45\.9\.148\.3 guessed/);
    assert.match(mail?.html ?? '', /href="https:\/\/decoyverse\.example\.com\/incidents\/inc-/);
    assert.deepEqual(
      rig.auths.map(({ user, method }) => [user, method]),
      [['alerts@example.com', 'PLAIN']],
    );
  });

  it('lets nothing of an attacker into the headers', async (t) => {
    const rig = await openMailRig();
    t.after(() => rig.close());
    const title = 'x\r\nBcc: victim@example.net\r\n\r\n<b>body</b>';
    await sendBy('email', rig.settings, { ...ordinary, title, incident_id: 'inc-1\r\nBcc: v@example.net' });
    const [mail] = rig.mails;
    assert.equal(mail?.headers.has('bcc'), false);
    assert.match(mail?.text ?? '', /x\\r\\nBcc: victim\[@\]example/);
  });

  it('says which recipient was refused and why, and goes again only to those who were refused for now', async (t) => {
    const asked: string[][] = [];
    let isBusy = true;
    const refusals: Record<string, { responseCode: number; text: string }> = {
      'gone@example.com': { responseCode: 550, text: 'no such user' },
      'full@example.com': { responseCode: 452, text: 'mailbox full' },
    };
    const rig = await openMailRig(
      { to: ['soc@example.com', 'gone@example.com', 'full@example.com'] },
      {
        onMailFrom(_address, _session, callback) {
          asked.push([]);
          callback();
        },
        onRcptTo({ address }, _session, callback) {
          asked.at(-1)?.push(address);
          const refusal = refusals[address];
          if (refusal && (isBusy || refusal.responseCode >= 500))
            return callback(Object.assign(new Error(refusal.text), { responseCode: refusal.responseCode }));
          callback();
        },
      },
    );
    t.after(() => rig.close());
    const first = await sendBy('email', rig.settings);
    assert.equal(first.ok, false);
    assert.equal(first.busy, false);
    assert.deepEqual(
      first.recipients?.map(({ to, state }) => [to, state]),
      [
        ['soc@example.com', 'taken'],
        ['gone@example.com', 'refused'],
        ['full@example.com', 'later'],
      ],
    );
    assert.match(first.recipients?.[1]?.answer ?? '', /no such user/);
    assert.match(
      first.error ?? '',
      /^Refused by the server for gone@example\.com; .*full@example\.com.*soc@/,
    );
    assert.equal(rig.mails.length, 1);
    isBusy = false;
    const second = await sendBy('email', rig.settings, ordinary, { recipients: first.recipients });
    assert.equal(second.ok, true);
    assert.deepEqual(asked[1], ['full@example.com']);
    assert.match(rig.mails[1]?.headers.get('to') ?? '', /soc@example\.com.*gone@.*full@/, 'as the first');
  });

  it('that all recipients refuse is not sent, and says so of each', async (t) => {
    const rig = await openMailRig(
      {},
      {
        onRcptTo(_address, _session, callback) {
          callback(Object.assign(new Error('greylisted'), { responseCode: 450 }));
        },
      },
    );
    t.after(() => rig.close());
    const outcome = await sendBy('email', rig.settings);
    assert.equal(outcome.ok, false);
    assert.equal(outcome.status, 450);
    assert.deepEqual(
      outcome.recipients?.map(({ state }) => state),
      ['later', 'later'],
    );
    assert.equal(rig.mails.length, 0);
  });

  it('names an untrusted certificate as that', async (t) => {
    const rig = await openMailRig();
    // Nobody gets so far as to speak SMTP to it.
    const encrypted = await openReceiver(answer(200), makeCertificate());
    t.after(() => Promise.all([rig.close(), encrypted.close()]));
    const { ca: _ca, ...settings } = rig.settings;
    for (const where of [{}, { security: 'tls', port: encrypted.port }]) {
      const outcome = await sendBy('email', { ...settings, ...where });
      assert.equal(outcome.error, "The receiver's certificate is not trusted.");
    }
    assert.equal(rig.mails.length, 0);
  });

  for (const provider of ['microsoft', 'google'] as const)
    it(`signs in with an access token of ${provider}`, async (t) => {
      const rig = await openMailRig();
      const tokens = await openReceiver(
        answer(200, '{"access_token":"ya29.access-token","expires_in":3599}'),
      );
      t.after(() => Promise.all([rig.close(), tokens.close()]));
      const { password: _password, ...rest } = rig.settings;
      const oauth = {
        ...rest,
        auth: provider,
        client_id: 'client-1',
        client_secret: 'client-secret-1',
        refresh_token: 'refresh-token-1',
        token_url: `${tokens.url}/token`,
      };
      const outcome = await sendBy('email', oauth);
      assert.equal(outcome.error, null);
      assert.deepEqual(rig.auths, [
        { user: 'alerts@example.com', secret: 'ya29.access-token', method: 'XOAUTH2' },
      ]);
      const asked = Object.fromEntries(new URLSearchParams(tokens.seen[0]?.body));
      assert.deepEqual(asked, {
        client_id: 'client-1',
        client_secret: 'client-secret-1',
        grant_type: 'refresh_token',
        refresh_token: 'refresh-token-1',
        ...(provider === 'microsoft' ? { scope: 'https://outlook.office.com/SMTP.Send offline_access' } : {}),
      });
      tokens.reply = answer(400, '{"error":"invalid_grant","error_description":"refresh-token-1 is old"}');
      const refused = await sendBy('email', oauth);
      assert.equal(
        refused.error,
        'No access token for the mailbox: the token service answered 400 (invalid_grant).',
      );
      assert.ok(!JSON.stringify(refused).includes('refresh-token-1'));
      assert.equal(rig.mails.length, 1);
    });

  it("signs in with Microsoft's client credentials", async (t) => {
    const rig = await openMailRig();
    const tokens = await openReceiver(answer(200, '{"access_token":"ya29.access-token"}'));
    t.after(() => Promise.all([rig.close(), tokens.close()]));
    const { password: _password, ...rest } = rig.settings;
    const settings = {
      ...rest,
      auth: 'microsoft',
      client_id: 'c',
      client_secret: 's',
      token_url: tokens.url,
    };
    assert.equal((await sendBy('email', settings)).ok, true);
    assert.equal(new URLSearchParams(tokens.seen[0]?.body).get('grant_type'), 'client_credentials');
  });

  it('sends nothing over a connection that does not encrypt', async (t) => {
    const rig = await openMailRig({}, { disabledCommands: ['STARTTLS'] });
    t.after(() => rig.close());
    const outcome = await sendBy('email', rig.settings);
    assert.equal(outcome.ok, false);
    assert.deepEqual(rig.auths, []);
    assert.deepEqual(rig.mails, []);
  });

  it('speaks TLS from the first byte where it is told to', async (t) => {
    const rig = await openMailRig({ security: 'tls' }, { secure: true });
    t.after(() => rig.close());
    assert.equal((await sendBy('email', rig.settings)).error, null);
    assert.equal(rig.mails.length, 1);
  });

  it('does not trust a certificate of a stranger', async (t) => {
    const rig = await openMailRig({ ca: undefined });
    t.after(() => rig.close());
    const outcome = await sendBy('email', rig.settings);
    assert.equal(outcome.ok, false);
    assert.deepEqual(rig.auths, []);
  });

  it('says that the password is wrong without repeating it', async (t) => {
    const rig = await openMailRig({ password: 'not-the-password' });
    t.after(() => rig.close());
    const outcome = await sendBy('email', rig.settings);
    assert.equal(outcome.error, 'The mail server refused the user name, password or token.');
    assert.ok(!JSON.stringify(outcome).includes('not-the-password'));
  });

  it('takes plain addresses only, and settings that fit together', () => {
    const good = {
      host: 'h',
      port: 587,
      security: 'starttls',
      auth: 'none',
      tenant: 'common',
      from: 'a@b.c',
      to: ['d@e.f'],
    };
    const check = (change: object): void => email.check?.({ ...good, ...change } as never);
    check({});
    for (const change of [
      { from: 'A <a@b.c>' },
      { from: 'a@b.c\r\nBcc: x@y.z' },
      { to: [] },
      { to: ['x'] },
      { to: ['"a b"@c.d'] },
      { to: ['@a:b@c.d'] },
      { auth: 'password' },
      { auth: 'google', username: 'u', client_id: 'c' },
      { auth: 'microsoft', username: 'u', client_id: 'c' },
      { auth: 'password', username: 'u', password: 'p', security: 'none' },
    ])
      assert.throws(() => check(change), { code: 'invalid_request' }, JSON.stringify(change));
  });
});
