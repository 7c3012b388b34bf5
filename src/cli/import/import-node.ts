/** The node that imported events belong to, and its name where none was given. */
import { basename } from 'node:path';

export interface ImportNode {
  node_id: string;
  name: string;
  created: boolean;
}

/**
 * The node that a log's events belong to, where none was named: the file's name without what log rotation and gzip
 * add, so that `cowrie.json`, `cowrie.json.1` and `cowrie.json.2026-11-24.gz` are one sensor.
 */
export function nodeNameOf(name: string): string {
  const bare = basename(name)
    .replace(/\.gz$/i, '')
    .replace(/\.(\d{1,4}|\d{4}-?\d{2}-?\d{2})$/, '');
  return (bare === '' || name === '-' ? 'stdin' : bare).slice(0, 100);
}
