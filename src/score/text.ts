/** Findings in text outside a decoy's shell: requests, queries, bytes, and the command lines of processes. */

import { type CommandReader, isAttackElsewhere, modelFinding, shellArgument, undisguise } from './command.ts';
import type { Facts } from './facts.ts';
import { textOf } from './facts.ts';
import type { Finding } from './finding.ts';
import { requestOfLogLine } from './log-format.ts';
import { generalRules, greetingFinding, isOnlyProbe, type Naming, vulnerabilityFindings } from './naming.ts';
import { payloadFinding } from './payload-finding.ts';
import { withoutPlainPairs, withoutPlainPath, withoutPlainValues } from './plain-words.ts';
import { readableOf } from './protocol/index.ts';
import { commandRules } from './rules/commands.ts';
import { fallbackRules } from './rules/fallback-rules.ts';
import { findText } from './rules/find-text.ts';
import { prefilter } from './rules/keyword-prefilter.ts';
import { logRules } from './rules/log-lines.ts';
import { queryRules } from './rules/queries.ts';
import type { TextRule } from './rules/text-rule.ts';
import { valueFindings } from './rules/value-rules.ts';
import { webRules } from './rules/web.ts';
import { wireRules } from './rules/wire.ts';
import type { ScoringModels } from './scoring-models.ts';

/** In a command a scanner's name may be a package or a file; whether one is run, the command rules know. */
const typedRules = wireRules.filter(({ id }) => id !== 'scanner-signature');

/** Wire rules for the same greetings that the protocol recogniser names. */
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

/** What their clients send is SQL because it should be: rules for queries read it. */
const databases: ReadonlySet<string> = new Set(['postgresql', 'mysql', 'mssql', 'oracle']);

/** Rules about requests, which read paths, and those about commands and bytes, which do not: by id, what they look for. */
const byId = (rules: readonly TextRule[]): ReadonlyMap<string, RegExp> =>
  new Map(rules.map(({ id, pattern }) => [id, pattern]));
const pathRules = byId(webRules);
const wordRules = byId([...commandRules, ...wireRules]);

/** Leaves out what rules found in plain words of a request: a name is not what bears it. */
function leaveOutPlainWords(text: string, findings: Finding[]): void {
  let values: string | null = null;
  let words: string | null = null;
  for (let at = findings.length - 1; at >= 0; at -= 1) {
    const { rule } = findings[at] as Finding;
    const ofPath = pathRules.get(rule);
    const ofWords = wordRules.get(rule);
    if (ofPath === undefined && ofWords === undefined) continue;
    values ??= withoutPlainValues(text);
    if (ofPath === undefined) words ??= withoutPlainPath(values);
    const holds =
      ofPath !== undefined ? values === text || ofPath.test(values) : ofWords?.test(words ?? '') === true;
    if (!holds) findings.splice(at, 1);
  }
}

