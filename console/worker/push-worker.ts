/**
 * What runs in a browser while the console is closed: it shows what the server sent as a notification, and opens the incident
 * when it is pressed. It fetches nothing, keeps nothing and stands in no request's way.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** As src/notify/channels/web-push.ts seals it; a browser opens nothing that was not sealed for it. */
interface Push {
  title: string;
  body: string;
  incident: string;
  level: 'critical' | 'high' | 'medium' | 'low' | 'info';
  link?: string;
  acknowledge?: string;
}

function readPush(data: PushMessageData | null): Push | null {
  try {
    const push = data?.json() as Push;
    return typeof push?.title === 'string' && typeof push.body === 'string' ? push : null;
  } catch {
    return null;
  }
}

/** Notifications that stand unread, on the icon of the installed console. */
async function showBadge(): Promise<void> {
  const { length } = await worker.registration.getNotifications();
  const { navigator } = worker;
  if ('setAppBadge' in navigator)
    await (length > 0 ? navigator.setAppBadge(length) : navigator.clearAppBadge());
}

async function show(push: Push | null): Promise<void> {
  // A browser takes the subscription away from a worker that is woken and shows nothing.
  const { title, body, incident, level, link, acknowledge } = push ?? {
    title: 'DecoyVerse',
    body: 'A message could not be read. Open the console.',
    incident: 'unreadable',
    level: 'info',
  };
  const options: NotificationOptions & { renotify: boolean; actions: object[] } = {
    body,
    // One notification an incident: what comes later takes its place, with a sound.
    tag: incident,
    renotify: true,
    requireInteraction: level === 'critical' || level === 'high',
    icon: 'icon-192.png',
    badge: 'icon-192.png',
    data: { link: link ?? null, acknowledge: acknowledge ?? null },
    actions: acknowledge ? [{ action: 'acknowledge', title: 'Acknowledge' }] : [],
  };
  await worker.registration.showNotification(title, options);
  await showBadge();
}

/** The console's own address where the server knew no link. */
async function openPage(link: string | null): Promise<void> {
  const target = new URL(link ?? './', worker.registration.scope).href;
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const same = open.find(({ url }) => url === target);
  await (same ? same.focus() : worker.clients.openWindow(target));
}

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('push', (event) => event.waitUntil(show(readPush(event.data))));
worker.addEventListener('notificationclick', (event) => {
  const { action, notification } = event;
  const { link, acknowledge } = notification.data as { link: string | null; acknowledge: string | null };
  notification.close();
  event.waitUntil(
    Promise.all([openPage(action === 'acknowledge' ? acknowledge : link), showBadge()]).then(() => undefined),
  );
});
worker.addEventListener('notificationclose', (event) => event.waitUntil(showBadge()));
