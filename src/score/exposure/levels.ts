/**
 * The table of act × exposure: how urgent what somebody did is, inside the owner's network and on the internet. It is
 * data: docs/exposure.md shows it, and a test holds every cell.
 *
 * Risks have one decimal here, so that the steps of an attack stay in order although a risk score is a whole number:
 * looking around < guessing < exploiting < getting in < running commands < staying or moving on < deploying malware.
 */
import type { Exposure } from '../../core/exposure.ts';
import type { AttackType } from '../../core/verdict.ts';
import type { Act } from './act.ts';

export interface Level {
  /** The least risk. */
  from: number;
  /** The greatest risk that this act alone may have; what the scorer found in it may lie between. */
  to: number;
  /** Why, for people; null where the scorer's own reasons say it all. */
  reason: string | null;
}

const level = (from: number, to: number, reason: string | null = null): Level => ({ from, to, reason });

/** Inside, whatever a person or a program does on purpose is urgent; what scanners do by themselves is kept and counted. */
const internal: Readonly<Record<Act, Level>> = {
  token: level(10, 10, 'A planted token was used: it has left its place.'),
  'planted-credential': level(10, 10, 'A planted credential was used: somebody found it and tried it.'),
  'sign-in': level(9, 10, 'Somebody inside the network signed in to a decoy.'),
  'sign-in-attempt': level(8, 9, 'Somebody inside the network tried to sign in to a decoy.'),
  file: level(8, 10, 'Somebody inside the network touched a decoy file.'),
  download: level(9, 10, 'A decoy inside the network was made to fetch a file.'),
  upload: level(8, 10, 'Somebody inside the network put a file on a decoy.'),
  command: level(8, 10, 'Somebody inside the network ran a command on a decoy.'),
  query: level(8, 10, 'Somebody inside the network sent a query or a command to a decoy.'),
  request: level(8, 10, 'Somebody inside the network used a decoy web page for more than a look at it.'),
  relay: level(8, 10, 'Somebody inside the network used a decoy to reach another host.'),
  poisoning: level(
    8,
    10,
    'A host inside the network answered a name that does not exist: it poisons name resolution.',
  ),
  kerberos: level(8, 10, 'Somebody inside the network asked for a Kerberos ticket of a decoy account.'),
  scan: level(8, 9, 'A host inside the network scans for open ports.'),
  fingerprinting: level(8, 9, 'Somebody inside the network tests whether this is a decoy.'),
  'page-view': level(4, 6, 'A host inside the network looked at a decoy web page once.'),
  connection: level(5, 6, 'A host inside the network connected to a decoy and did nothing more.'),
  ping: level(4, 6, 'A host inside the network pinged a decoy.'),
  bookkeeping: level(0, 10),
};

/** The steps of an attack from the internet. `from` and `to` bound what the scorer found. */
const internet: Readonly<Record<Act, Level>> = {
  token: level(9.9, 10, 'A planted token was used: it has left its place.'),
  'planted-credential': level(9.9, 10, 'A planted credential was used: somebody found it and tried it.'),
  'sign-in': level(8.6, 9, 'Somebody on the internet signed in to a decoy.'),
  'sign-in-attempt': level(0, 8),
  file: level(0, 10),
  download: level(0, 10),
  upload: level(0, 10),
  command: level(0, 10),
  query: level(0, 10),
  request: level(0, 10),
  relay: level(0, 10),
  poisoning: level(0, 10),
  kerberos: level(0, 10),
  scan: level(0, 5),
  fingerprinting: level(0, 5),
  'page-view': level(0, 10),
  connection: level(0, 5),
  ping: level(0, 3),
  bookkeeping: level(0, 10),
};

export const levels: Readonly<Record<Exposure, Readonly<Record<Act, Level>>>> = { internal, internet };

/** Three ports, services or nodes within the window are a scan, whatever each touch was. */
export const scanReach = 3;

/** The steps after a sign-in succeeded on the internet, by what was found: each lies above the one before. */
const afterSignIn: Readonly<Partial<Record<AttackType, Level>>> = {
  MalwareDeployment: level(9.8, 10),
  Persistence: level(9.4, 9.7),
  LateralMovement: level(9.4, 9.7),
  DefenseEvasion: level(9.4, 9.7),
  DataExfil: level(9.4, 9.7),
};
const commandAfterSignIn = level(
  9,
  9.3,
  'Somebody who signed in to a decoy from the internet runs commands on it.',
);

/** Acts of somebody who is in. */
const actsInside: ReadonlySet<Act> = new Set(['command', 'query', 'upload', 'download', 'relay', 'file']);

/** The level of an event: its act, and what the scorer found, where somebody got in before. */
export function levelOf(exposure: Exposure, act: Act, attackType: AttackType, gotIn: boolean): Level {
  if (exposure === 'internet' && gotIn && actsInside.has(act))
    return afterSignIn[attackType] ?? commandAfterSignIn;
  return levels[exposure][act];
}
