/** The shape of an event's text, whichever sensor sent it: decides which rules and which model read it. */
import type { DraftEvent } from '../core/event.ts';
import { isLogLine, isOnlyLabelled } from './log-format.ts';

export type EventShape =
  | 'login'
  | 'shell'
  | 'web'
  | 'query'
  | 'bytes'
  | 'log'
  | 'connection'
  | 'scan'
  | 'file'
  | 'endpoint'
  | 'token'
  | 'tunnel'
  | 'quiet';

/** Services that are a decoy's own shell: nobody has a legitimate reason to type there. Elsewhere people may. */
const shellServices = /^(?:ssh|telnet|adb|rsh|rlogin|rexec|cowrie)/;
const webServices =
  /^(?:https?|web|www|nginx|apache|wordpress|tomcat|iis|proxy|httpproxy|api|elasticsearch|docker|kubernetes|ipp|mcp|upnp|soap|cwmp|tr-?069)/;
const queryServices =
  /^(?:mysql|mariadb|mssql|postgres|pgsql|oracle|sqlite|redis|mongo|memcache|couch|cassandra|clickhouse|ldap|elastic)/;

/** Which family of services this is, by its name (compared in lower case). */
export function placeOf(service: string): 'shell' | 'web' | 'query' | 'other' {
  const name = service.toLowerCase();
  if (shellServices.test(name)) return 'shell';
  if (webServices.test(name)) return 'web';
  if (queryServices.test(name)) return 'query';
  return 'other';
}

/** A log line; of what a decoy's web server received, only one that begins with more than a word and a colon. */
const isLog = (payload: string, service: string): boolean =>
  isLogLine(payload) && !(isOnlyLabelled(payload) && /^https?(?:-|$)/i.test(service));

export function shapeOf(event: DraftEvent): EventShape {
  switch (event.kind) {
    case 'login.failed':
    case 'login.succeeded':
      return 'login';
    case 'command.run':
    case 'command.input': {
      if (isLogLine(event.payload)) return 'log';
      const place = placeOf(event.service);
      return place === 'other' ? 'bytes' : place;
    }
    case 'http.request':
      return isLog(event.payload, event.service) ? 'log' : 'web';
    case 'payload.received': {
      if (event.payload === '') return 'connection';
      if (isLog(event.payload, event.service)) return 'log';
      const place = placeOf(event.service);
      return place === 'other' ? 'bytes' : place;
    }
    case 'connection.opened':
      return 'connection';
    case 'port.scanned':
      return 'scan';
    case 'file.downloaded':
    case 'file.uploaded':
      return event.agent ? 'endpoint' : 'file';
    case 'file.opened':
    case 'file.changed':
    case 'file.copied':
    case 'file.deleted':
      return 'endpoint';
    case 'token.hit':
      return 'token';
    case 'tunnel.requested':
      return 'tunnel';
    case 'decoy.fingerprinted':
      return 'connection';
    default:
      return 'quiet';
  }
}
