/** A command line, read once: what its rules and the shell model find, and its statements with their tactics. */
import type { AttackType } from '../core/verdict.ts';
import type { Finding } from './finding.ts';
import { commandRules } from './rules/commands.ts';
import { findText } from './rules/find-text.ts';
import { prefilter } from './rules/keyword-prefilter.ts';
import { summarise } from './shell/classify.ts';
import type { ShellModel, ShellTactic, Statement } from './shell/index.ts';
import { readLine, splitStatements } from './shell/index.ts';
import { baseName } from './shell/keywords.ts';
import { readStatement } from './shell/reading.ts';
import { stage } from './stages.ts';

export interface CommandReport {
  /** Every statement only looks around: it shows, filters or prints. */
  looks: boolean;
  /** In the decoy's own shell. */
  findings: Finding[];
  /** Probability that it is an attacker's, 0–1; 0 without a model. */
  attack: number;
  /** The statement that contributes most to it. */
  evidence: string;
  unknownShare: number;
  statements: readonly Statement[];
  /** One a statement; empty without a model. */
  tactics: readonly ShellTactic[];
  stages: number;
}

const modelRule = 'shell-model';
/** From here on a line is called an attack: of administrators' lines that training never saw, about 1.9 % are. */
export const commandAttackFrom = 0.5;
/** The same where people have reasons to type and no rule speaks against the line. */
const elsewhereAttackFrom = 0.65;
/** Risk from which a rule counts as speaking against the line. */
const telling = 7;

/** Whether a line outside a decoy's shell is an attacker's: a parameter that holds a command, a process on an endpoint. */
export const isAttackElsewhere = ({ looks, attack, findings }: CommandReport): boolean =>
  !looks &&
  attack >=
    (findings.some(({ rule, risk }) => rule !== modelRule && risk >= telling)
      ? commandAttackFrom
      : elsewhereAttackFrom);
/** Statements that are tagged for one event; at a session's end all are. */
const maxTagged = 40;

const typeOf: Record<ShellTactic, AttackType> = {
  Discovery: 'Recon',
  Harmless: 'Recon',
  Execution: 'CommandExecution',
  Persistence: 'Persistence',
  'Defense Evasion': 'DefenseEvasion',
  Impact: 'CommandExecution',
  Other: 'CommandExecution',
};
const stageOf: Partial<Record<ShellTactic, number>> = {
  Discovery: stage.discovery,
  Harmless: stage.discovery,
  Execution: stage.execution,
  Persistence: stage.persistence,
  'Defense Evasion': stage.evasion,
  Impact: stage.impact,
};
const techniquesOf: Record<ShellTactic, { tactics: string[]; techniques: string[] }> = {
  Discovery: { tactics: ['Discovery'], techniques: ['T1082'] },
  Harmless: { tactics: ['Execution'], techniques: ['T1059.004'] },
  Execution: { tactics: ['Execution'], techniques: ['T1059.004'] },
  Persistence: { tactics: ['Persistence'], techniques: ['T1098'] },
  'Defense Evasion': { tactics: ['Defense Evasion'], techniques: ['T1070'] },
  Impact: { tactics: ['Impact'], techniques: ['T1489'] },
  Other: { tactics: ['Execution'], techniques: ['T1059.004'] },
};
const gravity: readonly ShellTactic[] = [
  'Persistence',
  'Defense Evasion',
  'Impact',
  'Execution',
  'Other',
  'Discovery',
  'Harmless',
];

