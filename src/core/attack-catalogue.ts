/** What an incident is called, and what to do about it: plain sentences for people. */
import type { StoredEvent } from './event.ts';

const deeds: Record<string, string> = {
  Recon: 'looked around on',
  BruteForce: 'tried to sign in to',
  Injection: 'sent an injection attack to',
  DataExfil: 'took data from',
  CredentialAccess: 'went after credentials on',
  CommandExecution: 'ran commands on',
  MalwareDeployment: 'tried to install malware on',
  SqlInjection: 'tried SQL injection on',
  CrossSiteScripting: 'tried cross-site scripting on',
  PathTraversal: 'tried to read files outside the web root of',
  CommandInjection: 'tried to inject shell commands into',
  TemplateInjection: 'tried template injection on',
  InsecureDeserialization: 'sent a deserialization exploit to',
  ServerSideRequestForgery: 'tried to make requests through',
  FileInclusion: 'tried file inclusion on',
  XmlExternalEntity: 'sent an XML external entity to',
  Persistence: 'tried to stay on',
  DefenseEvasion: 'covered its tracks on',
  LateralMovement: 'tried to move on from',
  DenialOfService: 'tried to overload',
  HoneytokenAccess: 'used a planted token on',
  Fingerprinting: 'tests whether it faces a decoy on',
};

/** The same of many sources at once; for the rest the deed stands as it is. */
const deedsOfMany: Record<string, string> = {
  BruteForce: 'are guessing passwords on',
  Fingerprinting: 'test whether they face a decoy on',
  DefenseEvasion: 'covered their tracks on',
};

const advices: Record<string, string> = {
  BruteForce: 'Block the source and check that no real account uses the tried passwords.',
  CredentialAccess: 'Find where these credentials are used for real, change them, and block the source.',
  CommandExecution: 'Read the commands, look for the same on real hosts, and block the source.',
  MalwareDeployment: 'Block the source and the download address; search real hosts for the same file.',
  Persistence: 'Look for the same entries on real hosts of this network.',
  LateralMovement: 'Check the hosts it named; something inside may be compromised.',
  HoneytokenAccess: 'The token left its place: find who could read it, and treat that host as compromised.',
  DataExfil: 'Treat the host as compromised: isolate it and find the process and user behind the access.',
};
const generalAdvice =
  'Check whether this source reached real systems, and block it if it has no business here.';

export const adviceFor = (attackType: string): string => advices[attackType] ?? generalAdvice;

/** Guessing takes more than one attempt: this incident's, or those that the verdict counts. */
const isGuessing = (event: StoredEvent, events: number): boolean =>
  events > 1 || (event.verdict?.evidence ?? []).some(({ field }) => field === 'history');

function deedOf(event: StoredEvent, attackType: string, events: number): string {
  if (event.kind === 'login.succeeded') return 'signed in to';
  if (attackType === 'BruteForce' && isGuessing(event, events)) return 'is guessing passwords on';
  return deeds[attackType] ?? 'attacked';
}

/** `sources` is how many began the same thing. */
export const toWaveTitle = (
  attackType: string,
  sources: number,
  service: string,
  nodeNames: string,
): string =>
  `${sources} sources ${deedsOfMany[attackType] ?? deeds[attackType] ?? 'attacked'} ${service} of ${nodeNames}`;

/** One sentence about what happened, `events` being those of the incident so far; `decoy` beats the service as the object. Texts may be hostile: whoever shows them makes them inert. */
export function toTitle(event: StoredEvent, attackType: string, nodeName: string, events = 1): string {
  if (event.agent) {
    const process = event.extra?.process_name;
    const by = typeof process === 'string' && process !== '' ? ` with ${process.slice(0, 60)}` : '';
    const deed = event.kind === 'file.opened' ? 'opened' : event.kind.replace('file.', '');
    return `${event.agent.username.slice(0, 60) || 'Someone'} ${deed} the decoy ${event.agent.file_accessed.slice(0, 120)} on ${event.agent.hostname.slice(0, 80)}${by}`;
  }
  const note = event.kind === 'token.hit' ? event.extra?.note : null;
  if (typeof note === 'string' && note !== '')
    return `${event.source_ip} used the planted token “${note.slice(0, 120)}”`;
  return `${event.source_ip} ${deedOf(event, attackType, events)} ${event.service} of ${nodeName}`;
}

/** How far an attacker has come: a higher stage makes an incident worse. */
const stages: Record<string, number> = {
  unknown: 0,
  Normal: 0,
  Recon: 1,
  Fingerprinting: 1,
  BruteForce: 2,
  DenialOfService: 2,
  Injection: 3,
  SqlInjection: 3,
  CrossSiteScripting: 3,
  PathTraversal: 3,
  FileInclusion: 3,
  XmlExternalEntity: 3,
  ServerSideRequestForgery: 3,
  TemplateInjection: 3,
  InsecureDeserialization: 3,
  CommandInjection: 3,
  CredentialAccess: 4,
  HoneytokenAccess: 4,
  CommandExecution: 5,
  DefenseEvasion: 6,
  Persistence: 6,
  LateralMovement: 7,
  DataExfil: 7,
  MalwareDeployment: 8,
};
export const stageOf = (attackType: string): number => stages[attackType] ?? 3;
