/**
 * `npm run eval`: measures the models on data they never saw, prints the model card and writes it to
 * `docs/scoring.md`, its pictures to `docs/scoring/`. `npm run eval payload` (or `shell`) prints that part alone and
 * writes nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSets, findDataFolder } from './data-sets.ts';
import { evalPayload } from './payload/eval.ts';
import { evalShell } from './shell/eval.ts';

interface Section {
  markdown: string;
  pictures: Record<string, string> | Map<string, string>;
  figures: Record<string, number>;
}

const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

function openData(): string {
  try {
    return findDataFolder(process.env, dataSets);
  } catch (error) {
    process.stderr.write(`eval: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
const dataFolder = openData();
const root = join(import.meta.dirname, '..');
const started = performance.now();
const onProgress = (message: string) => {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
};
const sections: Section[] = [];
if (isWanted('payload')) sections.push(evalPayload({ dataFolder, onProgress }));
if (isWanted('shell')) {
  try {
    sections.push(evalShell({ dataFolder, onProgress }));
  } catch (error) {
    // Measuring the other part took minutes: its figures are written, and the failure sets the exit code.
    onProgress(
      `the shell part failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 1;
  }
}

const head = `# How events are scored, and how well

Written by \`npm run eval\`; \`npm run train\` makes the models it measures, bit for bit the same from the same data.
Both read the folder that \`DECOYVERSE_DATA\` names; the product needs none of it. The data sets, their sources and
their licences are in \`train/README.md\`; \`src/score/models.json\` holds the hash of every file that the models learned
from.

## How risk is made

Every event is scored in process. Each finding has a risk of its own: a rule that matched, the payload model on HTTP,
SQL and protocol text, the shell model on commands, the stages a session has reached, the source's activity against the
tenant's baseline. The highest risk counts in full and names the attack type; each further finding closes part of the
gap to 10. A payload counts as an attack above the probability given in its section, and risk 7 begins where hardly any
benign traffic scores that high; on the payload model alone, probing (a scanner's path or name) stays below 6. Reasons
quote the bytes they rest on: without those bytes the score is lower, which a test checks.

## Data

Attack payloads and benign texts from published sets (\`crs_regression\`, \`payload_lists\`, \`httpparams\`, \`fwaf_bad\`,
\`deepxss\`, \`modsec_learn\`, \`kaggle_sqli_xss\`, \`torpeda2012\`, \`csic2010\`, \`weblogs_real\`), and texts generated from
templates (\`train/payload/*.grammar\`) for attack families and look-alikes that are rare in the sets. Exact and near
duplicates are removed across sets, artefacts that give the class away are removed, and rows that are odd but harmless
are not labelled as attacks. A hard negative of the CRS set only means that one rule must not match: 82 of 646 are attacks
anyway (a shell command that another rule stops, a class name in another place) and are left out, listed by rule
and number in \`train/payload/review.ts\`. Shell data: see below.
`;
const card = `${[head, ...sections.map(({ markdown }) => markdown.trim())].join('\n\n').trim()}\n`;
process.stdout.write(card);
for (const { figures } of sections) process.stdout.write(`${JSON.stringify(figures)}\n`);

if (wanted.length === 0) {
  const folder = join(root, 'docs', 'scoring');
  mkdirSync(folder, { recursive: true });
  for (const { pictures } of sections) {
    const entries = pictures instanceof Map ? [...pictures] : Object.entries(pictures);
    for (const [name, svg] of entries) writeFileSync(join(folder, name), svg);
  }
  writeFileSync(join(root, 'docs', 'scoring.md'), card);
  onProgress('docs/scoring.md written');
}
