/** What a text is before how bad it is: the protocol it speaks, and the vulnerability it tries. */
import type { DraftEvent } from '../core/event.ts';
import type { NamedVulnerability } from '../core/verdict.ts';
import {
  type Catalogue,
  createCatalogue,
  type Match,
  techniqueOf,
  vulnerabilities,
} from './catalogue/index.ts';
import type { Sign } from './finding.ts';
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

/** The decoy's port, where the sensor says it. */
function portOf({ extra }: DraftEvent): number | null {
  if (extra === null) return null;
  for (const name of portNames) {
    const port = Object.hasOwn(extra, name) ? Number(extra[name]) : 0;
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  }
  return null;
}

const detours = /[%;]|\.\./;
/** Signs that plain words have none of, and parameters whose plain words may be the attack. */
const telling =
  /[^\w=&-]|(?:^|&)(?:c|cmd|command|exec|execute|code|eval|func|url|uri|file|path|page|template|include)\w*=/;

/** A request whose line ends were written down in a code: its first line reads well, the rest does not. */
const codedLines = /^[A-Z]{3,10} \S{1,2000} HTTP\/\d[.\d]{0,2}\\(?:r\\n|n|x0d\\x0a|x0a)/i;
const hasCodedLines = (text: string): boolean => text.includes('\\') && codedLines.test(text);

export function createNamer(): Namer {
  // Made ready when the first text comes: a server that judges none does without it.
  let catalogue: Catalogue | null = null;
  return {
    name(text, event) {
      catalogue ??= createCatalogue(vulnerabilities);
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
/** More names of one request tell people nothing. */
const mostNames = 3;

/** Where the text says it, in its own spelling: the part by which the entry was found, else the first line. */
function evidenceOf(text: string, anchor: string): string {
  const at = text.toLowerCase().indexOf(anchor);
  if (at < 0 || anchor === '') return text.slice(0, longestEvidence).split(/[\r\n]/, 1)[0] ?? '';
  return text.slice(at, at + Math.min(anchor.length, longestEvidence));
}

/** Whether the text only asks for a path by which a product is known: a model that reads more into the path is wrong. */
export const isOnlyProbe = ({ matches, isBare }: Naming): boolean =>
  isBare && matches.length > 0 && matches.every(({ strength }) => strength === 'probe');

/** Below this nobody is woken; from it on they are. */
const exploitRisk = 8.45;
const probeRisk = 4.9;

function matchSign(text: string, { vulnerability, strength, anchor }: Match): Sign {
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
        ? `The request looks whether ${id} could be used (${product}).`
        : `The request looks for something known (${name}).`,
      risk: probeRisk,
      attackType: 'Recon',
      tactics: ['Reconnaissance'],
      techniques: ['T1595.002'],
      sure: 0.9,
    };
  return {
    ...common,
    rule: 'named-vulnerability',
    reason: `The request tries ${name}${kev === undefined ? '' : ', known to be exploited'}.`,
    risk: exploitRisk,
    attackType,
    tactics: ['Initial Access'],
    sure: 0.95,
  };
}

/** Signs of what the text tries; the more particular name first. */
export function vulnerabilitySigns(text: string, { matches }: Naming): Sign[] {
  const exploits = matches.filter(({ strength }) => strength === 'exploit');
  const told = exploits.length > 0 ? exploits : matches;
  return told.slice(0, mostNames).map((match, at) => {
    const sign = matchSign(text, match);
    // The first decides the type; the order among equals would be the alphabet's.
    return at === 0 ? sign : { ...sign, risk: sign.risk - 0.1 * at };
  });
}

/** What the greeting alone weighs: protocols nobody speaks by chance more than those every scanner tries. */
const greetingRisks: Readonly<Record<string, number>> = { modbus: 5.2, s7: 5.2, dnp3: 5.2, 'java-object': 6 };
const greetingRisk = 3.2;
const scannerRisk = 4.2;

/** A sign of the protocol, or null where it says nothing that the service's name does not. */
export function greetingSign(text: string, { protocol }: Naming): Sign | null {
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

/** As the verdict tells it: the first exploit, else the first product that was looked for. */
export function toNamed({ matches }: Naming): NamedVulnerability | null {
  const [first] = matches;
  if (first === undefined) return null;
  const { id, title, product, kev } = first.vulnerability;
  return { id, title, product, ...(kev === undefined ? {} : { kev }), strength: first.strength };
}
