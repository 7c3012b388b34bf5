/** What each attack type means to people: how far the attacker has come, what an incident is called, what to do about it. */
import { mostTouched } from './alert.ts';
import { type DecoyFile, decoyFileOf } from './decoy-file.ts';
import type { EventKind, StoredEvent } from './event.ts';
import type { AttackType } from './verdict.ts';

/** The five classes that clients of the Python platform's ML API know. */
export type ContractAttackType = 'Normal' | 'BruteForce' | 'Injection' | 'DataExfil' | 'Recon';

export interface AttackEntry {
  /** How far an attacker of this type has come, 0–8: a higher stage makes an incident worse. */
  stage: number;
  /** What the source did, as the verb of an incident's title: `<source> <title> <service> of <node>`. */
  title: string;
  /** What to do about it: one sentence. */
  advice: string;
  /** Its class among the contract's five, used where the ML API is served. */
  contractType: ContractAttackType;
}

const generalAdvice =
  'Check whether this source reached real systems, and block it if it has no business here.';

export const attackCatalogue: Readonly<Record<AttackType, AttackEntry>> = {
  unknown: {
    stage: 0,
    title: 'attacked',
    advice: generalAdvice,
    contractType: 'Normal',
  },
  Normal: {
    stage: 0,
    title: 'attacked',
    advice: generalAdvice,
    contractType: 'Normal',
  },
  Recon: {
    stage: 1,
    title: 'looked around on',
    advice: generalAdvice,
    contractType: 'Recon',
  },
  Fingerprinting: {
    stage: 1,
    title: 'tests whether it faces a decoy on',
    advice: generalAdvice,
    contractType: 'Recon',
  },
  BruteForce: {
    stage: 2,
    title: 'tried to sign in to',
    advice: 'Block the source and check that no real account uses the tried passwords.',
    contractType: 'BruteForce',
  },
  DenialOfService: {
    stage: 2,
    title: 'tried to overload',
    advice: generalAdvice,
    contractType: 'Recon',
  },
  Injection: {
    stage: 3,
    title: 'sent an injection attack to',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  SqlInjection: {
    stage: 3,
    title: 'tried SQL injection on',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  CrossSiteScripting: {
    stage: 3,
    title: 'tried cross-site scripting on',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  PathTraversal: {
    stage: 3,
    title: 'tried to read files outside the web root of',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  FileInclusion: {
    stage: 3,
    title: 'tried file inclusion on',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  XmlExternalEntity: {
    stage: 3,
    title: 'sent an XML external entity to',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  ServerSideRequestForgery: {
    stage: 3,
    title: 'tried to make requests through',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  TemplateInjection: {
    stage: 3,
    title: 'tried template injection on',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  InsecureDeserialization: {
    stage: 3,
    title: 'sent a deserialization exploit to',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  CommandInjection: {
    stage: 3,
    title: 'tried to inject shell commands into',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  CredentialAccess: {
    stage: 4,
    title: 'went after credentials on',
    advice: 'Find where these credentials are used for real, change them, and block the source.',
    contractType: 'BruteForce',
  },
  HoneytokenAccess: {
    stage: 4,
    title: 'used a planted token on',
    advice: 'The token left its place: find who could read it, and treat that host as compromised.',
    contractType: 'DataExfil',
  },
  CommandExecution: {
    stage: 5,
    title: 'ran commands on',
    advice: 'Read the commands, look for the same on real hosts, and block the source.',
    contractType: 'Injection',
  },
  DefenseEvasion: {
    stage: 6,
    title: 'covered its tracks on',
    advice: generalAdvice,
    contractType: 'Injection',
  },
  Persistence: {
    stage: 6,
    title: 'tried to stay on',
    advice: 'Look for the same entries on real hosts of this network.',
    contractType: 'Injection',
  },
  LateralMovement: {
    stage: 7,
    title: 'tried to move on from',
    advice: 'Check the hosts it named; something inside may be compromised.',
    contractType: 'Recon',
  },
  DataExfil: {
    stage: 7,
    title: 'took data from',
    advice: 'Treat the host as compromised: isolate it and find the process and user behind the access.',
    contractType: 'DataExfil',
  },
  MalwareDeployment: {
    stage: 8,
    title: 'tried to install malware on',
    advice: 'Block the source and the download address; search real hosts for the same file.',
    contractType: 'Injection',
  },
};

/**
 * What an incident of a type is taken for that this version does not know: one stored by another version, or by the
 * platform whose database was adopted. Somebody called it an attack, so it ranks as an attempted intrusion.
 */
const unlisted: AttackEntry = {
  stage: 3,
  title: 'attacked',
  advice: generalAdvice,
  contractType: 'Injection',
};

const isListed = (attackType: string): attackType is AttackType => Object.hasOwn(attackCatalogue, attackType);

/** The entry of a stored attack type, whoever wrote it. */
export const attackEntryOf = (attackType: string): AttackEntry =>
  isListed(attackType) ? attackCatalogue[attackType] : unlisted;

export const stageOf = (attackType: string): number => attackEntryOf(attackType).stage;

const fileAdvices: Readonly<Record<DecoyFile, string>> = {
  host_file: attackCatalogue.DataExfil.advice,
  shared_file:
    'Find out who works at this address and with this account: treat both as compromised, nobody has work to do in these files.',
};

/** `step` is the event that it is about, where that is known. */
export function adviceFor(
  attackType: string,
  step: { kind: EventKind; service: string } | null = null,
): string {
  const file = decoyFileOf(attackType, step);
  return file === null ? attackEntryOf(attackType).advice : fileAdvices[file];
}

/** Where many sources do the same. */
export const adviceForMany = (attackType: string): string =>
  attackType === 'BruteForce'
    ? 'Block the networks that most of them come from, and check that no real account uses the tried passwords.'
    : 'Check whether these sources reached real systems, and block those that have no business here.';

/** The same of many sources at once; for the rest the title is as it is. */
const titlesOfMany: Readonly<Record<string, string>> = {
  BruteForce: 'are guessing passwords on',
  Fingerprinting: 'test whether they face a decoy on',
  DefenseEvasion: 'covered their tracks on',
};

/** Guessing takes more than one attempt: this incident's, or those that the verdict counts. */
const isGuessing = (event: StoredEvent, events: number): boolean =>
  events > 1 || (event.verdict?.evidence ?? []).some(({ field }) => field === 'history');

function titleOf(event: StoredEvent, attackType: string, events: number): string {
  if (event.kind === 'login.succeeded') return 'signed in to';
  if (attackType === 'BruteForce' && isGuessing(event, events)) return 'is guessing passwords on';
  return attackEntryOf(attackType).title;
}

/** `sources` is how many began the same thing. */
export const toWaveTitle = (
  attackType: string,
  sources: number,
  service: string,
  nodeNames: string,
): string =>
  `${sources} sources ${titlesOfMany[attackType] ?? attackEntryOf(attackType).title} ${service} of ${nodeNames}`;

const deedOf = (kind: EventKind): string => kind.replace('file.', '');
function others(decoys: number): string {
  if (decoys < 2) return '';
  // More are not listed one by one.
  if (decoys >= mostTouched) return ', after many other decoys';
  return `, after ${decoys - 1} other ${decoys === 2 ? 'decoy' : 'decoys'}`;
}

function toHostFileTitle(
  event: StoredEvent,
  agent: NonNullable<StoredEvent['agent']>,
  decoys: number,
): string {
  const process = event.extra?.process_name;
  const by = typeof process === 'string' && process !== '' ? ` with ${process.slice(0, 60)}` : '';
  return `${agent.username.slice(0, 60) || 'Someone'} ${deedOf(event.kind)} the decoy ${agent.file_accessed.slice(0, 120)} on ${agent.hostname.slice(0, 80)}${by}${others(decoys)}`;
}

/** `payroll.xlsx` of a path, as sensors of shares write the payload. */
const fileNameOf = (payload: string): string =>
  payload.slice(0, 1000).trim().split(/[\\/]/).at(-1)?.slice(0, 120) ?? '';

/**
 * One sentence about what happened. `events` are those of the incident so far, `decoys` the different ones that it touched.
 * Texts may be hostile: whoever shows them makes them inert.
 */
export function toTitle(
  event: StoredEvent,
  attackType: string,
  nodeName: string,
  { events = 1, decoys = 1 }: { events?: number; decoys?: number } = {},
): string {
  const crowd = event.verdict?.crowd;
  if (crowd) return toWaveTitle(attackType, crowd.sources, crowd.service ?? 'many services', nodeName);
  if (event.agent) return toHostFileTitle(event, event.agent, decoys);
  if (decoyFileOf(attackType, event) !== null) {
    const name = fileNameOf(event.payload);
    return `${event.source_ip} ${deedOf(event.kind)} ${name === '' ? 'a decoy file' : `the decoy ${name}`} on ${event.service} of ${nodeName}`;
  }
  if (event.kind === 'port.scanned' && attackType === 'Recon')
    return `${event.source_ip} scanned ports of ${nodeName}`;
  const note = event.kind === 'token.hit' ? event.extra?.note : null;
  if (typeof note === 'string' && note !== '')
    return `${event.source_ip} used the planted token “${note.slice(0, 120)}”`;
  return `${event.source_ip} ${titleOf(event, attackType, events)} ${event.service} of ${nodeName}`;
}
