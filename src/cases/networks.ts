/** Networks that people declare as their own. */
import { invalid } from '../core/errors.ts';
import { parseNetwork } from '../lib/network.ts';

/** In their canonical form, each once. Throws `invalid_request` naming those that are no network. */
export function parseNetworks(texts: readonly string[]): string[] {
  const errors = texts.flatMap((text, at) =>
    parseNetwork(text) === null
      ? [{ field: `networks.${at}`, message: 'must be an address or a network such as 198.51.100.0/24' }]
      : [],
  );
  if (errors.length > 0) throw invalid(errors);
  return [...new Set(texts.map((text) => parseNetwork(text)?.text ?? text))];
}
