/**
 * The parts of a long text that matter: its end, and what looks least like filling. A visitor can pad whatever they send
 * on either side and in between; only what is read is judged, so what is read must not be chosen by them. Linear in the text.
 */

/** Longest part of the result that is the text's own end. */
const tailLength = 2000;
const blockLength = 400;
/** Before and behind a block, so that what lies across its border is whole in one of the two. */
const aroundLength = 150;
const gap = '\n…\n';

/**
 * Words that attacks need, over all languages that a decoy speaks. It only chooses what is read: the rules and models
 * judge, so a word too many costs nothing.
 */
const telling =
  /<\/?script|<\?(?:php|=|xml)|<!(?:entity|doctype|--)|\bon[a-z]{3,20}\s?=|javascript:|\bunion\b|\bselect\b|\binsert\b|\bupdate\b|\bdelete\b|\bdrop\b|\bor\b\s{0,3}['"\d(]|\band\b\s{0,3}['"\d(]|\bsleep\s?\(|\bbenchmark\b|waitfor|xp_cmdshell|information_schema|load_file|\$\{|\$\(|#\{|\{\{|\{%|<%|`|\.\.[\\/]|%2e%2e|%00|\\x[0-9a-f]{2}|\\u00|\/etc\/|\/proc\/|\/bin\/|\/tmp\/|\/dev\/|c:\\|cmd\.exe|powershell|wget|curl|tftp|\bnc\b|bash|\bsh\b|chmod|base64|eval|exec|system\s?\(|passthru|popen|import\s|require|include|runtime|processbuilder|classloader|jndi|rmi:|ldap:|gopher:|file:|dict:|phar:|php:|data:|169\.254\.|metadata|ro0ab|aced0005|o:\d{1,4}:"|__proto__|constructor|multipart|filename=|\bput\b|\.php|\.jsp|\.asp/gi;

/** Characters that code has and filling has not. */
const marks = /[<>'"`;|&$(){}\\%=*#]/g;

const countOf = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0;

/** How many words that attacks need, each once: a page full of the same word says no more than one. */
export const countTellingWords = (text: string): number =>
  new Set(text.match(telling)?.map((word) => word.toLowerCase())).size;

const weightOf = (block: string): number =>
  countTellingWords(block) * 20 + Math.min(40, countOf(marks, block));

interface Block {
  start: number;
  end: number;
  weight: number;
}

/** The blocks worth reading, heaviest first; of equal ones (filling repeats itself) only the first. */
function blocksOf(text: string, end: number): Block[] {
  const blocks: Block[] = [];
  const seen = new Set<string>();
  for (let start = 0; start < end; start += blockLength) {
    const block = text.slice(start, Math.min(end, start + blockLength));
    if (seen.has(block)) continue;
    if (seen.size < 4096) seen.add(block);
    const weight = weightOf(block);
    if (weight > 0)
      blocks.push({
        start: Math.max(0, start - aroundLength),
        end: Math.min(end, start + blockLength + aroundLength),
        weight,
      });
  }
  return blocks.sort((a, b) => b.weight - a.weight || a.start - b.start);
}

/**
 * At most `most` UTF-16 units of `text`: all of it where it fits, else the parts that matter in their order, and its end.
 * A line with `…` stands for what was left out.
 */
export function tellingParts(text: string, most: number): string {
  if (text.length <= most) return text;
  const tailStart = text.length - Math.min(tailLength, most >> 1);
  const room = most - (text.length - tailStart) - gap.length;
  const chosen: Block[] = [];
  let used = 0;
  for (const block of blocksOf(text, tailStart)) {
    const cost = block.end - block.start + gap.length;
    if (used + cost > room) break;
    chosen.push(block);
    used += cost;
  }
  chosen.sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const { start, end } of [...chosen, { start: tailStart, end: text.length }]) {
    if (start > at) out += gap;
    out += text.slice(Math.max(at, start), end);
    at = Math.max(at, end);
  }
  return out;
}
