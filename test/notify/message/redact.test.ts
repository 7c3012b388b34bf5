import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channels } from '../../../src/notify/channels/index.ts';
import { redact, secretsOf } from '../../../src/notify/message/redact.ts';

describe('secrets in what a receiver says', () => {
  it('are taken out in every form in which it may repeat them', () => {
    const secret = 'p@ss "w/rd+é';
    const echo = [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ a: secret }).toString(),
      JSON.stringify({ secret }),
      Buffer.from(secret).toString('base64'),
      Buffer.from(`user:${secret}`).toString('base64'),
      Buffer.from(`\0user\0${secret}`).toString('base64url'),
    ].join(' | ');
    const seen = redact(echo, [secret]);
    assert.doesNotMatch(seen, /p@ss|p%40ss|w\/rd|w%2Frd|cEBzcyAid/);
  });

  it('go with the longest first, and too short ones stay', () => {
    assert.equal(redact('abcdef abc ab', ['abc', 'abcdef', 'ab']), '*** *** ab');
    assert.equal(redact('nothing here', []), 'nothing here');
  });

  it('are the telling parts of a secret address and of secret headers', () => {
    const slack = channels.find(({ name }) => name === 'slack')!;
    const parts = secretsOf(slack.fields, {
      url: 'https://hooks.slack.com/services/T0123456/B0123456/tokentoken?sig=abcdefgh',
    });
    for (const part of ['tokentoken', 'T0123456', 'abcdefgh']) assert.ok(parts.includes(part), part);
    const webhook = channels.find(({ name }) => name === 'webhook')!;
    assert.ok(
      secretsOf(webhook.fields, { headers: ['Authorization: Bearer abcdefghij'] }).includes('abcdefghij'),
    );
  });
});
