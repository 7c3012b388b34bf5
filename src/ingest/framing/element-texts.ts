import { endOfString } from '../../lib/json-guards.ts';

/** The elements of an array as they stand in its text, which is known to be JSON. */
export function elementTexts(json: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let from = json.indexOf('[') + 1;
  for (let at = from - 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 34) at = endOfString(json, at);
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    if ((code === 44 && depth === 1) || (code === 93 && depth === 0)) {
      const text = json.slice(from, at).trim();
      if (text !== '') texts.push(text);
      from = at + 1;
    }
  }
  return texts;
}
