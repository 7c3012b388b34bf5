import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRetryAfter } from '../../../src/lib/retry-after.ts';
import { newWebhookSecret } from '../../../src/notify/channels/webhook.ts';
import { id, sendBy } from '../../support/notify/contract.ts';
import { doubles } from '../../support/notify/doubles.ts';
import { ordinary } from '../../support/notify/notices.ts';
import { answer, openReceiver, type Reply } from '../../support/notify/receiver.ts';

/** What becomes of a message when the service answers so. */
async function ask(channel: string, reply: Reply, notice = ordinary) {
  const receiver = await openReceiver(reply);
  const settings = doubles[channel]!.settings(receiver.url);
  try {
    return { outcome: await sendBy(channel, settings, notice), seen: receiver.seen };
  } finally {
    await receiver.close();
  }
}

describe("a receiver's answer", () => {
  it('is a success from 200 to 299 and a failure elsewhere', async () => {
    for (const status of [200, 201, 202, 204, 299])
      assert.equal((await ask('webhook', answer(status))).outcome.ok, true, String(status));
    for (const status of [301, 302, 304, 307, 400, 401, 404, 409, 429, 500, 502, 503]) {
      const { outcome } = await ask('webhook', answer(status, 'because'));
      assert.equal(outcome.ok, false, String(status));
      assert.equal(outcome.status, status);
      assert.equal(outcome.disable, false);
      assert.match(outcome.error ?? '', new RegExp(`answered ${status}`));
    }
  });

  it('of 410 says that it is gone for good', async () => {
    for (const channel of Object.keys(doubles))
      assert.equal((await ask(channel, answer(410))).outcome.disable, true, channel);
  });

  it('of 200 whose body says no is no success, and is read as the service means it', async () => {
    // [channel, body, status, busy]; 200 = it names no other.
    const refusals: [string, string, number, boolean][] = [
      [
        'teams',
        'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413 with ContextId tcid=0,server=X',
        413,
        false,
      ],
      [
        'teams',
        'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId tcid=0',
        429,
        true,
      ],
      ['slack', 'no_service', 200, false],
      ['slack', '{"success":false,"error":"invalid-channel"}', 200, false],
      ['slack', '', 200, false],
      ['mattermost', '{"id":"web.incoming_webhook.disabled.app_error","status_code":501}', 501, false],
      ['mattermost', '<html>Sign in</html>', 200, false],
      ['telegram', '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', 400, false],
      ['telegram', '{"ok":false,"error_code":429,"parameters":{"retry_after":7}}', 429, true],
      ['telegram', 'ok', 200, false],
      ['webhook', '{"error":{"code":403,"message":"…","status":"PERMISSION_DENIED"}}', 403, false],
      ['webhook', '{"success":false,"error":"no"}', 200, false],
      ['webhook', '{"errcode":310000,"errmsg":"sign not match"}', 200, false],
      ['splunk-hec', '{"text":"Invalid token","code":4}', 200, false],
    ];
    for (const [channel, body, status, busy] of refusals) {
      const { outcome } = await ask(channel, answer(200, body));
      assert.equal(outcome.ok, false, `${channel}: ${body}`);
      assert.equal(outcome.status, status, `${channel}: ${body}`);
      assert.equal(outcome.busy, busy, `${channel}: ${body}`);
      assert.equal(outcome.answer, body, channel);
    }
    const waits = await ask(
      'telegram',
      answer(200, '{"ok":false,"error_code":429,"parameters":{"retry_after":7}}'),
    );
    assert.equal(waits.outcome.retryAfterMs, 7000);
  });

  it('of 200 that says yes, or nothing where the service says nothing, is a success', async () => {
    const good: [string, number, string][] = [
      ['teams', 202, ''],
      ['teams', 200, '1'],
      ['slack', 200, 'ok'],
      ['slack', 200, '{"success":true}'],
      ['mattermost', 200, 'ok'],
      ['webhook', 200, '{"error":null,"ok":true}'],
      ['webhook', 200, '{"error":""}'],
      ['webhook', 200, 'null'],
      ['webhook', 200, '{"parameters":null,"errcode":0}'],
      ['webhook', 200, 'errors: none'],
    ];
    for (const [channel, status, body] of good)
      assert.equal((await ask(channel, answer(status, body))).outcome.ok, true, `${channel}: ${body}`);
  });

  it('of 429 and 503 says that it takes nothing for now', async () => {
    for (const [status, busy] of [
      [429, true],
      [503, true],
      [500, false],
      [400, false],
    ] as const)
      assert.equal((await ask('webhook', answer(status))).outcome.busy, busy, String(status));
  });

  it('may say when to come again', async () => {
    const { outcome } = await ask('webhook', answer(429, '', { 'retry-after': '120' }));
    assert.equal(outcome.retryAfterMs, 120_000);
    const discord = await ask(
      'discord',
      answer(429, '{"message":"You are being rate limited.","retry_after":64.57}'),
    );
    assert.equal(discord.outcome.retryAfterMs, 64_570);
    const telegram = await ask(
      'telegram',
      answer(429, '{"ok":false,"error_code":429,"parameters":{"retry_after":9}}'),
    );
    assert.equal(telegram.outcome.retryAfterMs, 9000);
  });

  it('may give that time as seconds or as a date, and no more than a day', () => {
    const nowMs = Date.parse('2026-11-24T10:00:00Z');
    assert.equal(parseRetryAfter('5', nowMs), 5000);
    assert.equal(parseRetryAfter(' 1.5 ', nowMs), 1500);
    assert.equal(parseRetryAfter('Tue, 24 Nov 2026 10:01:00 GMT', nowMs), 60_000);
    assert.equal(parseRetryAfter('Mon, 23 Nov 2026 10:01:00 GMT', nowMs), 0);
    assert.equal(parseRetryAfter('999999999', nowMs), 86_400_000);
    for (const odd of ['', 'soon', '-5', '1e9', '0x10', 'Infinity', undefined])
      assert.equal(parseRetryAfter(odd, nowMs), null);
  });

  it('that only looks like success is none', async () => {
    const no = await ask('splunk-hec', answer(200, '{"text":"Incorrect index","code":7}'));
    assert.equal(no.outcome.ok, false);
    assert.equal((await ask('telegram', answer(200, '{"ok":false}'))).outcome.ok, false);
    assert.equal((await ask('telegram', answer(200, 'welcome to this hotel'))).outcome.ok, false);
  });

  it('of Elasticsearch that the document is there already is a success', async () => {
    assert.equal((await ask('elasticsearch', answer(409, '{}'))).outcome.ok, true);
  });
});

