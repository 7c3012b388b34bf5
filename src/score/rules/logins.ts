/** Sign-ins: single ones, many, and one that succeeds. */
import { type Facts, textOf } from '../facts.ts';
import { fieldHit, type Hit, type Rule } from './rule.ts';

/** From this many failures within the hour a source is guessing passwords, not mistyping one. */
export const bruteForceFrom = 6;
/** Fast guessing counts sooner: this many within `burstMs`. */
const burstFrom = 5;
const burstMs = 120_000;

/**
 * A source that tries a password now and then, so that no single hour shows it, is guessing from this many within six days
 * on. It is reported at this number and at each doubling: reporting every try would open an incident each, hours apart.
 */
const slowFrom = 12;
function isSlowMark(failures: number): boolean {
  let mark = slowFrom;
  while (mark < failures) mark *= 2;
  return mark === failures;
}

/** Risk of the n-th failed sign-in: a single one is a probe, the sixth is an attack, hundreds are a siege. */
export function failureRisk(failures: number, spanMs: number): number {
  if (failures >= bruteForceFrom) return Math.min(9, 7.7 + Math.log10(failures / bruteForceFrom) * 0.8);
  if (failures >= burstFrom && spanMs <= burstMs) return 7.6;
  return 3 + (failures - 1) * 0.8;
}

const defaultPairs = new Set(
  [
    'root/root root/admin root/1234 root/12345 root/123456 root/password root/default root/xc3511 root/vizxv root/anko',
    'root/888888 root/54321 root/juantech root/pass root/toor root/uclinux root/zlxx. root/7ujmko0admin root/hi3518',
    'admin/admin admin/password admin/1234 admin/12345 admin/123456 admin/default admin/smcadmin admin/admin1234',
    'ubnt/ubnt pi/raspberry guest/guest user/user support/support oracle/oracle postgres/postgres test/test sa/sa',
    'tomcat/tomcat default/default supervisor/supervisor service/service telecomadmin/admintelecom mother/fucker',
  ]
    .join(' ')
    .split(' '),
);

export const loginRules: readonly Rule[] = [
  {
    id: 'login-failed',
    reason: 'Somebody tried to sign in to a decoy; nobody has a legitimate reason to do so.',
    attackType: 'BruteForce',
    tactics: ['Credential Access'],
    techniques: ['T1110.001'],
    risk: 3,
    sure: 0.75,
    find: ({ event }) => (event.kind === 'login.failed' ? fieldHit('activity', event.activity, 3) : null),
  },
  {
    id: 'brute-force',
    reason: 'This source is guessing passwords.',
    attackType: 'BruteForce',
    tactics: ['Credential Access'],
    techniques: ['T1110', 'T1110.001'],
    risk: 8,
    sure: 0.95,
    find({ event, failures, spanMs }: Facts): Hit | null {
      if (event.kind !== 'login.failed' || failures < 2) return null;
      return {
        field: 'history',
        text: `${failures} failed sign-ins`,
        risk: failureRisk(failures, spanMs),
        reason: `This source failed to sign in ${failures} times within the hour.`,
      };
    },
  },
  {
    id: 'slow-brute-force',
    reason: 'This source is guessing passwords over days.',
    attackType: 'BruteForce',
    tactics: ['Credential Access'],
    techniques: ['T1110', 'T1110.001'],
    risk: 7.7,
    sure: 0.9,
    find({ event, failures, slowFailures }) {
      if (event.kind !== 'login.failed' || failures >= bruteForceFrom || !isSlowMark(slowFailures))
        return null;
      return {
        field: 'history',
        text: `${slowFailures} failed sign-ins`,
        risk: Math.min(8.6, 7.7 + Math.log10(slowFailures / slowFrom) * 0.6),
        reason: `This source failed to sign in ${slowFailures} times within six days, a few at a time.`,
      };
    },
  },
  {
    id: 'login-succeeded',
    reason: 'Somebody signed in to a decoy.',
    attackType: 'CredentialAccess',
    tactics: ['Initial Access'],
    techniques: ['T1078'],
    risk: 6,
    sure: 0.85,
    find: ({ event }) => (event.kind === 'login.succeeded' ? fieldHit('activity', event.activity, 6) : null),
  },
  {
    id: 'guessed-credentials',
    reason: 'The sign-in succeeded after failed ones.',
    attackType: 'CredentialAccess',
    tactics: ['Credential Access', 'Initial Access'],
    techniques: ['T1110.001', 'T1078'],
    risk: 8,
    sure: 0.95,
    find({ event, failures: recent, slowFailures }) {
      const failures = recent > 0 ? recent : slowFailures;
      if (event.kind !== 'login.succeeded' || failures < 1) return null;
      return {
        field: 'history',
        text: `${failures} failed sign-ins before`,
        risk: failures >= 3 ? Math.min(9, 7.8 + Math.log10(failures) * 0.4) : 6.5,
        reason: `The sign-in succeeded after ${failures} failed ${failures === 1 ? 'one' : 'ones'}.`,
      };
    },
  },
  {
    id: 'default-credentials',
    reason: 'The credentials are a manufacturer’s default, which botnets try.',
    attackType: 'BruteForce',
    tactics: ['Credential Access'],
    techniques: ['T1110.001', 'T1078.001'],
    risk: 3.4,
    sure: 0.85,
    find({ event, shape }) {
      if (shape !== 'login') return null;
      // Sensors that have no fields for them put both into the payload.
      const hasFields = event.extra !== null && Object.hasOwn(event.extra, 'password');
      const colon = event.payload.indexOf(':');
      const user = hasFields ? textOf(event, 'username') : event.payload.slice(0, Math.max(0, colon));
      const password = hasFields ? textOf(event, 'password') : event.payload.slice(colon + 1);
      if (!defaultPairs.has(`${user.toLowerCase()}/${password.toLowerCase()}`)) return null;
      if (!hasFields) return { field: 'payload', text: event.payload };
      return { field: 'extra.password', text: password };
    },
  },
];
