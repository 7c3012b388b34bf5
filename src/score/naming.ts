/** Names what a text is: the protocol it speaks, and the vulnerability it tries to exploit. */
import { createRequire } from 'node:module';
import type { DraftEvent } from '../core/event.ts';
import type { NamedVulnerability } from '../core/verdict.ts';
import { techniqueOf } from './catalogue/entry.ts';
import type { Catalogue, Match } from './catalogue/match.ts';
import type { Finding } from './finding.ts';
import { decodeWhole, type Recognition, recogniseProtocol } from './protocol/index.ts';

export interface Naming {
  protocol: Recognition | null;
  /** Exploits first. */
  matches: readonly Match[];
  /** A request for a path and at most plain words in its query: no body, no detours, nothing coded. */
  isBare: boolean;
}

export interface Namer {
  name(text: string, event: DraftEvent): Naming;
}

const portNames = ['dst_port', 'dest_port', 'local_port', 'destination_port', 'port'];

/** The decoy's port, where the sensor reports it. */
function portOf({ extra }: DraftEvent): number | null {
  if (extra === null) return null;
  for (const name of portNames) {
    const port = Object.hasOwn(extra, name) ? Number(extra[name]) : 0;
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  }
  return null;
}

const detours = /[%;]|\.\./;
/** Characters that plain words do not have, and parameters whose plain words may be the attack. */
const telling =
  /[^\w=&-]|(?:^|&)(?:c|cmd|command|exec|execute|code|eval|func|url|uri|file|path|page|template|include)\w*=/;

/** A request whose line ends were logged as escapes: its first line is readable, the rest is not. */
const codedLines = /^[A-Z]{3,10} \S{1,2000} HTTP\/\d[.\d]{0,2}\\(?:r\\n|n|x0d\\x0a|x0a)/i;
const hasCodedLines = (text: string): boolean => text.includes('\\') && codedLines.test(text);

const load = createRequire(import.meta.url);

function openCatalogue(): Catalogue {
  const { createCatalogue, vulnerabilities } = load(
    './catalogue/index.ts',
  ) as typeof import('./catalogue/index.ts');
  return createCatalogue(vulnerabilities);
}

export function createNamer(): Namer {
  // Loaded and created for the first text: a server that scores none does not pay for it.
  let catalogue: Catalogue | null = null;
  return {
    name(text, event) {
      catalogue ??= openCatalogue();
      const protocol = recogniseProtocol({ payload: text, service: event.service, port: portOf(event) });
      const request = catalogue.read(
        protocol?.isCoded === true || hasCodedLines(text) ? decodeWhole(text) : text,
      );
      const { method, raw, query, body } = request;
      return {
        protocol,
        matches: catalogue.matchRequest(request),
        isBare:
          (method === 'get' || method === 'head') &&
          !detours.test(raw) &&
          !telling.test(query) &&
          body.trim() === '',
      };
    },
  };
}

/** Rules over text that say no more than a name does: where there is one, they are left out. */
export const generalRules: ReadonlySet<string> = new Set([
  'known-exploits',
  'exploited-applications',
  'exploited-devices',
]);

const longestEvidence = 160;
/** More names for one request would not help anyone. */
const mostNames = 3;

/** The part of the text by which the entry was found, in its own spelling; else the first line. */
function evidenceOf(text: string, anchor: string): string {
  const at = text.toLowerCase().indexOf(anchor);
  if (at < 0 || anchor === '') return text.slice(0, longestEvidence).split(/[\r\n]/, 1)[0] ?? '';
  return text.slice(at, at + Math.min(anchor.length, longestEvidence));
}

/** Whether the text only asks for a path by which a product is known: a model that reads more into the path is wrong. */
export const isOnlyProbe = ({ matches, isBare }: Naming): boolean =>
  isBare && matches.length > 0 && matches.every(({ strength }) => strength === 'probe');

/** Above the usual alert threshold; a probe is below it. */
const exploitRisk = 8.45;
const probeRisk = 4.9;

function matchFinding(text: string, { vulnerability, strength, anchor }: Match): Finding {
  const { id, title, product, kev, attackType } = vulnerability;
  const name = id.startsWith('CVE-') ? `${id} (${product}: ${title})` : `${product}: ${title}`;
  const common = {
    field: 'payload',
    text: evidenceOf(text, anchor),
    techniques: [techniqueOf(vulnerability)],
  };
  if (strength === 'probe')
    return {
      ...common,
      rule: 'vulnerability-probe',
      reason: id.startsWith('CVE-')
        ? `The request checks for ${id} (${product}).`
        : `The request checks for a known weakness (${name}).`,
      risk: probeRisk,
      attackType: 'Recon',
      tactics: ['Reconnaissance'],
      techniques: ['T1595.002'],
      sure: 0.9,
    };
  return {
    ...common,
    rule: 'named-vulnerability',
    reason: `The request tries to exploit ${name}${kev === undefined ? '' : ', which is known to be exploited'}.`,
    risk: exploitRisk,
    attackType,
    tactics: ['Initial Access'],
    sure: 0.95,
  };
}

/** Findings for what the text tries; the most specific name first. */
export function vulnerabilityFindings(text: string, { matches }: Naming): Finding[] {
  const exploits = matches.filter(({ strength }) => strength === 'exploit');
  const chosen = exploits.length > 0 ? exploits : matches;
  return chosen.slice(0, mostNames).map((match, at) => {
    const finding = matchFinding(text, match);
    // The first decides the type; the order among equals would be the alphabet's.
    return at === 0 ? finding : { ...finding, risk: finding.risk - 0.1 * at };
  });
}

/** Risk of a greeting alone: higher for protocols that are never spoken by chance than for those every scanner tries. */
const greetingRisks: Readonly<Record<string, number>> = { modbus: 5.2, s7: 5.2, dnp3: 5.2, 'java-object': 6 };
const greetingRisk = 3.2;
const scannerRisk = 4.2;

/** The finding for the protocol, or null where it adds nothing to the service's name. */
export function greetingFinding(text: string, { protocol }: Naming): Finding | null {
  if (protocol === null) return null;
  const { what, probe, isBinary } = protocol;
  if (!isBinary && probe === undefined) return null;
  return {
    rule: 'protocol-greeting',
    reason: probe === undefined ? what : `${what.slice(0, -1)}, as ${probe} does.`,
    field: 'payload',
    text: text.slice(0, probe === undefined ? 24 : longestEvidence),
    risk: greetingRisks[protocol.protocol] ?? (probe === undefined ? greetingRisk : scannerRisk),
    attackType: 'Recon',
    tactics: ['Reconnaissance', 'Discovery'],
    techniques: ['T1595.001', 'T1046'],
    sure: 0.9,
  };
}

/** For the verdict: the first exploit, else the first product that was looked for. */
export function toNamed({ matches }: Naming): NamedVulnerability | null {
  const [first] = matches;
  if (first === undefined) return null;
  const { id, title, product, kev } = first.vulnerability;
  return { id, title, product, ...(kev === undefined ? {} : { kev }), strength: first.strength };
}
