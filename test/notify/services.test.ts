/** Each ready template against a receiver that takes what its service documents, and says yes and no as it does. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Notice } from '../../src/core/channel.ts';
import { channels } from '../../src/notify/channels/index.ts';
import { services } from '../../src/notify/template/services.ts';
import { sendBy } from '../support/notify/contract.ts';
import { hostileNotice, hugeNotice, ordinary, unseen } from '../support/notify/notices.ts';
import { openReceiver, type Seen } from '../support/notify/receiver.ts';
import { bodyOf, readersSee, type ServiceDouble, serviceDoubles } from '../support/notify/service-doubles.ts';

const acknowledge = 'https://decoyverse.example.com/acknowledge#WyJ1c2VyLTEiXQ.c2lnbmF0dXJl';

async function open(t: TestContext, service: string, double: ServiceDouble) {
  let said = double.yes;
  const seen: Seen[] = [];
  const complaints: string[] = [];
  const receiver = await openReceiver((request, response) => {
    try {
      assert.equal(request.method, double.method ?? 'POST');
      assert.ok(request.url.startsWith(double.path));
      assert.match(
        String(request.headers['content-type']),
        double.form ? /^application\/x-www-form-urlencoded/ : /^application\/json/,
      );
      double.judge(bodyOf(request), request);
      seen.push(request);
    } catch (error) {
      complaints.push((error as Error).message);
    }
    const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
    response.writeHead(said.status, { 'content-type': 'application/json' }).end(text);
  });
  t.after(() => receiver.close());
  return {
    seen,
    says(next: ServiceDouble['yes']) {
      said = next;
    },
    async send(notice: Notice = ordinary) {
      const settings = { service, url: `${receiver.url}${double.path}`, ...double.more };
      const outcome = await sendBy('custom', settings, notice);
      assert.deepEqual(complaints, []);
      return outcome;
    },
  };
}

/** What readers see without our own links and without the marks of Markdown. */
const foreign = (text: string): string => text.replace(/https:\/\/decoyverse\.example\.com\S*/g, '');

describe('kinds of receivers', () => {
  it('are more than 25, each with a strict double', () => {
    assert.deepEqual(Object.keys(serviceDoubles).sort(), Object.keys(services).sort());
    assert.ok(channels.length - 1 + Object.keys(services).length >= 25);
  });
});

for (const [name, double] of Object.entries(serviceDoubles))
  describe(`the service ${name}`, () => {
    it('takes a message, by which it can be acknowledged', async (t) => {
      const scene = await open(t, name, double);
      assert.equal((await scene.send()).ok, true);
      const words = readersSee(scene.seen[0]!);
      assert.ok(words.some((text) => text.includes('https://decoyverse.example.com/incidents/')));
      assert.equal(
        words.some((text) => text.includes(acknowledge)),
        !double.isShort,
      );
    });

    it('shows hostile text inert: no link, no mention, nothing invisible', async (t) => {
      const scene = await open(t, name, double);
      assert.equal((await scene.send(hostileNotice)).ok, true);
      const words = readersSee(scene.seen[0]!);
      assert.ok(words.some((text) => text.includes('evil')));
      for (const text of words) {
        assert.ok(!unseen.test(text.replaceAll('\n', ' ')), JSON.stringify(text));
        assert.doesNotMatch(foreign(text), /:\/\/|evil\.example|[@＠](?:all|everyone|here|channel|\p{L})/u);
        if (double.mentions) assert.doesNotMatch(text, double.mentions);
      }
    });

    it('takes 10 kB of anything, and the links stay whole', async (t) => {
      const scene = await open(t, name, double);
      for (const sample of ['x', '😀', '<&>"\'', 'ß中', 'a b.c@d', '*_`[]()'])
        assert.equal((await scene.send(hugeNotice(sample))).ok, true, sample);
      for (const seen of scene.seen) {
        assert.ok(Buffer.byteLength(seen.body) <= 20_000);
        if (!double.isShort) assert.ok(readersSee(seen).some((text) => text.includes(acknowledge)));
      }
    });

    it('is understood when it says no, also with a 200', async (t) => {
      const scene = await open(t, name, double);
      for (const no of double.no) {
        scene.says(no);
        const outcome = await scene.send();
        assert.equal(outcome.ok, false, JSON.stringify(no));
        assert.equal(outcome.busy, false, JSON.stringify(no));
      }
      scene.says(double.tooFast);
      const outcome = await scene.send();
      assert.equal(outcome.ok, false);
      assert.equal(outcome.busy, true, 'too fast pauses the channel');
    });
  });