/** Adds the findings for a request, a query or bytes; returns what was named in it. */
export function textFindings(facts: Facts, models: ScoringModels, findings: Finding[]): Naming | null {
  const { commands } = models;
  const { event, shape } = facts;
  const text = requestOfLogLine(event.payload) ?? event.payload;
  if (text === '') return null;
  const prefiltered = prefilter(text);
  const isCommand = commands.isBareCommand(text);
  // A typed command is not a parameter: only the shell model can judge it.
  const isTyped = shape === 'bytes' && (event.kind === 'command.run' || event.kind === 'command.input');
  let naming = isTyped || shape === 'login' ? null : models.namer.name(text, event);
  // A vulnerability is named by what a request does, not by words that somebody searches for.
  if (shape === 'web' && naming?.matches[0]?.strength === 'exploit') {
    const done = withoutPlainPairs(text);
    if (done !== text) naming = models.namer.name(done, event);
  }
  const named = naming === null ? [] : vulnerabilityFindings(event.payload, naming);
  const found: Finding[] = [];
  // A path in a command was not requested from a server.
  if (shape === 'web' || shape === 'log')
    findText(webRules, prefiltered, 'payload', found, { anywhere: isCommand });
  else if (shape === 'query') findText(queryRules, prefiltered, 'payload', found);
  findText(isTyped ? typedRules : wireRules, prefiltered, 'payload', found);
  if (shape === 'bytes') findText(webRules, prefiltered, 'payload', found, { anywhere: true });
  if (shape === 'web' || shape === 'log')
    for (const finding of valueFindings(text, event.payload, isCommand)) found.push(finding);
  const isNamed = named.some(({ rule }) => rule === 'named-vulnerability');
  for (const finding of found) if (!isNamed || !generalRules.has(finding.rule)) findings.push(finding);
  for (const finding of named) findings.push(finding);
  const greeting = naming === null ? null : greetingFinding(event.payload, naming);
  if (greeting !== null && !found.some(({ rule }) => greetingRules.has(rule))) findings.push(greeting);
  // Binary data is not text, and a model would read anything into it; the text that a binary protocol carries is read.
  const recognised = naming?.protocol ?? null;
  const readable =
    isTyped || (shape !== 'bytes' && shape !== 'tunnel' && recognised === null)
      ? text
      : readableOf(text, recognised);
  const isQuery = recognised !== null && databases.has(recognised.protocol);
  if (isQuery && shape !== 'query') findText(queryRules, prefiltered, 'payload', findings);
  const isRead = !isTyped && !isQuery && readable !== '' && !(naming !== null && isOnlyProbe(naming));
  const finding = isRead ? payloadFinding(readable, event.payload, models) : null;
  if (finding) findings.push(finding);
  if (models.payload === null && isRead && !isCommand)
    findText(fallbackRules, prefiltered, 'payload', findings);
  if (isTyped || (finding === null && isCommand && recognised?.isGreeting !== true)) {
    const report = commands.read(text);
    // Outside a decoy people look around too: only commands that do more count as attacks there.
    const isAttack = isAttackElsewhere(report);
    const typed = isAttack ? modelFinding(report, report.evidence) : null;
    if (typed) findings.push(typed);
    findText(commandRules, prefiltered, 'payload', findings, {
      elsewhere: !isAttack,
      statements: true,
    });
  } else
    findText(commandRules, prefiltered, 'payload', findings, {
      anywhere: shape !== 'query' && finding?.attackType !== 'CommandInjection',
    });
  if (shape === 'web' && !isCommand) leaveOutPlainWords(text, findings);
  return naming;
}

/** Adds the findings for a line of another program's log. */
export function logFindings({ event }: Facts, findings: Finding[]): void {
  const prefiltered = prefilter(event.payload);
  findText(logRules, prefiltered, 'payload', findings);
  findText(commandRules, prefiltered, 'payload', findings, { anywhere: true });
}

const shellDevice = /\/dev\/(?:tcp|udp)\/([^\s/]{1,80})\//g;
const self = /^(?:localhost|127\.[\d.]+|::1|\$(?:HOST|HOSTNAME))$/;

/** A line that looks whether a port answers, as health checks do: of this machine, or by sending it nothing. */
function isPortCheck(text: string): boolean {
  const hosts = [...text.matchAll(shellDevice)].map(([, host]) => host ?? '');
  if (hosts.length === 0) return false;
  return (
    hosts.every((host) => self.test(host)) ||
    /^[^;|]{0,60}(?:(?:\b(?:echo|true)|:)\s*(?:"")?\s*>\s?|["'(]\s*(?:cat\s+)?(?:<\s?\/dev\/null\s*)?[<>]\s?)\/dev\/(?:tcp|udp)\/[^\s/]{1,80}\/[\w$]{1,12}["')]*\s*(?:\d?>{1,2}&?\s?\S{1,20}\s*){0,3}(?:(?:&&|\|\|)\s*(?:exit|echo|return)\b[^;|]{0,40}){0,2}$/.test(
      text,
    )
  );
}

/** Adds the findings for the command line that a process on an endpoint was started with. */
export function processFindings({ event }: Facts, commands: CommandReader, findings: Finding[]): void {
  for (const name of ['cmdline', 'command_line', 'process_cmdline']) {
    const full = textOf(event, name);
    if (full === '') continue;
    const field = `extra.${name}`;
    const shown = (part: string): string => (full.includes(part) ? part : full);
    // Read as the shell reads it: what `sh -c` was given, its words joined and its paths plain.
    const text = shellArgument(undisguise(full));
    const found: Finding[] = [];
    findText(commandRules, prefilter(text), field, found, { anywhere: true, statements: true });
    for (const finding of found)
      findings.push(
        text === full
          ? finding
          : {
              ...finding,
              text: shown(finding.text),
              also: finding.also?.filter((part) => full.includes(part)) ?? [],
            },
      );
    const report = commands.read(text);
    const isAttack = isAttackElsewhere(report) && !(found.length === 0 && isPortCheck(text));
    const finding = isAttack ? modelFinding(report, shown(report.evidence), field) : null;
    if (finding) findings.push(finding);
  }
}
