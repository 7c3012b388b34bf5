/** What naming the vulnerability costs: the catalogue as it is, filled up to 1,000 entries, and three times over. */
import { createCatalogue, type Vulnerability, vulnerabilities } from '../src/score/catalogue/index.ts';
import { createRandom } from './events.ts';
import { kindsOf } from './payloads.ts';
import { type Bench, type Line, main, median, type Report } from './report.ts';

/** Entries of the same shape under other names, until there are `count`. */
function fillTo(count: number): Vulnerability[] {
  const filled: Vulnerability[] = [...vulnerabilities];
  const renamed = <T>(value: T, name: string): T =>
    (typeof value === 'string'
      ? value.replace(/[a-z]{4,}/g, (word) => `${word.slice(0, 3)}${name}${word.slice(3)}`)
      : Array.isArray(value)
        ? value.map((item) => renamed(item, name))
        : value) as T;
  for (let at = 0; filled.length < count; at += 1) {
    const entry = vulnerabilities[at % vulnerabilities.length]!;
    const name = `q${Math.floor(at / vulnerabilities.length)}`;
    filled.push({
      ...entry,
      id: `${entry.id}-${name}`,
      forms: entry.forms.map((form) => ({
        ...form,
        path: renamed(form.path, name),
        query: renamed(form.query, name),
        head: renamed(form.head, name),
        body: renamed(form.body, name),
        any: renamed(form.any, name),
      })),
    });
  }
  return filled;
}

const shortLength = 500;
const longLength = 2048;
const groups = 20;

/** CPU time of one text, µs: the median of groups. */
function measure(match: (text: string) => unknown, texts: readonly string[]): number {
  const size = Math.ceil(texts.length / groups);
  const costs: number[] = [];
  for (let from = 0; from < texts.length; from += size) {
    const group = texts.slice(from, from + size);
    const before = process.cpuUsage();
    for (const text of group) match(text);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / group.length);
  }
  return median(costs);
}

async function run(options: Record<string, string>): Promise<Report> {
  const each = Number(options.each);
  const kinds = kindsOf().filter(({ isHostile, isShort }) => isHostile !== true && isShort !== true);
  const made = (seed: number, length: number): string[][] =>
    kinds.map((kind, at) => {
      const random = createRandom(seed * 1000 + at);
      return Array.from({ length: each }, () => kind.make(random, length));
    });
  const lines: Line[] = [];
  for (const count of [vulnerabilities.length, 1000, vulnerabilities.length * 3]) {
    const before = process.cpuUsage();
    const { match } = createCatalogue(fillTo(count));
    const built = process.cpuUsage(before);
    for (const texts of made(1, longLength)) for (const text of texts) match(text);
    for (const length of [shortLength, longLength]) {
      const costs = made(2, length).map((texts) => measure(match, texts));
      const [middle, most] = [median(costs), Math.max(...costs)];
      const dearest = kinds[costs.indexOf(most)]!.name;
      lines.push({
        what: `${count} entries, texts of ${length} characters`,
        value: `${middle.toFixed(1)} µs; dearest kind (${dearest}) ${most.toFixed(1)} µs`,
        ...(count === 1000 && length === shortLength ? { must: '≤ 5 µs', holds: middle <= 5 } : {}),
      });
    }
    lines.push({
      what: `${count} entries made ready`,
      value: `${((built.user + built.system) / 1000).toFixed(1)} ms`,
    });
  }
  return {
    title: 'Naming vulnerabilities',
    how: `CPU time of the process for one text looked up in the catalogue: per kind of text the median of ${groups} groups of ${Math.ceil(each / groups)}, then the median of the kinds. Entries beyond the real ones have the same shape and other names.`,
    lines,
  };
}

export const bench: Bench = {
  title: 'Naming vulnerabilities',
  help: 'Looks texts of many kinds up in the catalogue of vulnerabilities, without a server or a store.',
  options: { each: '1000' },
  run,
};

if (import.meta.main) await main(bench);