describe('a resolved incident', () => {
  it('closes the alert of PagerDuty and of Opsgenie', async () => {
    const resolved = { ...ordinary, occasion: 'resolved' as const };
    const pager = await ask('pagerduty', answer(202, '{}'), resolved);
    assert.deepEqual(JSON.parse(pager.seen[0]?.body ?? ''), {
      routing_key: 'R0123456789abcdef0123456789abcde',
      dedup_key: ordinary.incident_id,
      event_action: 'resolve',
    });
    const genie = await ask('opsgenie', answer(202, '{}'), resolved);
    assert.equal(genie.seen[0]?.url, `/v2/alerts/${ordinary.incident_id}/close?identifierType=alias`);
  });
});

describe('a webhook', () => {
  it('is signed with one secret where there is one', async () => {
    const receiver = await openReceiver();
    const secret = newWebhookSecret();
    await sendBy('webhook', { url: receiver.url, secret });
    await receiver.close();
    const { headers } = receiver.seen[0]!;
    assert.match(String(headers['webhook-signature']), /^v1,[A-Za-z0-9+/]{43}=$/);
    assert.equal(headers['webhook-id'], id);
    assert.ok(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000) < 60);
  });

  it('takes no header that signs, frames or names the host', async () => {
    const secret = newWebhookSecret();
    for (const header of [
      'webhook-id: x',
      'Webhook-Signature: x',
      'Content-Type: x',
      'Host: x',
      'Transfer-Encoding: chunked',
      'X-A: b\r\nX-B: c',
      'no colon',
      ': x',
    ])
      await assert.rejects(
        sendBy('webhook', { url: 'http://127.0.0.1:8000', secret, headers: [header] }),
        { code: 'invalid_request' },
        header,
      );
    for (const short of ['whsec_', 'whsec_AAAA', `whsec_${'A'.repeat(28)}`, `whsec_${'A'.repeat(100)}`, 'x'])
      await assert.rejects(sendBy('webhook', { url: 'http://127.0.0.1:8000', secret: short }), {
        code: 'invalid_request',
      });
  });
});
