/** The shell model's and the fused scorer's part of the model card. */

import { readFileSync } from 'node:fs';
import { openLocalScorer } from '../../src/score/local.ts';
import { tactics } from '../../src/score/shell/classify.ts';
import { dataFile } from '../data-sets.ts';
import {
  alertsOfAgents,
  measureCommands,
  measureFeatures,
  measureRanks,
  measureSessions,
  measureTactics,
  shareAbove,
} from './measure.ts';
import { confusionPicture } from './picture.ts';
import { sigmaCommands, wazuhLines } from './ranks.ts';
import { readLines } from './sets.ts';

export interface ShellEval {
  /** A section, from its heading on. */
  markdown: string;
  /** SVG text by file name. */
  pictures: Record<string, string>;
  /** Plain numbers by name. */
  figures: Record<string, number>;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const finely = (share: number): string => `${(share * 100).toFixed(2)} %`;
const rowsOf = (file: string): { text: string; class?: string }[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { text: string; class?: string });

/** Some of many, evenly. */
const everyOf = <T>(list: readonly T[], most: number): T[] => {
  const step = Math.max(1, Math.floor(list.length / most));
  return list.filter((_, at) => at % step === 0);
};

export function evalShell({
  dataFolder,
  onProgress = () => undefined,
}: {
  dataFolder: string;
  onProgress?: (message: string) => void;
}): ShellEval {
  const tactic = measureTactics(dataFolder, onProgress);
  const commands = measureCommands(dataFolder, onProgress);
  const scorer = openLocalScorer({ onWarning: onProgress });
  const sessions = measureSessions(dataFolder, scorer);
  onProgress('shell: real sessions played');
  const wazuh = measureRanks(scorer, wazuhLines(dataFolder));
  const sigma = measureRanks(scorer, sigmaCommands(dataFolder));
  const benign = everyOf(rowsOf(dataFile(dataFolder, 'benign_shell', 'dev_commands.jsonl')), 4_000).map(
    ({ text }) => text,
  );
  const outside = {
    http: shareAbove(scorer, 'http', benign, 5),
    endpoint: shareAbove(scorer, 'endpoint', benign, 5),
  };
  const everyLine = readLines(dataFolder).filter(({ attack }) => !attack);
  const isMachine = (set: string): boolean => set === 'housekeeping' || set === 'jobs';
  const administrators = everyLine.filter(({ set }) => !isMachine(set)).map(({ text }) => text);
  const machines = everyLine.filter(({ set }) => isMachine(set)).map(({ text }) => text);
  const reverse = rowsOf(dataFile(dataFolder, 'reverse_shells', 'dev.jsonl'))
    .filter((row) => row.class === 'reverse_shell')
    .map(({ text }) => text);
  const agents = {
    administrators: alertsOfAgents(scorer, administrators),
    machines: alertsOfAgents(scorer, machines),
    reverse: alertsOfAgents(scorer, reverse),
  };
  const reverseTyped = shareAbove(scorer, 'ssh', reverse, 8);
  const six = ['training_data.csv', 'training_data_v2.csv'].map((file) => measureFeatures(dataFolder, file));
  onProgress('shell: measured');

  const classes = Object.entries(sessions.byClass).sort(([a], [b]) => (a < b ? -1 : 1));
  const markdown = `## Shell

The tagger is a conditional random field over statements; whether a line is an attacker's is a linear model over hashed
words, marks and stretches of characters. Both are trained in TypeScript (\`npm run train\`), and hand-written rules
complement them.

### Tactics of statements

Cross-validated by campaign over ${tactic.sessions} sessions labelled by experts (\`logprecis_haas\`): macro-F1
**${tactic.macroF1.toFixed(3)}**, whole session right **${percent(tactic.exact)}**.

| tactic | statements | precision | recall | F1 |
| --- | ---: | ---: | ---: | ---: |
${tactic.perTactic.map((row) => `| ${row.tactic} | ${row.statements} | ${row.precision.toFixed(2)} | ${row.recall.toFixed(2)} | ${row.f1.toFixed(2)} |`).join('\n')}

![Tactics: confusion matrix](scoring/shell-tactics.svg)

### Attackers' lines and administrators' lines

Share called an attack by a model that saw neither the line nor its near-duplicates (benign lines are grouped by tool),
and for attacks also by one that never saw the whole set:

| set | called an attack | whole set left out |
| --- | ---: | ---: |
${Object.entries(commands.held)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([set, share]) =>
      `| ${set} | ${percent(share)} | ${set in commands.leftOut ? percent(commands.leftOut[set]!) : ''} |`,
  )
  .join('\n')}

\`tldr\` and \`nl2bash\` are administrators' examples, \`varied\` is the same with real names instead of placeholders,
\`jobs\` are hand-written lines, and \`housekeeping\` is what machines run automatically. Of the whole scorer, on benign lines outside
a decoy (in part seen in training), risk 5 and more: ${percent(outside.http)} as a web parameter,
${percent(outside.endpoint)} as an endpoint's command.

Risk 8 and more, rules and model together, on lines in part seen in training: of ${reverse.length} reverse shells
${finely(reverseTyped)} typed in a decoy's shell and ${finely(agents.reverse)} as the command line of a process that opened
a decoy file. As such a command line, of ${administrators.length} administrators' lines ${finely(agents.administrators)}, and of
${machines.length} lines of \`housekeeping\` and \`jobs\` ${finely(agents.machines)}.

### Real sessions

${sessions.sessions} sessions of real Cowrie logs, played as \`decoyverse score --sessions\` does:

| class (weak, by event ids) | sessions | least risk | greatest risk | risk 8 and more |
| --- | ---: | ---: | ---: | ---: |
${classes.map(([name, row]) => `| ${name} | ${row.sessions} | ${row.least} | ${row.greatest} | ${percent(row.alerts / row.sessions)} |`).join('\n')}

### Agreement with experts' rankings

Spearman's correlation of risk with experts' levels. Wazuh: log lines unchanged; Sigma: the shortest command line that each
Linux process rule would fire on, as an endpoint's command. "Judged" leaves out events that are taken for ordinary ones.

| source | events | all | judged | correlation of the judged |
| --- | ---: | ---: | ---: | ---: |
| Wazuh levels | ${wazuh.count} | ${wazuh.all.toFixed(2)} | ${wazuh.judgedCount} | ${wazuh.judged.toFixed(2)} |
| Sigma levels | ${sigma.count} | ${sigma.all.toFixed(2)} | ${sigma.judgedCount} | ${sigma.judged.toFixed(2)} |

### The six-number API

Agreement with the labels of the Python platform's two made-up files: ${six.map(percent).join(' and ')}. They are separable
by four if-statements, so this only shows that existing clients get the classes they expect.

### Blind spots

- \`Impact\` and \`Defense Evasion\` of statements are confused with \`Execution\`: the experts label the same \`rm\` and
  \`pkill\` by the purpose of the session.
- An administrator's line that only looks around (\`uname -a\`, \`whoami\`) is distinguished from an attacker's only by where it was typed.
- Families of reverse shells that were not in the training data are found by the rules, not by the model.
- Windows commands are known from one set of emulations only.
`;
  const figures: Record<string, number> = {
    shell_macro_f1: tactic.macroF1,
    shell_session_exact: tactic.exact,
    wazuh_spearman_judged: wazuh.judged,
    wazuh_spearman_all: wazuh.all,
    sigma_spearman_judged: sigma.judged,
    sigma_spearman_all: sigma.all,
    benign_outside_http: outside.http,
    benign_outside_endpoint: outside.endpoint,
    administrators_agent_alerts: agents.administrators,
    machines_agent_alerts: agents.machines,
    reverse_shell_agent_alerts: agents.reverse,
    reverse_shell_typed_alerts: reverseTyped,
    malware_least_risk: sessions.byClass.malware_deploy?.least ?? 0,
    probe_greatest_risk: sessions.byClass.probe?.greatest ?? 10,
    six_agreement: Math.min(...six),
  };
  for (const [set, share] of Object.entries(commands.held)) figures[`shell_held_${set}`] = share;
  return {
    markdown,
    pictures: {
      'shell-tactics.svg': confusionPicture('Tactics of shell statements', tactics, tactic.confusion),
    },
    figures,
  };
}
