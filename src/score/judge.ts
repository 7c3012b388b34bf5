/** From one event and its source's history to findings: rules, models, behaviour and session stages together. */
import type { ScoreInput } from '../core/scorer.ts';
import { anomalyFinding, anomalyOf } from './anomaly.ts';
import { type Facts, toFacts } from './facts.ts';
import type { Anomaly, Finding } from './finding.ts';
import { requestOfLogLine } from './log-format.ts';
import type { Naming } from './naming.ts';
import { endpointRules } from './rules/endpoint.ts';
import { loginRules } from './rules/logins.ts';
import { type Rule, toFinding } from './rules/rule.ts';
import { trafficRules } from './rules/traffic.ts';
import type { ScoringModels } from './scoring-models.ts';
import { stageFinding } from './session-stages.ts';
import { logFindings, processFindings, textFindings } from './text.ts';
import { addRestFindings, withPayloadRest } from './whole-payload.ts';

/** Which rules an event of this shape can meet. */
function rulesFor(shape: Facts['shape']): readonly Rule[] {
  if (shape === 'login') return loginRules;
  if (shape === 'endpoint') return endpointRules;
  return trafficRules;
}

export interface EventFindings {
  findings: Finding[];
  anomaly: Anomaly;
  /** The names found in the text; null where none were looked for. */
  naming: Naming | null;
}

/** Text in a sign-in is only read as a payload where it holds what no name or password needs. */
const oddLogin = /[<>;|`{}()]|\$\{|'\s*(?:or|and)\b|--/i;

/** What OpenCanary writes in place of a VNC password that it cannot recover: its own words, not the visitor's. */
const unknownPassword = '<Password was not in the common list>';

/** Characters that evidence may have (core/verdict.ts). */
const evidenceLength = 200;

/** A command that no rule knows and that does more than look around. */
const moreThanLooking = (text: string): Finding => ({
  rule: 'does-more-than-look',
  reason: 'The command does more than look around.',
  field: 'payload',
  text,
  risk: 4.6,
  attackType: 'CommandExecution',
  tactics: ['Execution'],
  techniques: ['T1059'],
  sure: 0.7,
});

export function collectFindings(input: ScoreInput, models: ScoringModels): EventFindings {
  const found = findingsOf(input, models);
  let { naming } = found;
  for (const rest of withPayloadRest(input)) {
    const more = findingsOf(rest, models);
    addRestFindings(found.findings, more.findings);
    naming ??= more.naming;
  }
  return { ...found, naming };
}

function findingsOf(input: ScoreInput, models: ScoringModels): EventFindings {
  const { commands, drift } = models;
  const facts = toFacts(input);
  const findings: Finding[] = [];
  const { shape, event } = facts;
  const anomaly = anomalyOf(facts);
  if (shape === 'quiet') return { findings, anomaly: { score: 0, isAnomaly: false }, naming: null };
  let naming: Naming | null = null;
  for (const rule of rulesFor(shape)) {
    const hit = rule.find(facts);
    if (hit) findings.push(toFinding(rule, hit));
  }
  if (shape === 'shell' && event.payload !== '') {
    const report = commands.read(event.payload);
    drift.command(report.attack, report.unknownShare);
    for (const finding of report.findings) findings.push(finding);
    if (report.findings.length === 0 && !report.looks && report.evidence !== '')
      // Said of the command as a whole: another part of it may do as much as the one that stands out.
      findings.push(
        moreThanLooking(event.payload.length <= evidenceLength ? event.payload : report.evidence),
      );
    const staged = stageFinding(facts, report.stages);
    if (staged) findings.push(staged);
  } else if (shape === 'web' || shape === 'query' || shape === 'bytes')
    naming = textFindings(facts, models, findings);
  else if (shape === 'log')
    if (requestOfLogLine(event.payload) === null) logFindings(facts, findings);
    else naming = textFindings(facts, models, findings);
  else if (shape === 'login' && oddLogin.test(event.payload.replace(unknownPassword, '')))
    naming = textFindings(facts, models, findings);
  else if (shape === 'tunnel' && event.payload.length > 40) naming = textFindings(facts, models, findings);
  else if (shape === 'endpoint') processFindings(facts, commands, findings);
  const unusual = anomalyFinding(facts, anomaly);
  if (unusual) findings.push(unusual);
  return { findings, anomaly, naming };
}
