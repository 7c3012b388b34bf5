/**
 * `npm run eval`: measures the models on data they never saw, prints the model card and writes it to
 * `docs/scoring.md`, its pictures to `docs/scoring/`. `npm run eval payload` (or `shell`) prints that part alone and
 * writes nothing.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evalPayload } from './payload/eval.ts';
import { hasPayloadData } from './payload/sets.ts';

interface Section {
  markdown: string;
  pictures: Record<string, string> | Map<string, string>;
  figures: Record<string, number>;
}

interface ShellPart {
  evalShell(options: { dataFolder: string; onProgress(message: string): void }): Section | Promise<Section>;
}

const root = join(import.meta.dirname, '..');
const dataFolder = process.env.DECOYVERSE_DATA ?? join(root, '..', 'shared', 'data');
if (!existsSync(dataFolder) || !hasPayloadData(dataFolder)) {
  process.stderr.write(`eval: the data sets are not at ${dataFolder}; set DECOYVERSE_DATA to their folder\n`);
  process.exit(1);
}

const started = performance.now();
const onProgress = (message: string) => {
  process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${message}\n`);
};
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

const sections: Section[] = [];
if (isWanted('payload')) sections.push(evalPayload({ dataFolder, onProgress }));
const shell = join(import.meta.dirname, 'shell', 'eval.ts');
if (isWanted('shell') && existsSync(shell)) {
  try {
    const { evalShell } = (await import(shell)) as ShellPart;
    sections.push(await evalShell({ dataFolder, onProgress }));
  } catch (error) {
    // The other part's figures took minutes: they are written, and the failure is told and ends in an error code.
    onProgress(
      `the shell part failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 1;
  }
}

const head = `# How events are scored, and how well

Written by \`npm run eval\`; \`npm run train\` reproduces the models that it measures, bit for bit from the same data. Both
read the data sets from the folder in \`DECOYVERSE_DATA\`; the product does not need them.

## How risk is made

Every event is scored in process. Each finding (a named rule, the payload model for HTTP, SQL and protocol text, the
shell model for commands, the progress of the session, the source's behaviour compared with the tenant's baseline) has a
risk. The highest counts in full and names the attack type; each of the others adds a share of the rest up to 10. A
payload is called an attack above the probability given in the payload section, and risk 7 begins where hardly any
ordinary traffic is left; probing (a scanner's path or name) stays below 6 if only the payload model reports it. Reasons
name the bytes they rest on: without these bytes the score is lower, which a test checks.

## Data

Attack payloads and harmless texts of published sets (\`crs_regression\`, \`payload_lists\`, \`httpparams\`, \`fwaf_bad\`,
\`deepxss\`, \`modsec_learn\`, \`kaggle_sqli_xss\`, \`torpeda2012\`, \`csic2010\`, \`weblogs_real\`), and texts made from templates
(\`train/payload/*.grammar\`) for families and look-alikes of which the sets have few. Exact and near duplicates are
removed across sets, known label leaks are stripped, and odd but harmless rows are not labelled attacks. A hard negative
of the CRS set means that one rule does not match, not that the request is harmless: 82 of 646 are attacks after all (a
shell command that another rule matches, a class name in another place) and are left out, by rule and number in \`train/payload/review.ts\`. Shell data: see below.
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
