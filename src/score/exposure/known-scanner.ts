/**
 * Known scanners: what one may do passes without an alert, and what it never does says so. Such a machine is what an
 * attacker would like to sit on, so only acts that it was allowed are silenced: never a token, a planted credential, a
 * successful sign-in, a command, or anything outside its scope and hours.
 */
import type { StoredEvent } from '../../core/event.ts';
import type { KnownSource } from '../../core/exposure-context.ts';
import type { ScannerPermission, ScannerSettings } from '../../core/known-scanner.ts';
import type { AttackType, Verdict } from '../../core/verdict.ts';
import { createHoursTest } from '../../core/week-hours.ts';
import { createNetworkTest } from '../../lib/network.ts';
import { type Act, actOf } from './act.ts';

export interface KnownScanner {
  id: string;
  name: string;
  isFrom(source: string): boolean;
  /** What it did that it never does, as half a sentence; null where all of it is allowed. */
  objectionTo(event: StoredEvent, verdict: Verdict): string | null;
}

const permissionOf: Readonly<Partial<Record<Act, ScannerPermission>>> = {
  connection: 'connect',
  ping: 'connect',
  'page-view': 'page_views',
  scan: 'probes',
  fingerprinting: 'probes',
  request: 'probes',
  query: 'probes',
  'sign-in-attempt': 'sign_in_attempts',
};

/** What an act may be called without being an attack of its own. */
const harmless: ReadonlySet<AttackType> = new Set([
  'Normal',
  'unknown',
  'Recon',
  'Fingerprinting',
  'BruteForce',
]);
const alsoHarmless: Readonly<Partial<Record<Act, AttackType>>> = {
  'sign-in-attempt': 'CredentialAccess',
  file: 'HoneytokenAccess',
};

const words: Readonly<Record<Act, string>> = {
  token: 'it used a planted token',
  'planted-credential': 'it used a planted credential',
  'sign-in': 'it signed in',
  'sign-in-attempt': 'it tried to sign in',
  file: 'it touched a file',
  download: 'it made a decoy fetch a file',
  upload: 'it put a file on a decoy',
  command: 'it ran a command',
  query: 'it sent a query or a command',
  request: 'it sent a request',
  relay: 'it used a decoy to reach another host',
  poisoning: 'it answered a bait query',
  kerberos: 'it asked for a Kerberos ticket',
  scan: 'it scanned for open ports',
  fingerprinting: 'it tested for a decoy',
  'page-view': 'it looked at a web page',
  connection: 'it connected',
  ping: 'it sent a ping',
  bookkeeping: 'it was there',
};

/** What an act needs; null for what no scanner may do. */
export function permissionsFor(
  event: Pick<StoredEvent, 'kind' | 'service' | 'activity' | 'payload' | 'extra' | 'agent'>,
  { attack_type }: Pick<Verdict, 'attack_type'>,
): ScannerPermission[] | null {
  const act = actOf(event);
  if (act === 'bookkeeping') return [];
  const reads = act === 'file' && event.kind === 'file.opened' && event.agent === null;
  const needed = reads ? 'file_reads' : permissionOf[act];
  if (needed === undefined) return null;
  return harmless.has(attack_type) || alsoHarmless[act] === attack_type ? [needed] : [needed, 'payloads'];
}

const toMinutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
const lower = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.map((text) => text.toLowerCase()));

/** Ready to be asked about events. */
export function toKnownScanner(id: string, settings: ScannerSettings): KnownScanner {
  const { hours, may } = settings;
  const services = lower(settings.services);
  const nodes = new Set(settings.nodes);
  const isInHours =
    hours === null
      ? () => true
      : createHoursTest({
          from: toMinutes(hours.from),
          until: toMinutes(hours.to),
          timezone: hours.timezone,
          weekdays: hours.weekdays,
        });
  return {
    id,
    name: settings.name,
    isFrom: createNetworkTest(settings.networks),
    objectionTo(event, verdict) {
      const needed = permissionsFor(event, verdict);
      const did = words[actOf(event)];
      if (needed === null) return did;
      if (needed.length === 0) return null;
      const missing = needed.find((permission) => !may.includes(permission));
      if (missing === 'payloads') return `it sent an attack (${verdict.attack_type})`;
      if (missing !== undefined) return did;
      if (nodes.size > 0 && !nodes.has(event.node_id)) return `${did} on a node that it has no business with`;
      if (services.size > 0 && !services.has(event.service.toLowerCase()))
        return `${did}, on a service that it has no business with`;
      return isInHours(event.timestamp) ? null : `${did} outside its hours`;
    },
  };
}

/** The scanners that an event's source is, as one: what one of them may do is allowed. Null where it is none. */
export function toKnownSource(event: StoredEvent, scanners: readonly KnownScanner[]): KnownSource | null {
  const own = scanners.filter(({ isFrom }) => isFrom(event.source_ip));
  const [first] = own;
  if (first === undefined) return null;
  return {
    name: first.name,
    objectionTo(verdict) {
      const objections = own.map((scanner) => scanner.objectionTo(event, verdict));
      return objections.includes(null) ? null : (objections[0] ?? null);
    },
  };
}

/** The verdict with the reason that its source is a known scanner which never does this, first. */
export function withObjection(source: string, verdict: Verdict, known: KnownSource | null): Verdict {
  const objection = known?.objectionTo(verdict) ?? null;
  if (known === null || objection === null) return verdict;
  const reason = `The known scanner ${known.name} did something it never does: ${objection}.`;
  return {
    ...verdict,
    reasons: [reason, ...verdict.reasons].slice(0, 8),
    evidence: [
      { reason: 0, field: 'source_ip', text: source },
      ...verdict.evidence.map((one) => ({ ...one, reason: one.reason + 1 })).filter((one) => one.reason < 8),
    ],
  };
}
