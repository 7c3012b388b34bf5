/**
 * A first guess at each statement's tactic, from general knowledge of the field. The model sees the guess beside its other
 * features and has learned how far to trust it; for rare tactics it is the strongest one.
 */
import { classNumber } from './lexicon.ts';
import { markNumber } from './markers.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './split.ts';

export const tactics = [
  'Discovery',
  'Execution',
  'Persistence',
  'Defense Evasion',
  'Impact',
  'Harmless',
  'Other',
] as const;
export type ShellTactic = (typeof tactics)[number];

const fetchClass = classNumber('fetch');
const modeClass = classNumber('mode');
const accountClass = classNumber('account');
const lookupClass = classNumber('lookup');
const removeClass = classNumber('remove');
const scriptClass = classNumber('script');
const filterClass = classNumber('filter');
const killClass = classNumber('kill');
const controlClass = classNumber('control');
const netClass = classNumber('net');
const moveClass = classNumber('move');
const writeClass = classNumber('write');
const packClass = classNumber('pack');
const scheduleClass = classNumber('schedule');
const packageClass = classNumber('package');
const mailClass = classNumber('mail');

/** What a session does as a whole: whether a file that is downloaded is also run, and the like. */
export interface SessionSummary {
  count: number;
  runs: boolean;
  fetches: boolean;
  writes: boolean;
  modes: boolean;
  accounts: boolean;
  keys: boolean;
  looks: boolean;
  leaves: boolean;
  destroys: boolean;
  /** Through scp. */
  receivesFiles: boolean;
  runAt: number;
  fetchAt: number;
  /** Each statement's first guess. */
  guesses: ShellTactic[];
  /** The guesses that occur anywhere in the session, one bit each. */
  kind: number;
  /** What the session is for, by its strongest action. */
  purpose: 'run' | 'destroy' | 'leave' | 'account' | 'fetch' | 'receive' | 'write' | 'look' | 'say';
}

const mark = {
  append: markNumber('append'),
  firewall: markNumber('firewall'),
  hist: markNumber('hist'),
  logs: markNumber('logs'),
  metadata: markNumber('metadata'),
  remote: markNumber('remote'),
  runLocal: markNumber('run-local'),
  scpSink: markNumber('scp-sink'),
  sshFolder: markNumber('ssh-folder'),
  startup: markNumber('startup'),
  stdinFile: markNumber('stdin-file'),
  systemFolder: markNumber('system-folder'),
  upload: markNumber('upload'),
  userPair: markNumber('user-pair'),
  write: markNumber('write'),
};
const bare = (reading: Reading): boolean => reading.words.length === 0;
const has = (reading: Reading, mark: number): boolean => reading.marks.includes(mark);

function leaves(reading: Reading): boolean {
  const { command, classes, words } = reading;
  if (bare(reading)) return false;
  if (has(reading, mark.upload) && (command === 'curl' || command === 'wget')) return true;
  if (has(reading, mark.metadata) || command === 'ssh-add') return true;
  if (
    command === 'ssh' ||
    command === 'sshpass' ||
    command === 'nc' ||
    command === 'ncat' ||
    command === 'telnet'
  )
    return words.some(
      (word) => word.startsWith('<address') || word.startsWith('<host') || /@|^-o|^\d+$|^<n/.test(word),
    );
  if (command === 'scp' || command === 'rsync' || command === 'sftp')
    return has(reading, mark.remote) && !has(reading, mark.scpSink);
  return classes.includes(netClass) && words.includes('<address>');
}

const runs = (reading: Reading): boolean =>
  has(reading, mark.runLocal) || (reading.classes.includes(scriptClass) && !bare(reading));

