/**
 * What somebody did, as far as exposure is concerned: an act of intent, or something that a scanner does by itself.
 * Read from the event's kind first; free text only tells apart what one kind covers.
 */
import type { DraftEvent } from '../../core/event.ts';

export const acts = [
  'token',
  'planted-credential',
  'sign-in',
  'sign-in-attempt',
  'file',
  'download',
  'upload',
  'command',
  'query',
  'request',
  'relay',
  'poisoning',
  'kerberos',
  'scan',
  'fingerprinting',
  'page-view',
  'connection',
  'ping',
  'bookkeeping',
] as const;
export type Act = (typeof acts)[number];

const says = (value: unknown): boolean => value === true || value === 'true' || value === 1;

/** A sensor says that the credential was one that its owner planted. It can only raise a verdict. */
export const isPlanted = ({ extra }: Pick<DraftEvent, 'extra'>): boolean =>
  extra !== null && (says(extra.planted_credential) || says(extra.is_planted) || says(extra.honeytoken));

const poisoning = /\b(?:llmnr|nbt-?ns|mdns|netbios)\b|poison|responder|bait query/i;
const kerberos = /kerberoast|as-?rep|\btgs\b|\bspn\b|\bkerberos\b/i;
const ping = /\bicmp\b|\bping\b|echo request/i;

/** The request line of a page view: a page's address alone, without a query or a body. */
const pageView =
  /^(?:GET|HEAD|OPTIONS) (?:https?:\/\/[^/\s]*)?(?:\/|\/index\.\w{1,5}|\/favicon\.ico|\/robots\.txt|\/login(?:\.\w{1,5})?\/?)(?: HTTP\/\d(?:\.\d)?)?(?:\r?\n|$)/i;
/** Where the headers of a request end. */
const blankLine = /\r?\n\r?\n/;
/** Whether anything but blanks follows the headers. A pattern for both would take the square of the blank lines. */
function hasBody(payload: string): boolean {
  const found = blankLine.exec(payload);
  return found !== null && payload.slice(found.index + found[0].length).trim() !== '';
}

function isPageView(event: Pick<DraftEvent, 'payload' | 'activity'>): boolean {
  const { payload } = event;
  if (payload === '') return true;
  return pageView.test(payload) && !hasBody(payload);
}

/** Text that no protocol asks for: a bare banner or hello is what a scanner sends by itself. */
const bareHello = /^(?:SSH-[\d.]+-|\x16\x03|\x03\x00\x00|(?:EHLO|HELO)\b|\r?\n?$)/;

function ofPayload(event: Pick<DraftEvent, 'payload' | 'activity' | 'service'>): Act {
  const words = `${event.service} ${event.activity}`.slice(0, 300);
  if (poisoning.test(words)) return 'poisoning';
  if (kerberos.test(words)) return 'kerberos';
  if (event.payload === '') return ping.test(words) ? 'ping' : 'connection';
  if (ping.test(event.activity)) return 'ping';
  return bareHello.test(event.payload) ? 'connection' : 'query';
}

const shells = /^(?:ssh|telnet|adb|rsh|rlogin|rexec|cowrie)/i;

export function actOf(
  event: Pick<DraftEvent, 'kind' | 'service' | 'activity' | 'payload' | 'extra' | 'agent'>,
): Act {
  switch (event.kind) {
    case 'token.hit':
      return 'token';
    case 'login.succeeded':
      return isPlanted(event) ? 'planted-credential' : 'sign-in';
    case 'login.failed':
      return isPlanted(event) ? 'planted-credential' : 'sign-in-attempt';
    case 'command.run':
    case 'command.input':
      return shells.test(event.service) ? 'command' : 'query';
    case 'http.request':
      return isPageView(event) ? 'page-view' : 'request';
    case 'payload.received':
      return ofPayload(event);
    case 'port.scanned':
      return ping.test(event.activity) ? 'ping' : 'scan';
    case 'file.downloaded':
      return event.agent ? 'file' : 'download';
    case 'file.uploaded':
      return event.agent ? 'file' : 'upload';
    case 'file.opened':
    case 'file.changed':
    case 'file.copied':
    case 'file.deleted':
      return 'file';
    case 'tunnel.requested':
      return 'relay';
    case 'decoy.fingerprinted':
      return 'fingerprinting';
    case 'connection.opened': {
      const act = ofPayload({ ...event, payload: '' });
      return act;
    }
    default:
      return 'bookkeeping';
  }
}
