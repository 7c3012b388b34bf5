/** From one event and what is known of its source to its signs: rules, models, behaviour and story together. */
import type { ScoreInput } from '../core/scorer.ts';
import { anomalyOf, anomalySign } from './anomaly.ts';
import type { CommandReader } from './command.ts';
import type { Drift } from './drift.ts';
import { type Facts, toFacts } from './facts.ts';
import type { Anomaly, Sign } from './finding.ts';
import type { Namer, Naming } from './naming.ts';
import type { PayloadModel } from './payload/index.ts';
import { endpointRules } from './rules/endpoint.ts';
import { requestOfLogLine } from './rules/log-lines.ts';
import { loginRules } from './rules/logins.ts';
import { type Rule, toSign } from './rules/rule.ts';
import { trafficRules } from './rules/traffic.ts';
import { storySign } from './session-stages.ts';
import { logSigns, processSigns, textSigns } from './text.ts';

export interface ScoringModels {
  payload: PayloadModel | null;
  commands: CommandReader;
  namer: Namer;
  drift: Drift;
}

/** Which rules an event of this form can meet. */
function rulesFor(form: Facts['form']): readonly Rule[] {
  if (form === 'login') return loginRules;
  if (form === 'endpoint') return endpointRules;
  return trafficRules;
}

export interface Finding {
  signs: Sign[];
  anomaly: Anomaly;
  /** What the text was, where it was looked at. */
  naming: Naming | null;
}

/** Text in a sign-in is only read as a payload where it holds what no name or password needs. */
const oddLogin = /[<>;|`{}()]|\$\{|'\s*(?:or|and)\b|--/i;

/** What OpenCanary writes in place of a VNC password that it cannot work out: its own words, not the visitor's. */
const unknownPassword = '<Password was not in the common list>';

/** A command that no rule knows and that is no look around weighs more than one by which people find out where they are. */
const moreThanLooking = (text: string): Sign => ({
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

export function findSigns(input: ScoreInput, minds: ScoringModels): Finding {
  const { commands, drift } = minds;
  const facts = toFacts(input);
  const signs: Sign[] = [];
  const { form, event } = facts;
  const anomaly = anomalyOf(facts);
  if (form === 'quiet') return { signs, anomaly: { score: 0, isAnomaly: false }, naming: null };
  let naming: Naming | null = null;
  for (const rule of rulesFor(form)) {
    const hit = rule.find(facts);
    if (hit) signs.push(toSign(rule, hit));
  }
  if (form === 'shell' && event.payload !== '') {
    const report = commands.read(event.payload);
    drift.command(report.attack, report.unknownShare);
    for (const sign of report.signs) signs.push(sign);
    if (report.signs.length === 0 && !report.looks && report.evidence !== '')
      signs.push(moreThanLooking(report.evidence));
    const story = storySign(facts, report.stages);
    if (story) signs.push(story);
  } else if (form === 'web' || form === 'query' || form === 'bytes') naming = textSigns(facts, minds, signs);
  else if (form === 'log')
    if (requestOfLogLine(event.payload) === null) logSigns(facts, signs);
    else naming = textSigns(facts, minds, signs);
  else if (form === 'login' && oddLogin.test(event.payload.replace(unknownPassword, '')))
    naming = textSigns(facts, minds, signs);
  else if (form === 'tunnel' && event.payload.length > 40) naming = textSigns(facts, minds, signs);
  else if (form === 'endpoint') processSigns(facts, commands, signs);
  const unusual = anomalySign(facts, anomaly);
  if (unusual) signs.push(unusual);
  return { signs, anomaly, naming };
}
