/** The options of `decoyverse follow`, checked. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { anySensorRules } from '../../ingest/any-sensor.ts';
import { findFormat } from '../../ingest/index.ts';
import type { BatchRules } from '../../ingest/record-reader.ts';
import { usageError } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

export interface FollowOptions {
  format: string;
  mapping?: string;
  journal?: string[];
  recordings?: string[];
  files?: string[];
  url?: string;
  key?: string;
  state?: string;
  newOnly?: boolean;
  once?: boolean;
  check?: boolean;
  quiet?: boolean;
}

export interface FollowPlan {
  url: string;
  key: string;
  stateFolder: string;
  rules: BatchRules;
  /** Null = found by the fields of each record. */
  format: string | null;
  /** Folders of recordings and of captured files, absolute. */
  recordings: readonly string[];
  files: readonly string[];
}

/** `systemd` names the folder of a service's state; a person's is in their home. */
function defaultState({ env }: Pick<Terminal, 'env'>): string {
  if (env.STATE_DIRECTORY) return env.STATE_DIRECTORY;
  return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state'), 'decoyverse-follow');
}

/** Of logs whose format is not named: a mapping's, or those of all sensors that are known. */
async function rulesOf({ folder }: Terminal, mapping: string | undefined): Promise<BatchRules> {
  if (mapping === undefined) return anySensorRules(() => new Date().toISOString());
  // The schema of mappings is large, and few followers need it.
  const { readMappingFile } = await import('../import/mapped.ts');
  return readMappingFile(mapping, folder);
}

/** Throws a CliError for what is missing, and for a mapping that is none. */
export async function toPlan(
  terminal: Terminal,
  paths: readonly string[],
  options: FollowOptions,
): Promise<FollowPlan> {
  const url = options.url ?? terminal.env.DECOYVERSE_URL;
  const key = options.key ?? terminal.env.DECOYVERSE_NODE_KEY;
  if (paths.length === 0 && options.journal === undefined)
    throw usageError('nothing to follow', 'name files or folders, or --journal and a unit');
  if (!url || !/^https?:\/\//.test(url) || !URL.canParse(url))
    throw usageError(
      '--url must be the http:// or https:// address of the server',
      'pass --url https://decoys.example.org, or set DECOYVERSE_URL',
    );
  if (!key)
    throw usageError(
      'a node key is required',
      'set DECOYVERSE_NODE_KEY, or pass --key, which others on this machine can see in the list of processes',
    );
  if (options.mapping !== undefined && options.format !== 'auto')
    throw usageError('--mapping and --format cannot be used together', 'omit --format');
  const format = options.format === 'auto' ? null : findFormat(options.format);
  return {
    url,
    key,
    stateFolder: resolve(terminal.folder, options.state ?? defaultState(terminal)),
    rules: format ?? (await rulesOf(terminal, options.mapping)),
    format: format?.name ?? null,
    recordings: (options.recordings ?? []).map((one) => resolve(terminal.folder, one)),
    files: (options.files ?? []).map((one) => resolve(terminal.folder, one)),
  };
}
