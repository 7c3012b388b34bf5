/**
 * A command with what changes from run to run taken out (addresses, URLs, numbers, random names), so that the same script
 * is found again whatever it fetches and from where. Pure; linear in the text.
 */
import { mostValueLength } from '../../core/observable.ts';

const steps: readonly (readonly [RegExp, string])[] = [
  [/\b(?:https?|ftps?|tftp):\/\/[^\s"'`<>|;)]{1,500}/gi, '<url>'],
  [/\bAAAA[A-Za-z0-9+/]{30,}={0,2}/g, '<key>'],
  [/(?:\\x[0-9a-f]{2}){2,}/gi, '<bytes>'],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w.])/g, '<address>'],
  [/(?<![0-9A-Za-z])[0-9a-f]{16,}(?![0-9A-Za-z])/gi, '<hex>'],
  [/(?<![0-9A-Za-z+/])[A-Za-z0-9+/]{40,}={0,2}/g, '<base64>'],
  // A word of letters and digits mixed, as scripts make them up; `md5sum` and `x86` are too short to be one.
  [/(?<![\w./-])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8,39}(?![\w./-])/g, '<word>'],
  [/\b\d{4,}\b/g, '<number>'],
  [/\s+/g, ' '],
];

/** Of the first characters of the command; the same text for the same form. */
export function commandForm(command: string): string {
  let form = command.slice(0, 2 * mostValueLength);
  for (const [pattern, name] of steps) form = form.replace(pattern, name);
  return form.trim().slice(0, 2 * mostValueLength);
}
