/** The node that imported events belong to, and its default name. */
import { basename } from 'node:path';

export interface ImportNode {
  node_id: string;
  name: string;
  created: boolean;
}

/**
 * The default name of the node: the file's name without the suffixes of log rotation and gzip, so that `cowrie.json`,
 * `cowrie.json.1` and `cowrie.json.2026-11-24.gz` are one sensor.
 */
export function nodeNameOf(name: string): string {
  const bare = basename(name)
    .replace(/\.gz$/i, '')
    .replace(/\.(\d{1,4}|\d{4}-?\d{2}-?\d{2})$/, '');
  return (bare === '' || name === '-' ? 'stdin' : bare).slice(0, 100);
}
