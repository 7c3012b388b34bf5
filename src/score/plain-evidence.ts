/**
 * Bytes that say nothing: names of hosts, people, products and pages, without a sign of any language and without a word
 * that attacks are made of. The payload model has met most such names with one label only, so that a doubt which rests on
 * them alone is a memory of whose name it was.
 */
import { createLexicon, wordClasses, wordHash } from './payload/lexicon.ts';

const lexicon = createLexicon();
/** Classes of words that prose, pages and addresses are full of; scanners' names have a rule of their own. */
const ordinary = new Set(
  'prose link tagPlain mediaKind cmdWeak codePlain javaPlain ldapName noSql mailVerb scanner'.split(' '),
);
/** These make a statement where blanks part them, and are names otherwise. */
const ofStatements = new Set('sqlFrom sqlOrder sqlMisc sqlLike sqlNull orAnd'.split(' '));
/** Words of the other classes that sites name pages by. */
const pageWords = new Set(
  'access error issue profile group master host hostname users home lib data news apache httpd nginx tomcat'.split(
    ' ',
  ),
);

function isTelling(word: string, isSpaced: boolean): boolean {
  const found = lexicon.classOf(wordHash(word));
  if (found < 0 || pageWords.has(word)) return false;
  const name = wordClasses[found]!;
  return !ordinary.has(name) && (isSpaced || !ofStatements.has(name));
}

/** Percent codes of the signs that addresses and forms are written with, once and twice coded. */
const coded = /%(?:25)*(2[cdef]|3[adf]|40|5f|7c|2b|20)/gi;
const decode = (text: string): string =>
  text.replace(coded, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Letters, digits and what joins them in names and addresses; a bar at the end only. */
const names = /^[\p{L}\p{N}\s./:@&=,?_+-]+\|?$/u;
/** Steps along a path, drives, comments, addresses and bytes in figures, variables of a database, the machine itself. */
const pointed =
  /\.\.|\/\.\/|\/\/\/|^[a-z]:\/(?!\/)|^:\/\w+\/|--|0x[\da-f]{2}|\d{1,3}\.\d{1,3}\.\d{1,3}|@@\w+(?![\w.@])|localhost|metadata|http\/\d/i;
/** A host behind its scheme or an `@`: its labels are no words, and its last one no kind of file. */
const host = /(?:\/\/|@)[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;
const longest = 120;

/** Products with versions, as browsers list them: `.NET CLR 3.0.4506.2152; .NET CLR 3.5.30729)`. */
const versions = /^(?:;? ?\.?[A-Za-z]{2,12}(?: [A-Za-z]{2,12})? \d{1,4}(?:\.\d{1,6}){1,4}[;)]? ?){1,12}$/;

export function isPlainEvidence(part: string): boolean {
  if (part.length > longest) return false;
  if (versions.test(part)) return true;
  const text = decode(part);
  if (!names.test(text) || pointed.test(text) || !/\p{L}/u.test(text)) return false;
  const isSpaced = /[\s+]/.test(text);
  return !text
    .replace(host, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}_]+/u)
    .some((word) => isTelling(word, isSpaced));
}

/** Quotes and brackets where a value begins or ends, and bytes of overlong characters, line breaks: whatever else says nothing, these do. */
const broken = /=[^=&\s]{0,3}(?:['"<]|%2[27]|%3c)|(?:'|%27)(?:$|[&\s])|\\x[c-f]|%c[01]%|%0[ad]/i;

/** What is left of a text without its evidence, for a second look; null where its values are broken open. */
export function withoutEvidence(text: string, parts: readonly string[]): string | null {
  const rest = parts.reduce((left, part) => left.replace(part, 'a'), text);
  return broken.test(rest) ? null : rest;
}
