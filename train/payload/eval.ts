/** The payload model's part of the model card: figures, pictures, words. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../../src/score/payload/families.ts';
import { openPayloadModel } from '../../src/score/payload/index.ts';
import { attacks } from '../../test/support/score/attacks.ts';
import { lookAlikes } from '../../test/support/score/benign.ts';
import { evasions } from '../../test/support/score/evade.ts';
import { buildCorpus, type Corpus } from './corpus.ts';
import {
  attackFrom,
  attackSets,
  type HeldOut,
  isMeasured,
  isPayload,
  measureByRule,
  measureHeldOut,
  measureWithoutWritten,
  type Rate,
  rateOf,
  urgentFrom,
} from './measure.ts';
import { readOtherTraffic } from './others.ts';
import { drawConfusion, drawCurve } from './pictures.ts';
import type { Row } from './sets.ts';
import { measureSeed, measureWrappers, seedFigures, stabilityText } from './stability.ts';

export interface PayloadEval {
  markdown: string;
  /** SVG text by file name. */
  pictures: Record<string, string>;
  figures: Record<string, number>;
}

const share = ({ hits, rows }: Rate): number => (rows === 0 ? 0 : hits / rows);
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const finely = (value: number): string => `${(value * 100).toFixed(2)} %`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [`| ${head.join(' | ')} |`, `| ${head.map((_, at) => (at === 0 ? '---' : '---:')).join(' | ')} |`]
    .concat(rows.map((row) => `| ${row.join(' | ')} |`))
    .join('\n');

const isHardNegative = (row: Row) => row.set === 'crs_regression' && row.role === 'look-alike';

