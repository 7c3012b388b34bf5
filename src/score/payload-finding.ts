/** The payload model's finding for a text: how risky it is, what kind of attack, and the bytes that say so. */
import { isAttackElsewhere } from './command.ts';
import type { Finding } from './finding.ts';
import { isHarmlessLanguage } from './harmless-values.ts';
import type { PayloadFamily } from './payload/families.ts';
import { attackFrom as payloadFrom, tellingWeight, urgentFrom } from './payload/index.ts';
import { isPlainEvidence, withoutEvidence } from './plain-evidence.ts';
import type { ScoringModels } from './scoring-models.ts';

/** The probability from which risk rises above 4.6. */
const doubtful = 0.5;
const familyWords: Record<PayloadFamily, { what: string; tactics: string[]; techniques: string[] }> = {
  SqlInjection: { what: 'SQL injection', tactics: ['Initial Access'], techniques: ['T1190'] },
  CrossSiteScripting: {
    what: 'cross-site scripting',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1189', 'T1059.007'],
  },
  PathTraversal: {
    what: 'path traversal',
    tactics: ['Initial Access', 'Discovery'],
    techniques: ['T1190', 'T1083'],
  },
  CommandInjection: {
    what: 'command injection',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1059'],
  },
  TemplateInjection: {
    what: 'template injection',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1221'],
  },
  InsecureDeserialization: {
    what: 'insecure deserialisation',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1203'],
  },
  ServerSideRequestForgery: {
    what: 'server-side request forgery',
    tactics: ['Initial Access', 'Discovery'],
    techniques: ['T1190', 'T1046'],
  },
  FileInclusion: {
    what: 'file inclusion',
    tactics: ['Initial Access', 'Execution'],
    techniques: ['T1190', 'T1105'],
  },
  XmlExternalEntity: {
    what: 'an XML external entity',
    tactics: ['Initial Access', 'Collection'],
    techniques: ['T1190', 'T1005'],
  },
  Injection: { what: 'an injection', tactics: ['Initial Access'], techniques: ['T1190'] },
  Recon: { what: 'probing', tactics: ['Reconnaissance'], techniques: ['T1595.002'] },
};

/** Risk by attack probability: 4.6 at one half, 7 where hardly any benign text scores that high, 8.4 near certainty. */
function textRisk(attack: number): number {
  if (attack >= urgentFrom) return 7 + ((attack - urgentFrom) / (1 - urgentFrom)) * 1.4;
  return 4.6 + ((attack - doubtful) / (urgentFrom - doubtful)) * 1.8;
}

/** `http://` and a host's name, and a plain path at most. */
const plainAddress =
  /^=?https?(?::|%3a)(?:\/|%2f){2}(?![\d.:]+(?:[/%]|$)|localhost|metadata)[a-z\d.-]{2,80}(?:(?:\/|%2f)[\w-]{0,40}){0,3}$/i;
const isPlainAddress = ({ text }: { text: string }): boolean => plainAddress.test(text);

const isPlainPage = ({ text }: { text: string }): boolean =>
  /^\/[\w-]{1,40}\.(?:php|aspx?|jsp|html?|cgi|xml|json|txt|rss)\??$/i.test(text);

/** The address of a link that leads nowhere, which pages write where a script of theirs waits for the click. */
const isEmptyLink = ({ text }: { text: string }): boolean =>
  /^javascript(?::|%3a)(?:;|%3b|void(?:\(|%28)0(?:\)|%29)(?:;|%3b)?)$/i.test(text);

/** What is asked of a mail or FTP server before anything is done with it, as scanners ask it of every port. */
const isServerQuestion = ({ text }: { text: string }): boolean =>
  /^(?:\s?(?:HELP|QUIT|NOOP|STAT|FEAT|SYST|\?|(?:EHLO|HELO) [\w.-]{1,80})\r?(?:\n|$))+$/i.test(text);

/** One letter or two say nothing; nor do the words of an interface's path behind its version. */
const isPlainPath = ({ text }: { text: string }): boolean =>
  /^\/\w{1,2}$/.test(text) || /^(?:\/apis?)?\/v\d\w{0,6}(?:\/[\w.-]{1,40}){1,8}\/?$/.test(text);

/** Two patterns, as one alone would try every place of the word again for every place before it. */
const isIntrospection = (text: string): boolean =>
  /^[\w\s{}(),:!$"\\]*$/.test(text) && /\b(?:__schema|IntrospectionQuery)\b/.test(text);

/** `k1=v1-k2=v2-…`: counted names and values, long enough that nothing else hides in them. */
const isCounting = ({ text }: { text: string }): boolean =>
  text.length >= 60 && /^[a-z]{0,8}(?:\d{1,8}[=&;,.-]{1,3}[a-z]{0,8})+\d{0,8}$/i.test(text);

/** `text`: as it is read; `shown`: the payload it came from, which evidence is quoted from. */
export function payloadFinding(
  text: string,
  shown: string,
  { payload, commands, drift }: ScoringModels,
): Finding | null {
  if (payload === null) return null;
  const found = payload.classify(text);
  drift.payload(found.attack, found.unknownShare);
  if (found.attack < payloadFrom) return null;
  // The name of a site says nothing: that a value holds an ordinary address is no attack, whichever it is.
  if (found.attack < urgentFrom && found.evidence.length > 0 && found.evidence.every(isPlainAddress))
    return null;
  // Nor does the name of a page; names that shells are left under have a rule of their own.
  const saysNothing = [isPlainPage, isEmptyLink, isServerQuestion];
  if (found.evidence.length > 0 && found.evidence.every((part) => saysNothing.some((is) => is(part))))
    return null;
  if (
    found.attack < urgentFrom &&
    found.evidence.length > 0 &&
    (found.evidence.every(isCounting) || found.evidence.every(isPlainPath))
  )
    return null;
  const parts = found.evidence.map((part) => part.text);
  if (found.attack < urgentFrom && parts.length > 0 && parts.every(isPlainEvidence)) {
    // Unless what is left without them is an attack as well.
    const rest = withoutEvidence(text, parts);
    if (rest !== null && payload.classify(rest).attack < payloadFrom) return null;
  }
  // A rule of its own says so: a question about the interface is no injection.
  if (parts.length > 0 && parts.every((part) => isIntrospection(part))) return null;
  if (parts.length > 0 && isHarmlessLanguage(text, parts)) return null;
  // A doubt that no bytes stand for.
  if (found.attack < doubtful && found.evidence.length === 0) return null;
  let { attack } = found;
  if (commands.isBareCommand(text)) {
    // The payload model takes any command for an injection; the shell model knows whether it is an attacker's.
    const report = commands.read(text);
    attack = Math.min(attack, report.attack);
    if (!isAttackElsewhere(report)) return null;
  }
  const { family } = found;
  const { what, tactics, techniques } = familyWords[family];
  const risk = textRisk(attack);
  const quoted = found.evidence
    .filter(({ text: part, weight }, at) => shown.includes(part) && (at === 0 || weight >= tellingWeight))
    .map((part) => part.text);
  return {
    rule: 'payload-model',
    reason: `The text looks like ${what}.`,
    field: 'payload',
    text: quoted[0] ?? shown,
    also: quoted.slice(1),
    risk: family === 'Recon' ? Math.min(risk, 5.4) : risk,
    attackType: family,
    tactics,
    techniques,
    sure: attack,
  };
}
