/** All messages of all kinds against the form that their receiver publishes (test/support/notify/published/kinds.ts). */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Ajv } from 'ajv';
import type { Notice } from '../../src/core/channel.ts';
import { channels } from '../../src/notify/channels/index.ts';
import { services } from '../../src/notify/template/services.ts';
import { hostileNotice, hugeNotice, ordinary } from '../support/notify/notices.ts';
import { type Typed, typeErrorsOf } from '../support/notify/published/compile.ts';
import {
  type Published,
  publishedOfChannels,
  publishedOfServices,
} from '../support/notify/published/kinds.ts';
import { bodyOf } from '../support/notify/readers.ts';
import { serviceDoubles } from '../support/notify/service-doubles.ts';
import { situations } from '../support/notify/situations.ts';

type Body = Record<string, unknown>;
interface Kind {
  name: string;
  published: Published;
  toBody(notice: Notice): Promise<Body>;
}

/** Buttons whose clicks the chat program tells us of. */
const withOwnButton: Readonly<Record<string, Record<string, string>>> = {
  slack: { signing_secret: '0'.repeat(32) },
  discord: { public_key: '0'.repeat(64) },
  telegram: { callback_secret: 'x'.repeat(16) },
};
const acknowledge_code = 'msg_0123456789abcdef01234567.AAAAAAAAAAAAAAAAAAAAAA';

const kinds: Kind[] = [
  ...Object.entries(withOwnButton).map(([channel, more]) => ({
    name: `${channel}-own-button`,
    published: publishedOfChannels[channel]!,
    toBody: (notice: Notice) => bodyOf(channel, { ...notice, acknowledge_code }, more),
  })),
  ...Object.entries(publishedOfChannels).map(([name, published]) => ({
    name,
    published,
    toBody: (notice: Notice) => bodyOf(name, notice),
  })),
  ...Object.entries(publishedOfServices).map(([service, published]) => ({
    name: `template-${service}`,
    published,
    toBody(notice: Notice) {
      const { path, more = {} } = serviceDoubles[service]!;
      return bodyOf('custom', notice, { service, url: `https://receiver.example.com${path}`, ...more });
    },
  })),
];

describe('the published forms', () => {
  let notices: [string, Notice][] = [];
  before(async () => {
    const occasions = ['worse', 'throttled', 'reminded', 'escalated', 'resolved', 'test'] as const;
    notices = [
      ...(await situations()),
      ...occasions.map((occasion): [string, Notice] => [occasion, { ...ordinary, occasion }]),
      ['hostile text', hostileNotice],
      ...['x', '😀', '<&>"\'', '*_`[]()'].map((text): [string, Notice] => [
        `10 kB of ${text}`,
        hugeNotice(text),
      ]),
    ];
  });

  it('are named for every kind of receiver', () => {
    const own = channels.map(({ name }) => name).filter((name) => name !== 'custom');
    assert.deepEqual(Object.keys(publishedOfChannels).sort(), own.sort());
    assert.deepEqual(Object.keys(publishedOfServices).sort(), Object.keys(services).sort());
    assert.ok(kinds.length >= 25);
  });

  for (const { name, published, toBody } of kinds)
    if (published.by === 'schema')
      it(`of ${name} (${published.source}) take every message`, async () => {
        const ajv = new Ajv({ allErrors: true });
        const takes = ajv.compile(published.schema);
        for (const [title, notice] of notices) {
          const body = await toBody(notice);
          // Opsgenie closes an alert by another request.
          if (name === 'opsgenie' && notice.occasion === 'resolved') continue;
          assert.ok(takes(body), `${title}: ${ajv.errorsText(takes.errors)}`);
          assert.equal(takes({ ...body, another: 1 }), false, 'members that are not known are refused');
        }
        assert.equal(takes({}), name.endsWith('mattermost') || name.endsWith('rocket-chat'));
      });

  it('that packages carry as types take every message, and nothing else', async () => {
    const typed: Typed[] = [];
    for (const { name, published, toBody } of kinds) {
      if (published.by !== 'types') continue;
      const { module, type, part = (body: Body) => body } = published;
      const values: unknown[] = [];
      for (const [, notice] of notices) values.push(part(await toBody(notice)));
      typed.push({ name, module, type, values });
      const first = values[0] as Body | Body[];
      const spoilt = Array.isArray(first) ? [{ ...first[0], another: 1 }] : { ...first, another: 1 };
      typed.push({ name: `${name}-spoilt`, module, type, values: [spoilt] });
    }
    assert.equal(typed.length, 16);
    const errors = await typeErrorsOf(typed);
    assert.deepEqual(
      errors.filter((line) => !line.includes('-spoilt.ts')).map((line) => line.slice(0, 500)),
      [],
    );
    for (const { name } of typed.filter((one) => one.name.endsWith('-spoilt')))
      assert.ok(
        errors.some((line) => line.startsWith(`${name}.ts`)),
        `${name} was taken`,
      );
  });
});
