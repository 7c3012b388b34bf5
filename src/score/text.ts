/** Text that is no shell of the decoy: requests, queries, bytes, and what a process was started with. */

import { type CommandReader, isAttackElsewhere, modelSign } from './command.ts';
import type { Facts } from './facts.ts';
import { textOf } from './facts.ts';
import type { Sign } from './finding.ts';
import type { ScoringModels } from './judge.ts';
import { generalRules, greetingSign, isOnlyProbe, type Naming, vulnerabilitySigns } from './naming.ts';
import type { PayloadFamily } from './payload/families.ts';
import { attackFrom as payloadFrom, tellingWeight, urgentFrom } from './payload/index.ts';
import { readableOf } from './protocol/index.ts';
import { commandRules } from './rules/commands.ts';
import { standbyRules } from './rules/fallback-rules.ts';
import { lookAt } from './rules/keyword-prefilter.ts';
import { logRules, requestOfLogLine } from './rules/log-lines.ts';
import { queryRules } from './rules/queries.ts';
import { findText } from './rules/text-rule.ts';
import { webRules } from './rules/web.ts';
import { wireRules } from './rules/wire.ts';

/** Where risk grows from. */
const doubtful = 0.5;
/** Below this a family is only named as `Injection`. */
const familyFrom = 0.4;

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

/** Risk of an attack probability: 5 at one half, 7 where hardly any ordinary text is left, 8.4 near certainty. */
export function textRisk(attack: number): number {
  if (attack >= urgentFrom) return 7 + ((attack - urgentFrom) / (1 - urgentFrom)) * 1.4;
  return 4.6 + ((attack - doubtful) / (urgentFrom - doubtful)) * 1.8;
}

function payloadSign(text: string, shown: string, { payload, commands, drift }: ScoringModels): Sign | null {
  if (payload === null) return null;
  const found = payload.classify(text);
  drift.payload(found.attack, found.unknownShare);
  if (found.attack < payloadFrom) return null;
  let { attack } = found;
  if (commands.isBareCommand(text)) {
    // The payload model takes any command for an injection; whether it is an attacker's the shell model knows.
    const report = commands.read(text);
    attack = Math.min(attack, report.attack);
    if (!isAttackElsewhere(report)) return null;
  }
  const family =
    found.familyConfidence >= familyFrom ? found.family : found.family === 'Recon' ? 'Recon' : found.family;
  const { what, tactics, techniques } = familyWords[family];
  const risk = textRisk(attack);
  const parts = found.evidence
    .filter(({ text: part, weight }, at) => shown.includes(part) && (at === 0 || weight >= tellingWeight))
    .map((part) => part.text);
  return {
    rule: 'payload-model',
    reason: `The text reads like ${what}.`,
    field: 'payload',
    text: parts[0] ?? shown,
    also: parts.slice(1),
    risk: family === 'Recon' ? Math.min(risk, 5.4) : risk,
    attackType: family,
    tactics,
    techniques,
    sure: attack,
  };
}

/** In a command a scanner's name may be that of a package or a file; whether one is run the command rules know. */
const typedRules = wireRules.filter(({ id }) => id !== 'scanner-signature');

/** Wire rules that speak of the same greeting as the recogniser does, in words of their own. */
const greetingRules: ReadonlySet<string> = new Set([
  'tls-hello',
  'rdp-request',
  'smb-negotiation',
  'industrial-control',
  'sip-scan',
  'memory-cache',
  'android-debug',
  'java-remote',
  'java-object',
  'mining-protocol',
  'printer-language',
  'relay-test',
  'scanner-signature',
]);

/** Signs of a request, a query or bytes; what was named is returned. */
export function textSigns(facts: Facts, minds: ScoringModels, signs: Sign[]): Naming | null {
  const { commands } = minds;
  const { event, form } = facts;
  const text = requestOfLogLine(event.payload) ?? event.payload;
  if (text === '') return null;
  const look = lookAt(text);
  const isCommand = commands.isBareCommand(text);
  // What is typed as a command is no parameter: the shell model alone knows whose it is.
  const isTyped = form === 'bytes' && (event.kind === 'command.run' || event.kind === 'command.input');
  const naming = isTyped || form === 'login' ? null : minds.namer.name(text, event);
  const named = naming === null ? [] : vulnerabilitySigns(event.payload, naming);
  const found: Sign[] = [];
  // A path in a command is not one that a server was asked for.
  if (form === 'web' || form === 'log') findText(webRules, look, 'payload', found, { anywhere: isCommand });
  else if (form === 'query') findText(queryRules, look, 'payload', found);
  findText(isTyped ? typedRules : wireRules, look, 'payload', found);
  if (form === 'bytes') findText(webRules, look, 'payload', found, { anywhere: true });
  const isNamed = named.some(({ rule }) => rule === 'named-vulnerability');
  for (const sign of found) if (!isNamed || !generalRules.has(sign.rule)) signs.push(sign);
  for (const sign of named) signs.push(sign);
  const greeting = naming === null ? null : greetingSign(event.payload, naming);
  if (greeting !== null && !found.some(({ rule }) => greetingRules.has(rule))) signs.push(greeting);
  // Bytes are no text: a model reads anything into them. Words that a protocol of bytes carries are read.
  const recognised = naming?.protocol ?? null;
  const readable =
    isTyped || (form !== 'bytes' && form !== 'tunnel' && recognised === null)
      ? text
      : readableOf(text, recognised);
  const isRead = !isTyped && readable !== '' && !(naming !== null && isOnlyProbe(naming));
  const sign = isRead ? payloadSign(readable, event.payload, minds) : null;
  if (sign) signs.push(sign);
  if (minds.payload === null && isRead && !isCommand) findText(standbyRules, look, 'payload', signs);
  if (isTyped || (sign === null && isCommand && recognised?.isGreeting !== true)) {
    const report = commands.read(text);
    // Outside a decoy people look around too: only what does more is called an attack there.
    const isAttack = isAttackElsewhere(report);
    const typed = isAttack ? modelSign(report, report.evidence) : null;
    if (typed) signs.push(typed);
    findText(commandRules, look, 'payload', signs, {
      elsewhere: !isAttack,
      statements: true,
    });
  } else
    findText(commandRules, look, 'payload', signs, {
      anywhere: form !== 'query' && sign?.attackType !== 'CommandInjection',
    });
  return naming;
}

/** Signs of a line of another program's log. */
export function logSigns({ event }: Facts, signs: Sign[]): void {
  const look = lookAt(event.payload);
  findText(logRules, look, 'payload', signs);
  findText(commandRules, look, 'payload', signs, { anywhere: true });
}

/** Signs of the command line a process on an endpoint was started with. */
export function processSigns({ event }: Facts, commands: CommandReader, signs: Sign[]): void {
  for (const name of ['cmdline', 'command_line', 'process_cmdline']) {
    const text = textOf(event, name);
    if (text === '') continue;
    findText(commandRules, lookAt(text), `extra.${name}`, signs, { anywhere: true, statements: true });
    const report = commands.read(text);
    const isAttack = isAttackElsewhere(report);
    const sign = isAttack ? modelSign(report, report.evidence, `extra.${name}`) : null;
    if (sign) signs.push(sign);
  }
}
