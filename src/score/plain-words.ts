/**
 * What people search for and write about: the words of a value or of a path, behind which no sign makes a command of them.
 * `?q=how+to+use+busybox` names a program and calls none.
 */
const pair = /([?&\n])([^=&\s?]{1,40})=((?:[\w.]|%20|\+|-)+)(?=[&\s#]|$)/g;
const jsonPair = /"([^"\\]{1,40})"(\s{0,3}:\s{0,3})"([\w .-]{2,200})"/g;
const segment = /\/[\w-]{3,80}(?=[/?\s])/g;

/** Fields in which one word is a word. */
const searched =
  /^(?:q|s|k|w|p|query|search\w{0,10}|terms?|keywords?|text|title|name|topic|tags?|subject|words?|phrase|find|label)$/i;
/** Fields whose words are called. */
const called =
  /^(?:c|cmd\w{0,10}|command\w{0,10}|exec\w{0,10}|code|eval|func\w{0,10}|run|shell|sh|do|system|action|method|class|module|page|file|path|template|include|process|job|script|args?|payload|host|ip|target)$/i;
/** A word, or several with hyphens between; a dot ends it or parts figures: with one within, it is a file or a host. */
const word = String.raw`\w+(?:-\w+)*(?:\.\d+)*\.?`;
const isPhrase = new RegExp(`^${word}(?:(?: |\\+|%20)+${word})+$`);
const isWord = new RegExp(`^${word}$`);

/** Words alone that are a statement. */
const statement = /\bunion\b.{1,20}\bselect\b|\border\b.{1,3}\bby\b.{1,3}\d/i;
const longestWord = 40;
const longestPhrase = 200;

const isPlain = (key: string, value: string): boolean =>
  !called.test(key) &&
  !statement.test(value) &&
  ((value.length <= longestPhrase && isPhrase.test(value)) ||
    (value.length <= longestWord && searched.test(key) && isWord.test(value)));

/** The text without plain words in its query or form; the same text where there are none. */
export const withoutPlainPairs = (text: string): string =>
  text.replace(pair, (whole, mark: string, key: string, value: string) =>
    isPlain(key, value) ? `${mark}${key}=` : whole,
  );

/** The same, and without those of JSON. */
export const withoutPlainValues = (text: string): string =>
  withoutPlainPairs(text).replace(jsonPair, (whole, key: string, colon: string, value: string) =>
    isPlain(key, value) ? `"${key}"${colon}""` : whole,
  );

/** The first line with plain words of its path left out as well: only for rules about commands and bytes. */
export function withoutPlainPath(text: string): string {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  return line.replace(segment, '/') + (end < 0 ? '' : text.slice(end));
}