function single(reading: Reading, summary: SessionSummary, at: number, before: string): ShellTactic {
  const { command, classes, words } = reading;
  const is = (number: number): boolean => classes.includes(number);
  if (leaves(reading)) return 'Other';
  if (has(reading, mark.sshFolder) && !is(lookupClass) && command !== 'grep') return 'Persistence';
  if (has(reading, mark.startup) && (has(reading, mark.write) || has(reading, mark.append)))
    return 'Persistence';
  if (has(reading, mark.userPair)) return 'Persistence';
  if (is(accountClass) && command !== 'sudo' && command !== 'su' && (!bare(reading) || before === '|'))
    return 'Persistence';
  if (is(scheduleClass) && !words.includes('-l')) return 'Persistence';
  if (
    has(reading, mark.hist) &&
    (is(removeClass) || words.includes('-c') || command === 'unset' || command === 'export')
  )
    return 'Defense Evasion';
  if (has(reading, mark.logs) && (is(removeClass) || has(reading, mark.write))) return 'Defense Evasion';
  if (is(killClass)) return 'Impact';
  if (
    (is(controlClass) || has(reading, mark.firewall)) &&
    (words.includes('stop') || words.includes('disable'))
  )
    return 'Impact';
  if (command === 'reboot' || command === 'shutdown' || command === 'halt' || command === 'mkfs')
    return 'Impact';
  if (is(removeClass)) {
    if (summary.destroys) return 'Impact';
    return summary.runAt >= 0 && at > summary.runAt
      ? 'Defense Evasion'
      : summary.runs || summary.fetches
        ? 'Execution'
        : 'Discovery';
  }
  if (runs(reading)) return 'Execution';
  if (command === 'c0755' || has(reading, mark.scpSink)) return summary.count > 1 ? 'Execution' : 'Harmless';
  if (has(reading, mark.stdinFile) || (is(packClass) && summary.receivesFiles))
    return summary.runs || summary.modes || summary.receivesFiles || has(reading, mark.systemFolder)
      ? 'Execution'
      : 'Harmless';
  if (is(fetchClass) && !bare(reading)) return summary.runs || summary.modes ? 'Execution' : 'Harmless';
  if (is(packageClass)) return bare(reading) ? 'Harmless' : 'Execution';
  if (is(modeClass)) return summary.keys ? 'Persistence' : 'Execution';
  if (is(packClass)) return summary.runs ? 'Execution' : 'Harmless';
  if (is(moveClass))
    return summary.destroys && !summary.runs
      ? 'Impact'
      : summary.runs
        ? 'Execution'
        : summary.fetches
          ? 'Harmless'
          : 'Discovery';
  if (is(lookupClass) || is(filterClass)) return 'Discovery';
  if (is(mailClass)) return 'Discovery';
  if (is(writeClass)) return summary.looks ? 'Discovery' : summary.runs ? 'Execution' : 'Harmless';
  if (command === '<path>') return 'Execution';
  return summary.looks ? 'Discovery' : summary.count === 1 ? 'Harmless' : 'Discovery';
}

export function summarise(readings: readonly Reading[], statements: readonly Statement[]): SessionSummary {
  const summary: SessionSummary = {
    count: readings.length,
    runs: false,
    fetches: false,
    writes: false,
    modes: false,
    accounts: false,
    keys: false,
    looks: false,
    leaves: false,
    destroys: false,
    receivesFiles: false,
    runAt: -1,
    fetchAt: -1,
    guesses: [],
    kind: 0,
    purpose: 'say',
  };
  for (const [at, reading] of readings.entries()) {
    const { classes } = reading;
    if (runs(reading)) {
      summary.runs = true;
      summary.runAt = at;
    }
    if (classes.includes(fetchClass) && !bare(reading)) {
      summary.fetches = true;
      if (summary.fetchAt < 0) summary.fetchAt = at;
    }
    summary.modes ||= classes.includes(modeClass);
    summary.accounts ||= classes.includes(accountClass);
    summary.keys ||= has(reading, mark.sshFolder);
    summary.looks ||= classes.includes(lookupClass) && !bare(reading);
    summary.writes ||= has(reading, mark.write);
    summary.leaves ||= leaves(reading);
    summary.receivesFiles ||= has(reading, mark.scpSink) || reading.command === 'c0755';
    summary.destroys ||= reading.command === 'reboot' || classes.includes(killClass);
  }
  for (const [at, reading] of readings.entries())
    summary.guesses.push(single(reading, summary, at, statements[at]!.before));
  // A pipe is one action: all its parts have the tactic of the telling one.
  for (let from = 0; from < readings.length; ) {
    let to = from + 1;
    while (to < readings.length && statements[to]!.before === '|') to += 1;
    if (to > from + 1) {
      const pipe = summary.guesses.slice(from, to);
      const telling =
        pipe.find((guess) => guess === 'Other' || guess === 'Persistence') ??
        pipe.find((guess) => guess === 'Impact') ??
        null;
      if (telling) for (let at = from; at < to; at += 1) summary.guesses[at] = telling;
      else if (pipe[pipe.length - 1] === 'Execution')
        for (let at = from; at < to; at += 1) summary.guesses[at] = 'Execution';
    }
    from = to;
  }
  if (summary.leaves && summary.count <= 6 && !summary.runs) summary.guesses.fill('Other');
  for (const guess of summary.guesses) summary.kind |= 1 << tactics.indexOf(guess);
  summary.purpose = purposeOf(summary);
  return summary;
}

function purposeOf(summary: SessionSummary): SessionSummary['purpose'] {
  if (summary.leaves && !summary.runs) return 'leave';
  if (summary.runs && (summary.fetches || summary.modes || summary.receivesFiles)) return 'run';
  if (summary.destroys) return 'destroy';
  if (summary.runs) return 'run';
  if (summary.accounts || summary.keys) return 'account';
  if (summary.receivesFiles && summary.count > 1) return 'receive';
  if (summary.fetches) return 'fetch';
  if (summary.writes) return 'write';
  return summary.looks ? 'look' : 'say';
}