export function evalPayload({
  dataFolder,
  onProgress = () => undefined,
  onHeldOut = () => undefined,
}: {
  dataFolder: string;
  onProgress?: (message: string) => void;
  /** Called with what the models without a set say, which takes minutes to find out. */
  onHeldOut?: (corpus: Corpus, heldOut: HeldOut) => void;
}): PayloadEval {
  const corpus = buildCorpus(dataFolder, onProgress);
  const heldOut = measureHeldOut(corpus, onProgress);
  onHeldOut(corpus, heldOut);
  const { rows } = corpus;
  const { chance } = heldOut;
  const byRule = measureByRule(corpus, heldOut.calibration, onProgress);
  const seeds = [
    seedFigures('as shipped', rows, chance),
    ...[1, 2].map((step) => measureSeed(dataFolder, step, onProgress)),
  ];
  const wrappers = measureWrappers(corpus, heldOut.calibration, onProgress);
  const bare = measureWithoutWritten(corpus, onProgress);
  const model = openPayloadModel();
  const recall = attackSets.map((set) => share(rateOf(rows, chance, isPayload(set))));
  const anyRow = attackSets.map((set) =>
    share(rateOf(rows, chance, (row) => isMeasured(row) && row.set === set && row.attack)),
  );
  const hard = share(rateOf(rows, chance, isHardNegative));
  const web = (row: Row) => row.set === 'weblogs_real';
  const legit = (row: Row) => row.set === 'modsec_learn' && !row.attack;
  const figures: Record<string, number> = {
    meanRecall: mean(recall),
    meanRecallAnyRow: mean(anyRow),
    hardNegativesFlagged: hard,
    weblogsUrgent: share(rateOf(rows, chance, web, urgentFrom)),
    legitUrgent: share(rateOf(rows, chance, legit, urgentFrom)),
    crsByRuleRecall: share(rateOf(rows, byRule, isPayload('crs_regression'))),
    crsByRuleHardNegatives: share(rateOf(rows, byRule, isHardNegative)),
    meanRecallWithoutWritten: mean(attackSets.map((set) => share(rateOf(rows, bare, isPayload(set))))),
    hardNegativesWithoutWritten: share(rateOf(rows, bare, isHardNegative)),
    handWrittenAttacks: mean(attacks.map(({ text }) => (model.classify(text).attack >= attackFrom ? 1 : 0))),
    handWrittenLookAlikes: mean(
      lookAlikes.map((text) => (model.classify(text).attack >= attackFrom ? 1 : 0)),
    ),
    familyRight: familyAccuracy(corpus, heldOut),
    sizeBytes: model.sizeBytes,
  };
  const markdown = [
    `## Payloads (model ${model.version}, ${Math.round(model.sizeBytes / 1024)} KiB)`,
    'Logistic regression over hashed classes of tokens, their sequences and the words themselves, in windows of a decoded piece of the input and in the clusters of telling tokens within them; a second, smaller table names the family. ' +
      `A text is called an attack from ${attackFrom} on; risk 7 and more begins at ${urgentFrom}.`,
    '### Unseen sets',
    `Each set is judged by a model fitted without it. Mean recall over ${attackSets.length} sets: **${percent(figures.meanRecall!)}** (${percent(figures.meanRecallAnyRow!)} if every row that a set labels as an attack is counted, including bare words, paths and protocol oddities).`,
    setTable(corpus, heldOut, byRule, bare),
    `The written training texts were made by people who knew the development half of these sets, so the figures of the sets they studied longest (above all CRS) are optimistic. Without any written text the mean recall is ${percent(figures.meanRecallWithoutWritten!)} with ${percent(figures.hardNegativesWithoutWritten!)} of the hard negatives flagged. With the CRS rules divided in five parts, each judged by a model that knows the other four, CRS recall is ${percent(figures.crsByRuleRecall!)} with ${percent(figures.crsByRuleHardNegatives!)} of the hard negatives flagged.`,
    '### By class, held out',
    classTable(corpus, heldOut),
    '### Harmless texts, held out',
    harmlessTable(corpus, heldOut),
    `Look-alikes written by hand for the tests (never trained on, but looked at while the templates were written): ${percent(figures.handWrittenLookAlikes!)} of ${lookAlikes.length} flagged; attacks written by hand: ${percent(figures.handWrittenAttacks!)} of ${attacks.length} found.`,
    stabilityText(seeds, wrappers),
    besideCrs(),
    '### The same attacks in disguise',
    disguiseTable(model.classify, figures),
    '### Unlabelled traffic',
    'Requests from scanners and real honeypots, none of them used in training. Not all of them are attacks: a scanner requests ordinary pages too.',
    otherTable(dataFolder, model.classify),
    '### Calibration and ranking, held out',
    '![Calibration](scoring/payload-calibration.svg) ![ROC](scoring/payload-roc.svg)',
    `Area under the ROC curve, each set and label weighing the same: ${rocOf(corpus, heldOut).area.toFixed(4)}.`,
    '### Families, held out',
    `![Families](scoring/payload-families.svg)\n\nThe named family is right for ${percent(figures.familyRight!)} of the attacks found in sets that name one (each set and family weighing the same).`,
    blindSpots,
  ].join('\n\n');
  return {
    markdown,
    pictures: {
      'payload-calibration.svg': drawCurve({
        title: 'Payloads: said and seen',
        across: 'probability said',
        up: 'share of attacks seen',
        points: calibrationOf(corpus, heldOut),
      }),
      'payload-roc.svg': drawCurve({
        title: 'Payloads: ROC of sets never seen',
        across: 'harmless texts flagged',
        up: 'attacks found',
        points: rocOf(corpus, heldOut).points,
      }),
      'payload-families.svg': drawConfusion({
        title: 'Payloads: families (rows: labelled, columns: said; percent)',
        names: families.map(shortName),
        counts: confusionOf(corpus, heldOut),
      }),
    },
    figures,
  };
}

/** What `npm run bench -- coraza` measured and wrote down. */
function besideCrs(): string {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'scoring', 'beside-crs.md');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

function setTable(corpus: Corpus, { chance }: HeldOut, byRule: Float64Array, bare: Float64Array): string {
  const { rows } = corpus;
  return table(
    ['set', 'attacks', 'found', 'found at risk 7', 'all rows found', 'without written texts'],
    attackSets.map((set) => {
      const rate = rateOf(rows, chance, isPayload(set));
      return [
        set,
        String(rate.rows),
        percent(share(rate)),
        percent(share(rateOf(rows, chance, isPayload(set), urgentFrom))),
        percent(share(rateOf(rows, chance, (row) => isMeasured(row) && row.set === set && row.attack))),
        percent(share(rateOf(rows, bare, isPayload(set)))),
      ];
    }),
  ).concat(
    `\n| crs_regression, by rule | ${rateOf(rows, byRule, isPayload('crs_regression')).rows} | ${percent(share(rateOf(rows, byRule, isPayload('crs_regression'))))} | ${percent(share(rateOf(rows, byRule, isPayload('crs_regression'), urgentFrom)))} | | |`,
  );
}

