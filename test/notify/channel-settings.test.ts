import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChannelConfig } from '../../src/core/channel.ts';
import { AppError } from '../../src/core/errors.ts';
import { maskedSecret, maskSettings, parseChannel } from '../../src/notify/channel-settings.ts';
import { channels } from '../../src/notify/channels/index.ts';
import { newWebhookSecret, webhook } from '../../src/notify/channels/webhook.ts';
import { parseAllowPrivate } from '../../src/notify/egress/allow-list.ts';
import { createGuard, refusedDetail } from '../../src/notify/egress/guard.ts';

const guard = createGuard({
  allow: parseAllowPrivate('127.0.0.1'),
  resolveName: (host) =>
    Promise.resolve(host.endsWith('.example') ? [{ address: '93.184.215.14', family: 4 as const }] : []),
  refusalMs: 0,
});
const parse = (input: unknown, stored: ChannelConfig | null = null) =>
  parseChannel(input, { channels, guard, nodes: new Set(['node-1']), stored });
const secret = newWebhookSecret();
const good = { name: ' SOC ', channel: 'webhook', settings: { url: 'https://hooks.example/a', secret } };
const fieldsOf = async (input: unknown, stored: ChannelConfig | null = null): Promise<string[]> => {
  const error: unknown = await parse(input, stored).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError && error.code === 'invalid_request', String(error));
  return (error.errors ?? []).map(({ field }) => field);
};

describe('a channel as people save it', () => {
  it('is read with its defaults', async () => {
    const saved = await parse({
      ...good,
      filter: { min_risk: 8, attack_types: ['Recon'] },
      quiet_hours: { from: '22:00', to: '07:00', timezone: 'Europe/Berlin', override_risk: 9 },
    });
    assert.deepEqual(saved, {
      name: 'SOC',
      channel: 'webhook',
      settings: { url: 'https://hooks.example/a', secret },
      enabled: true,
      filter: { min_risk: 8, attack_types: ['Recon'] },
      quiet_hours: { from: '22:00', to: '07:00', timezone: 'Europe/Berlin', override_risk: 9 },
      events: null,
      show_passwords: false,
      templates: null,
    });
    const told = await parse({ ...good, events: ['digest', 'opened', 'opened'], show_passwords: true });
    assert.deepEqual([told.events, told.show_passwords], [['opened', 'digest'], true]);
  });

  it('subscribes to kinds that there are', async () => {
    for (const events of [
      'opened',
      ['closed'],
      [1],
      [['opened']],
      Array.from({ length: 99 }, () => 'opened'),
    ])
      assert.match((await fieldsOf({ ...good, events })).join(), /^events/);
    assert.deepEqual(await fieldsOf({ ...good, show_passwords: 'yes' }), ['show_passwords']);
    const pager = {
      name: 'p',
      channel: 'pagerduty',
      settings: { routing_key: 'R0123456789abcdef0123456789abcde' },
    };
    assert.deepEqual(await fieldsOf({ ...pager, events: ['opened', 'digest'] }), ['events.1']);
  });

  it('names every mistake at once', async () => {
    const input = JSON.parse(`{
      "__proto__": {"x": 1}, "extra": 1, "name": "", "channel": "webhook", "enabled": "yes",
      "settings": {"url": "https://hooks.example", "secret": "x", "constructor": "y"},
      "filter": {"min_risk": 11, "nodes": "n", "__proto__": []},
      "quiet_hours": {"from": "24:00", "to": "7", "timezone": "Mars/Base", "override_risk": 1.5, "x": 1}
    }`) as unknown;
    assert.deepEqual((await fieldsOf(input)).sort(), [
      '__proto__',
      'enabled',
      'extra',
      'filter.__proto__',
      'filter.min_risk',
      'filter.nodes',
      'name',
      'quiet_hours.from',
      'quiet_hours.override_risk',
      'quiet_hours.timezone',
      'quiet_hours.to',
      'quiet_hours.x',
      'settings.constructor',
      'settings.secret',
    ]);
  });

  it('is refused whole where it is no object, or of a kind that nobody knows', async () => {
    for (const odd of [null, [], 'x', 5]) assert.deepEqual(await fieldsOf(odd), ['channel']);
    for (const kind of ['carrier-pigeon', '__proto__', 'constructor', null])
      assert.deepEqual(await fieldsOf({ ...good, channel: kind }), ['channel']);
  });

  it('may not point inside, and hears the same of every such place', async () => {
    const messages = new Set<string>();
    for (const url of [
      'http://10.0.0.1/',
      'http://[::1]/',
      'http://nobody.invalid/',
      'http://hooks.example:22/',
      'file:///x',
    ])
      await parse({ ...good, settings: { url, secret } }).catch((error: AppError) =>
        messages.add(JSON.stringify(error.errors)),
      );
    assert.deepEqual([...messages], [JSON.stringify([{ field: 'settings.url', message: refusedDetail }])]);
    assert.deepEqual(
      await fieldsOf({
        name: 'm',
        channel: 'email',
        settings: { host: '10.0.0.1', auth: 'none', from: 'a@b.example', to: ['c@d.example'] },
      }),
      ['settings.host'],
    );
  });
});