/** The finding of the shell model for a line on a decoy or, with `field`, elsewhere. */
export function modelFinding(
  report: Pick<CommandReport, 'attack' | 'tactics' | 'looks'>,
  evidence: string,
  field = 'payload',
): Finding | null {
  const { attack, tactics } = report;
  if (attack < commandAttackFrom || evidence === '') return null;
  const worst = gravity.find((tactic) => tactics.includes(tactic)) ?? 'Execution';
  const isLook = report.looks && (worst === 'Discovery' || worst === 'Harmless');
  const share = (attack - commandAttackFrom) / (1 - commandAttackFrom);
  return {
    rule: modelRule,
    reason: isLook
      ? 'Attackers use this command to find out where they are.'
      : 'The command looks like an attacker’s, not like an administrator’s.',
    field,
    text: evidence,
    risk: isLook ? 4 + share * 0.9 : 5.6 + share * 1.8,
    attackType: isLook ? 'Recon' : typeOf[worst] === 'Recon' ? 'CommandExecution' : typeOf[worst],
    ...techniquesOf[worst],
    sure: attack,
  };
}

/** A path as the system reads it: `//`, `/./` and `/x/../` say nothing. The slashes of an address stay. */
export function withPlainPaths(text: string): string {
  if (!/\/(?:\/|\.{1,2}\/)/.test(text)) return text;
  let plain = text.replace(/(?<!:)\/{2,40}(?=[\w.~])/g, '/').replace(/(?:\/\.){1,20}(?=\/)/g, '');
  for (let round = 0; round < 8; round += 1) {
    const next = plain.replace(
      /(^|[^\w.@~-])((?:\/[\w.@~+-]{1,60})*?)\/(?!\.\.\/)[\w.@~+-]{1,60}\/\.\.(?=\/)/g,
      '$1$2',
    );
    if (next === plain) break;
    plain = next;
  }
  return plain.replace(/(^|[\s"'=<>(])(?:\/\.\.){1,20}(?=\/)/g, '$1');
}

/** The line as the shell will run it, where words were split up: `n''c`, `ba\\sh`, `cat${IFS}x`, `/bin//sh`. */
export function undisguise(full: string): string {
  const text = withPlainPaths(full);
  if (!/IFS|''|""|\\|\$[@*]/.test(text)) return text;
  const joined = text
    .replace(/\$\{?IFS\b[^\s}]{0,8}\}?/g, ' ')
    .replace(/([A-Za-z])(?:''|""|\$[@*])(?=[A-Za-z])/g, '$1');
  // A backslash between letters is a folder's on Windows, and an escape where it is doubled or before hex.
  return /[A-Za-z]:\\|\\\\/.test(joined)
    ? joined
    : joined.replace(/([a-z])\\(?=[a-z])(?!x[0-9a-f]{2})/g, '$1');
}

/** What a shell was started to run: an agent reports `sh -c` and its argument as one line, without the quotes around it. */
export function shellArgument(text: string): string {
  const match =
    /^(?:\S{0,60}\/)?(?:sudo\s+|env\s+|nohup\s+)?(?:\S{0,60}\/)?(?:ba|da|z|k|a)?sh\s+(?:-[a-bd-z]+\s+){0,4}-\w{0,4}c\s+(?:--\s+)?(?=\S)/.exec(
      text,
    );
  if (match === null) return text;
  const inner = text.slice(match[0].length).trim();
  const quote = inner[0];
  return (quote === '"' || quote === "'") && inner.endsWith(quote) && inner.length > 2
    ? inner.slice(1, -1)
    : inner;
}

function read(full: string, model: ShellModel | null): CommandReport {
  const text = undisguise(full);
  const report = readPlain(text, model);
  if (text === full) return report;
  if (withPlainPaths(full) !== text)
    findText(commandRules, prefilter(full), 'payload', report.findings, { only: 'disguised-words' });
  // Evidence quotes the event itself, never a word that was put back together.
  const shown = (part: string): string => (full.includes(part) ? part : full);
  for (const finding of report.findings) {
    finding.text = shown(finding.text);
    finding.also = [];
  }
  return { ...report, evidence: shown(report.evidence) };
}

function readPlain(text: string, model: ShellModel | null): CommandReport {
  const findings: Finding[] = [];
  let stages = findText(commandRules, prefilter(text), 'payload', findings, { statements: true });
  const line = readLine(text);
  const { statements } = line;
  if (model === null)
    return {
      findings,
      attack: 0,
      evidence: '',
      looks: false,
      unknownShare: 0,
      statements,
      tactics: [],
      stages: stages || stage.discovery,
    };
  const { attack, evidence, unknownShare, looks } = model.judge(line);
  const tactics = model.tag(
    statements.length > maxTagged
      ? { statements: statements.slice(0, maxTagged), readings: line.readings.slice(0, maxTagged) }
      : line,
  );
  const finding = modelFinding({ attack, tactics, looks }, evidence);
  if (finding) findings.push(finding);
  if (attack >= commandAttackFrom) for (const tactic of tactics) stages |= stageOf[tactic] ?? 0;
  return {
    findings,
    attack,
    evidence,
    looks,
    unknownShare,
    statements,
    tactics,
    stages: stages || stage.discovery,
  };
}

/** Words that begin a query or a name as often as a command. */
const alsoWords = new Set(
  'select insert update delete drop union exec execute declare create alter having order group where and or not if case test admin user root null true false begin end with waitfor benchmark sleep call iif grant revoke hi var as a'.split(
    ' ',
  ),
);

/** What parts of requests have and shell commands do not: a request line, percent codes, path traversal. */
const isRequestPart = /\bHTTP\/\d|\r\n|%[0-9a-f]{2}|\.\.[\\/]\.?\./i;
const isMethod = /^(?:GET|POST|PUT|HEAD|OPTIONS|PATCH|DELETE)\b/;
/** A call of a program that is not in any list: its name, plain words, and an option. */
const isCall =
  /^[A-Za-z][\w.-]{1,40}(?: [\w./:@=+-]{1,80}){0,8}? --?[A-Za-z][\w-]{0,30}(?:=[\w./:@+-]{1,80})?(?: [\w./:@=+-]{1,80}){0,8}$/;

function isBareCommand(text: string, model: ShellModel | null): boolean {
  if (model === null || text.length > 600 || isRequestPart.test(text) || isMethod.test(text)) return false;
  const line = text.trim().replace(/^(?:\$ |# )?(?:sudo |\()?(?:[A-Z_][A-Z0-9_]*=(?:["']?\$\(|`)?)?/, '');
  const [first = ''] = line.split(/[\s;|&)]/, 1);
  if (!/^(?:\.?\/[\w.+-]*){0,6}[A-Za-z][\w.+-]{0,40}$/.test(first) || alsoWords.has(first.toLowerCase()))
    return false;
  if (!model.knowsProgram(baseName(first))) return isCall.test(line);
  return line.length > first.length ? /^(?:\s+[^\s(]|[|;&)])/.test(line.slice(first.length)) : true;
}

export interface CommandReader {
  read(text: string): CommandReport;
  /** Whether the text is a command line: it begins with a program that people or bots run. */
  isBareCommand(text: string): boolean;
  /** All statements of a session, each with its tactic in the light of the others. */
  tagStatements(texts: readonly string[]): { text: string; tactic: ShellTactic }[];
}

/** Bots type the same lines again and again: the latest short ones are remembered. */
export function createCommandReader(
  model: ShellModel | null,
  { remembered = 2_000, longest = 600 } = {},
): CommandReader {
  let young = new Map<string, CommandReport>();
  let old = new Map<string, CommandReport>();
  return {
    read(text) {
      const known = young.get(text) ?? old.get(text);
      if (known) return known;
      const report = read(text, model);
      if (text.length <= longest) {
        if (young.size >= remembered / 2) {
          old = young;
          young = new Map();
        }
        young.set(text, report);
      }
      return report;
    },
    isBareCommand: (text) => isBareCommand(text, model),
    tagStatements(texts) {
      const statements = texts.flatMap((text, at) =>
        splitStatements(text).map((statement, number) =>
          at > 0 && number === 0 ? { ...statement, before: ';' } : statement,
        ),
      );
      const readings = statements.map(({ text }) => readStatement(text));
      const tactics = model ? model.tag({ statements, readings }) : summarise(readings, statements).guesses;
      return statements.map(({ text }, at) => ({ text, tactic: tactics[at]! }));
    },
  };
}
