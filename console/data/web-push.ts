/** Subscribes this browser to notifications. The pair of keys is made here, so that the server needs none of its own. */
import { createChannel } from './channels.ts';
import { consolePath } from './place.ts';
import type { Channel } from './types.ts';

/** Name of the kind of channel whose settings a browser makes. */
export const pushKind = 'web-push';

/**
 * Why notifications cannot be had here: the address is no secure one, the browser has no push (on an iPhone only the installed
 * console has), or the person refused them.
 */
export type NoPush = 'insecure' | 'unsupported' | 'denied' | 'no-service';

export class NoPushError extends Error {
  readonly reason: NoPush;
  constructor(reason: NoPush, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

export function noPushHere(): NoPush | null {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'unsupported';
  return Notification.permission === 'denied' ? 'denied' : null;
}

/** Trusted Types let through what a policy made: this one makes the address of one file, and nothing else. */
interface ScriptAddresses {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): { createScriptURL(address: string): string };
}
const workerAddress = `${consolePath}/push-worker.js`;
let policy: { createScriptURL(address: string): string } | undefined;
function trustedWorkerAddress(): string {
  const { trustedTypes } = window as { trustedTypes?: ScriptAddresses };
  if (trustedTypes === undefined) return workerAddress;
  policy ??= trustedTypes.createPolicy('push-worker', { createScriptURL: () => workerAddress });
  return policy.createScriptURL('');
}

const toBase64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** A first guess at what people would call it: "Chrome, Android". */
export function browserName(agent = navigator.userAgent): string {
  const named = (all: readonly (readonly [RegExp, string])[]): string | undefined =>
    all.find(([pattern]) => pattern.test(agent))?.[1];
  const program = named([
    [/Edg\//, 'Edge'],
    [/Firefox\//, 'Firefox'],
    [/OPR\//, 'Opera'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const machine = named([
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android'],
    [/Mac OS X/, 'Mac'],
    [/Windows/, 'Windows'],
    [/Linux/, 'Linux'],
  ]);
  return [program, machine].filter(Boolean).join(', ') || 'Browser';
}

/**
 * Asks the person, subscribes, and makes the channel. A subscription that this browser had before ends: its keys are gone.
 * Throws NoPushError, or what the server answered.
 */
export async function addPushChannel(name: string): Promise<Channel> {
  const reason = noPushHere();
  if (reason !== null) throw new NoPushError(reason);
  if ((await Notification.requestPermission()) !== 'granted') throw new NoPushError('denied');
  const subtle = crypto.subtle;
  const pair = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const [publicKey, { d: key }] = await Promise.all([
    subtle.exportKey('raw', pair.publicKey),
    subtle.exportKey('jwk', pair.privateKey),
  ]);
  await navigator.serviceWorker.register(trustedWorkerAddress(), { scope: `${consolePath}/` });
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch((error: unknown) => {
      throw new NoPushError('no-service', error);
    });
  const keyOf = (which: PushEncryptionKeyName): string =>
    toBase64Url(subscription.getKey(which) ?? new ArrayBuffer(0));
  try {
    return await createChannel(pushKind, {
      name,
      settings: {
        endpoint: subscription.endpoint,
        p256dh: keyOf('p256dh'),
        auth: keyOf('auth'),
        key,
        contact: location.origin.startsWith('https:') ? location.origin : `mailto:admin@${location.hostname}`,
      },
    });
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}