describe('secrets of a channel', () => {
  it('are shown as a mask, every one of every channel', () => {
    for (const channel of channels) {
      const settings = Object.fromEntries(
        Object.keys(channel.fields).map((name) => [name, `value of ${name}`]),
      );
      for (const [name, shown] of Object.entries(maskSettings(channel, settings)))
        assert.equal(shown, channel.fields[name]?.secret ? maskedSecret : `value of ${name}`);
    }
  });

  const stored: ChannelConfig = {
    id: 'ch-1',
    name: 'SOC',
    channel: 'webhook',
    settings: { url: 'https://hooks.example/a', secret, headers: ['X-Key: 123456'] },
    enabled: true,
    filter: {},
    disabled_reason: null,
  };

  it('keep their value when the mask comes back', async () => {
    const shown = maskSettings(webhook, stored.settings);
    const saved = await parse({ ...good, settings: { ...shown } }, stored);
    assert.deepEqual(saved.settings, stored.settings);
    const fresh = newWebhookSecret();
    const changed = await parse(
      { ...good, settings: { ...shown, secret: fresh, previous_secret: secret } },
      stored,
    );
    assert.equal(changed.settings.secret, fresh);
    assert.equal(changed.settings.previous_secret, secret);
  });

  it('are not sent to another address than the one they were given for', async () => {
    const shown = maskSettings(webhook, stored.settings);
    assert.deepEqual(
      await fieldsOf({ ...good, settings: { ...shown, url: 'https://other.example/' } }, stored),
      ['settings.secret', 'settings.headers'],
    );
    assert.deepEqual(await fieldsOf({ ...good, settings: shown }), ['settings.secret', 'settings.headers']);
    const other = {
      name: 'x',
      channel: 'gotify',
      settings: { url: 'https://hooks.example/a', token: maskedSecret },
    };
    assert.deepEqual(await fieldsOf(other, stored), ['settings.token']);
  });
});

describe("a channel's filter", () => {
  it('names attack types and nodes that exist, or that it named before', async () => {
    const filter = { nodes: ['node-1', 'node-9'], attack_types: ['BruteForce', 'Brute Force'] };
    assert.deepEqual(await fieldsOf({ ...good, filter }), ['filter.attack_types', 'filter.nodes']);
    const saved = await parse({ ...good, filter: { nodes: ['node-1'], attack_types: ['unknown'] } });
    assert.deepEqual(saved.filter, { nodes: ['node-1'], attack_types: ['unknown'] });
    const stored: ChannelConfig = { ...saved, id: 'ch-1', disabled_reason: null, filter };
    const again = await parse({ ...good, filter }, stored);
    assert.deepEqual(again.filter, filter, 'a node that was removed since');
    assert.deepEqual(await fieldsOf({ ...good, filter: { nodes: ['node-8'] } }, stored), ['filter.nodes']);
  });
});