function classTable({ rows }: Corpus, { chance }: HeldOut): string {
  const groups = new Map<string, Rate>();
  rows.forEach((row, at) => {
    if (!row.attack || Number.isNaN(chance[at]!)) return;
    const role = row.role === undefined ? '' : ` (${row.role})`;
    const name = `${row.set} | ${row.label}${role}`;
    const rate = groups.get(name) ?? { rows: 0, hits: 0 };
    rate.rows += 1;
    if (chance[at]! >= attackFrom) rate.hits += 1;
    groups.set(name, rate);
  });
  return [
    '| set | class | attacks | found |',
    '| --- | --- | ---: | ---: |',
    ...[...groups].map(([name, rate]) => `| ${name} | ${rate.rows} | ${percent(share(rate))} |`),
  ].join('\n');
}

function harmlessTable({ rows }: Corpus, { chance }: HeldOut): string {
  const sets = [...new Set(rows.filter((row) => isMeasured(row) && !row.attack).map(({ set }) => set))];
  return table(
    ['set', 'rows', 'flagged', 'at risk 7'],
    sets.map((set) => {
      const which = (row: Row) => row.set === set && !row.attack;
      const name =
        set === 'crs_regression'
          ? 'crs_regression (look-alikes)'
          : set === 'weblogs_real'
            ? `${set} (ordinary traffic, a little scanning)`
            : set;
      return [
        name,
        String(rateOf(rows, chance, which).rows),
        percent(share(rateOf(rows, chance, which))),
        finely(share(rateOf(rows, chance, which, urgentFrom))),
      ];
    }),
  );
}

function disguiseTable(
  classify: (text: string) => { attack: number },
  figures: Record<string, number>,
): string {
  let [all, plainHits, hits] = [0, 0, 0];
  const lines = Object.entries(evasions).map(([name, evade]) => {
    let [rows, before, after] = [0, 0, 0];
    attacks.forEach((attack, at) => {
      const text = evade(attack, at);
      if (text === null || text === attack.text) return;
      rows += 1;
      if (classify(attack.text).attack >= attackFrom) before += 1;
      if (classify(text).attack >= attackFrom) after += 1;
    });
    all += rows;
    plainHits += before;
    hits += after;
    return [name, String(rows), percent(before / rows), percent(after / rows)];
  });
  figures.evasionDrop = (plainHits - hits) / all;
  lines.push(['all', String(all), percent(plainHits / all), percent(hits / all)]);
  return table(['disguise', 'attacks', 'found plain', 'found disguised'], lines);
}

function otherTable(
  dataFolder: string,
  classify: (text: string) => { attack: number; family: string },
): string {
  return table(
    ['source', 'distinct texts', 'flagged', 'as a kind of injection or execution (not probing)'],
    readOtherTraffic(dataFolder).map(({ name, texts }) => {
      const found = texts.map((text) => classify(text)).filter(({ attack }) => attack >= attackFrom);
      const graver = found.filter(({ family }) => family !== 'Recon').length;
      return [
        name,
        String(texts.length),
        percent(found.length / texts.length),
        percent(graver / texts.length),
      ];
    }),
  );
}

/** Each set and label weighs the same, so that a large set does not speak for all. */
function evenWeights({ rows }: Corpus, { chance }: HeldOut): Float64Array {
  const sizes = new Map<string, number>();
  const counts = (row: Row, at: number) =>
    !Number.isNaN(chance[at]!) && row.role !== 'word' && row.role !== 'protocol';
  rows.forEach((row, at) => {
    if (counts(row, at))
      sizes.set(`${row.set}${row.attack}`, (sizes.get(`${row.set}${row.attack}`) ?? 0) + 1);
  });
  return Float64Array.from(rows, (row, at) =>
    counts(row, at) ? 1 / sizes.get(`${row.set}${row.attack}`)! : 0,
  );
}

