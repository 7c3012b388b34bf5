/**
 * Notifications, from the form to what the browser is asked to show. No push service can be reached here, and a browser without
 * windows has no notifications: its question to the person, `subscribe` and `showNotification` are replaced. The service is a
 * receiver of ours that opens what it gets as RFC 8291 has it, and the debugger hands the opened message to the real worker,
 * as the browser does.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole, until } from '../support/console/open.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';
import { createBrowser } from '../support/notify/web-push-double.ts';

interface Shown {
  title: string;
  body: string;
  tag: string;
  actions: { action: string }[];
  data: { link: string | null; acknowledge: string | null };
}

describe('web push', () => {
  it('asks, subscribes, and shows an incident as a notification that opens it', async (t) => {
    const service = await openReceiver(answer(201));
    t.after(() => service.close());
    const lab = await openConsole(t, {
      events: [],
      env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1', PUBLIC_URL: 'https://decoyverse.example.com' },
    });
    const browser = createBrowser();
    const page = await lab.open('/channels');
    const { endpoint, p256dh, auth } = browser.settings(`${service.url}/push/one`) as Record<string, string>;
    let subscribedWith = '';
    await page.exposeFunction('noteKey', (key: string) => {
      subscribedWith = key;
    });
    await page.addInitScript(`{
      const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)).buffer;
      const keys = ${JSON.stringify({ p256dh, auth })};
      Object.defineProperty(Notification, 'permission', { value: 'default' });
      Notification.requestPermission = async () => 'granted';
      PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
        if (!userVisibleOnly) throw new TypeError('must be visible');
        await globalThis.noteKey(btoa(String.fromCharCode(...new Uint8Array(applicationServerKey))));
        return { endpoint: ${JSON.stringify(endpoint)}, getKey: (name) => bytes(keys[name]), unsubscribe: async () => true };
      };
    }`);
    const debug = await page.context().newCDPSession(page);
    let registrationId = '';
    debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      registrationId = registrations.at(-1)?.registrationId ?? registrationId;
    });
    await debug.send('ServiceWorker.enable');

    await page.reload();
    await page.getByRole('button', { name: 'Add a channel' }).click();
    await page.getByRole('button', { name: /^Web push/ }).click();
    const dialog = page.getByRole('dialog');
    assert.match(await dialog.getByLabel('Name').inputValue(), /^Chrome, Linux$/);
    await lab.check(page);
    await dialog.getByLabel('Name').fill('My phone');
    await dialog.getByRole('button', { name: 'Allow notifications' }).click();
    await page.getByRole('button', { name: 'Send a test message' }).click();
    await page.getByText('The receiver took the message').waitFor();
    assert.equal(service.seen.length, 1);
    const [, key = ''] = /k=(\S+)$/.exec(String(service.seen[0]?.headers.authorization)) ?? [];
    assert.equal(Buffer.from(key, 'base64url').toString('base64'), subscribedWith);
    // Its settings are the browser's: the form to edit it has a name, and none of them.
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    assert.equal(await page.getByRole('dialog').getByLabel('Secret of the browser').count(), 0);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

    await lab.send([
      {
        service: 'ssh',
        source_ip: '10.0.0.7',
        activity: 'login_attempt',
        payload: 'root:hunter2',
        extra: { session: 's', username: 'root' },
        timestamp: new Date().toISOString(),
      },
    ]);
    await until(async () => service.seen.length === 2);
    const text = browser.open(service.seen[1]!.bytes);
    const sent = JSON.parse(text) as { link: string; acknowledge: string; incident: string };
    await until(async () => registrationId !== '');
    const worker = page.context().serviceWorkers()[0]!;
    await worker.evaluate(`{
      self.shown = [];
      registration.showNotification = async (title, { body, tag, data, actions }) =>
        void self.shown.push({ title, body, tag, data, actions: actions.map(({ action }) => ({ action })) });
      registration.getNotifications = async () => self.shown;
      navigator.setAppBadge = async (count) => void (self.badge = count);
    }`);
    for (const data of [text, 'no JSON'])
      await debug.send('ServiceWorker.deliverPushMessage', {
        origin: lab.server.address,
        registrationId,
        data,
      });
    await until(async () => (await worker.evaluate('self.badge')) === 2);
    const shown = (await worker.evaluate('self.shown')) as Shown[];
    const incident = shown.find(({ tag }) => tag === sent.incident);
    assert.ok(incident);
    assert.match(incident.title, /^\[(HIGH|CRITICAL)\] New incident/);
    assert.match(incident.body, /10\.0\.0\.7/);
    assert.doesNotMatch(incident.body, /hunter2/);
    assert.deepEqual(incident.data, { link: sent.link, acknowledge: sent.acknowledge });
    assert.match(sent.link, /^https:\/\/decoyverse\.example\.com\/console\/incidents\//);
    assert.deepEqual(incident.actions, [{ action: 'acknowledge' }]);
    assert.match(shown.find(({ tag }) => tag === 'unreadable')?.body ?? '', /Open the console/);
    await lab.check(page);
  });

  it('says why there can be none, in both languages', async (t) => {
    const lab = await openConsole(t, { events: [] });
    for (const [locale, words] of [
      ['en-US', /are blocked\. Allow them/],
      ['de-DE', /sind blockiert/],
    ] as const) {
      const page = await lab.open('/channels?new=web-push', { locale, width: 390, height: 844 });
      await page.addInitScript("Object.defineProperty(Notification, 'permission', { value: 'denied' });");
      await page.reload();
      await page.getByRole('alert').getByText(words).waitFor();
      await lab.check(page);
    }
  });
});
