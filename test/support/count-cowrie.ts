/** Counts in Cowrie's own lines, by nothing of ours: what lists of observables are compared with. */

interface Line {
  eventid?: string;
  src_ip?: string;
  username?: string;
  password?: string;
  input?: string;
  url?: string;
  shasum?: string;
  hassh?: string;
  realm?: string;
}

export type CountedKind = 'credential' | 'command' | 'url' | 'sha256' | 'hassh' | 'ssh_version';

/** Events by value; a value counts once a line. */
export function countCowrie(lines: readonly string[]): Record<CountedKind, Map<string, number>> {
  const counts: Record<CountedKind, Map<string, number>> = {
    credential: new Map(),
    command: new Map(),
    url: new Map(),
    sha256: new Map(),
    hassh: new Map(),
    ssh_version: new Map(),
  };
  const add = (kind: CountedKind, value: string): void => {
    counts[kind].set(value, (counts[kind].get(value) ?? 0) + 1);
  };
  for (const text of lines) {
    const line = JSON.parse(text) as Line & { version?: string };
    if (typeof line.src_ip !== 'string') continue;
    const id = line.eventid ?? '';
    if (/^cowrie\.login\.(?:failed|success)$/.test(id) && typeof line.password === 'string')
      add('credential', `${line.username ?? ''}:${line.password}`.slice(0, 512));
    // Whether a command was known to the sensor is another line of the same command; input of a program is none.
    if (id === 'cowrie.command.input' && !line.realm && line.input?.trim())
      add('command', line.input.trim().slice(0, 512));
    if (/^cowrie\.session\.file_download/.test(id) && line.url?.includes('://')) add('url', line.url);
    if (line.shasum && /^[0-9a-f]{64}$/.test(line.shasum)) add('sha256', line.shasum);
    if (line.hassh) add('hassh', line.hassh);
    const version = line.version?.replace(/^b'(.*)'$/, '$1');
    if (id === 'cowrie.client.version' && version?.startsWith('SSH-')) add('ssh_version', version);
  }
  return counts;
}