function calibrationOf(corpus: Corpus, heldOut: HeldOut): { x: number; y: number }[] {
  const weight = evenWeights(corpus, heldOut);
  const bins = Array.from({ length: 10 }, () => ({ all: 0, said: 0, attacks: 0 }));
  corpus.rows.forEach((row, at) => {
    if (weight[at] === 0) return;
    const bin = bins[Math.min(9, Math.floor(heldOut.chance[at]! * 10))]!;
    bin.all += weight[at]!;
    bin.said += weight[at]! * heldOut.chance[at]!;
    if (row.attack) bin.attacks += weight[at]!;
  });
  return bins
    .filter(({ all }) => all > 0)
    .map(({ all, said, attacks: seen }) => ({ x: said / all, y: seen / all }));
}

function rocOf(corpus: Corpus, heldOut: HeldOut): { points: { x: number; y: number }[]; area: number } {
  const weight = evenWeights(corpus, heldOut);
  const order = corpus.rows.map((_, at) => at).filter((at) => weight[at]! > 0);
  order.sort((a, b) => heldOut.chance[b]! - heldOut.chance[a]! || a - b);
  let [attackMass, harmlessMass] = [0, 0];
  for (const at of order) {
    if (corpus.rows[at]!.attack) attackMass += weight[at]!;
    else harmlessMass += weight[at]!;
  }
  const points = [{ x: 0, y: 0 }];
  let [x, y, area, drawn] = [0, 0, 0, 0];
  for (const at of order) {
    if (corpus.rows[at]!.attack) y += weight[at]! / attackMass;
    else {
      x += weight[at]! / harmlessMass;
      area += (weight[at]! / harmlessMass) * y;
    }
    if (x + y - drawn > 0.01) {
      points.push({ x, y });
      drawn = x + y;
    }
  }
  points.push({ x: 1, y: 1 });
  return { points, area };
}

function confusionOf({ rows }: Corpus, { family, chance }: HeldOut): number[][] {
  const counts = families.map(() => new Array<number>(families.length).fill(0));
  rows.forEach((row, at) => {
    const labelled = (families as readonly string[]).indexOf(row.family ?? '');
    if (family[at]! < 0 || labelled < 0 || row.role !== undefined || chance[at]! < attackFrom) return;
    counts[labelled]![family[at]!]! += 1;
  });
  return counts;
}

function familyAccuracy({ rows }: Corpus, { family, chance }: HeldOut): number {
  const groups = new Map<string, Rate>();
  rows.forEach((row, at) => {
    if (family[at]! < 0 || row.family === null || row.role !== undefined || chance[at]! < attackFrom) return;
    const name = `${row.set}|${row.family}`;
    const rate = groups.get(name) ?? { rows: 0, hits: 0 };
    rate.rows += 1;
    if (families[family[at]!] === row.family) rate.hits += 1;
    groups.set(name, rate);
  });
  return mean([...groups.values()].map(share));
}

function shortName(name: string): string {
  return name
    .replace('Insecure', '')
    .replace('ServerSideRequestForgery', 'RequestForgery')
    .replace('XmlExternalEntity', 'XmlEntity')
    .replace('CrossSiteScripting', 'Scripting');
}

const blindSpots = `### Known blind spots

- A redirect or inclusion target that is an ordinary address (\`?next=https://example.org/\`) is not distinguished from a harmless link; only forms that hide a host are.
- Words alone are not evidence: a user name \`alert\`, a parameter repeated, a session id in the address, two lengths in one request are left to the rules, or not detected.
- A shell command typed where commands belong is judged by the shell model; the payload model takes most bare commands for injections and is not asked about them.
- Compressed, encrypted or otherwise binary payloads are only known by the first characters of serialised objects.
- Parts of an attack that is spread over several requests are judged separately; parts within one request are judged piece by piece and combined only by their sums.
- Of an input over 16,384 characters the head, the tail and the six stretches richest in signs are read.
- Lists of probes go out of date: a scanner path that is on no list is flagged only if it looks like one.`;
