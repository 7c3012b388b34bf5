/**
 * What an analyst would say of each statement at first sight, from the field's general knowledge. The model sees the
 * guess beside everything else and has learned how far to trust it; rare tactics live on it.
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

/** What a session does anywhere: whether a file that is fetched is also run, and the like. */
export interface Story {
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
  /** Receives files through scp. */
  sinks: boolean;
  runAt: number;
  fetchAt: number;
  /** Each statement's first guess. */
  guesses: ShellTactic[];
  /** Which guesses stand anywhere in the session, one bit each. */
  kind: number;
  /** What the session is about, by its strongest deed. */
  mood: 'run' | 'destroy' | 'leave' | 'account' | 'fetch' | 'receive' | 'write' | 'look' | 'say';
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

function single(reading: Reading, story: Story, at: number, before: string): ShellTactic {
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
    if (story.destroys) return 'Impact';
    return story.runAt >= 0 && at > story.runAt
      ? 'Defense Evasion'
      : story.runs || story.fetches
        ? 'Execution'
        : 'Discovery';
  }
  if (runs(reading)) return 'Execution';
  if (command === 'c0755' || has(reading, mark.scpSink)) return story.count > 1 ? 'Execution' : 'Harmless';
  if (has(reading, mark.stdinFile) || (is(packClass) && story.sinks))
    return story.runs || story.modes || story.sinks || has(reading, mark.systemFolder)
      ? 'Execution'
      : 'Harmless';
  if (is(fetchClass) && !bare(reading)) return story.runs || story.modes ? 'Execution' : 'Harmless';
  if (is(packageClass)) return bare(reading) ? 'Harmless' : 'Execution';
  if (is(modeClass)) return story.keys ? 'Persistence' : 'Execution';
  if (is(packClass)) return story.runs ? 'Execution' : 'Harmless';
  if (is(moveClass))
    return story.destroys && !story.runs
      ? 'Impact'
      : story.runs
        ? 'Execution'
        : story.fetches
          ? 'Harmless'
          : 'Discovery';
  if (is(lookupClass) || is(filterClass)) return 'Discovery';
  if (is(mailClass)) return 'Discovery';
  if (is(writeClass)) return story.looks ? 'Discovery' : story.runs ? 'Execution' : 'Harmless';
  if (command === '<path>') return 'Execution';
  return story.looks ? 'Discovery' : story.count === 1 ? 'Harmless' : 'Discovery';
}

export function toStory(readings: readonly Reading[], statements: readonly Statement[]): Story {
  const story: Story = {
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
    sinks: false,
    runAt: -1,
    fetchAt: -1,
    guesses: [],
    kind: 0,
    mood: 'say',
  };
  for (const [at, reading] of readings.entries()) {
    const { classes } = reading;
    if (runs(reading)) {
      story.runs = true;
      story.runAt = at;
    }
    if (classes.includes(fetchClass) && !bare(reading)) {
      story.fetches = true;
      if (story.fetchAt < 0) story.fetchAt = at;
    }
    story.modes ||= classes.includes(modeClass);
    story.accounts ||= classes.includes(accountClass);
    story.keys ||= has(reading, mark.sshFolder);
    story.looks ||= classes.includes(lookupClass) && !bare(reading);
    story.writes ||= has(reading, mark.write);
    story.leaves ||= leaves(reading);
    story.sinks ||= has(reading, mark.scpSink) || reading.command === 'c0755';
    story.destroys ||= reading.command === 'reboot' || classes.includes(killClass);
  }
  for (const [at, reading] of readings.entries())
    story.guesses.push(single(reading, story, at, statements[at]!.before));
  // A pipe is one deed: what stands before or after the telling part belongs to it.
  for (let from = 0; from < readings.length; ) {
    let to = from + 1;
    while (to < readings.length && statements[to]!.before === '|') to += 1;
    if (to > from + 1) {
      const pipe = story.guesses.slice(from, to);
      const telling =
        pipe.find((guess) => guess === 'Other' || guess === 'Persistence') ??
        pipe.find((guess) => guess === 'Impact') ??
        null;
      if (telling) for (let at = from; at < to; at += 1) story.guesses[at] = telling;
      else if (pipe[pipe.length - 1] === 'Execution')
        for (let at = from; at < to; at += 1) story.guesses[at] = 'Execution';
    }
    from = to;
  }
  if (story.leaves && story.count <= 6 && !story.runs) story.guesses.fill('Other');
  for (const guess of story.guesses) story.kind |= 1 << tactics.indexOf(guess);
  story.mood = moodOf(story);
  return story;
}

function moodOf(story: Story): Story['mood'] {
  if (story.leaves && !story.runs) return 'leave';
  if (story.runs && (story.fetches || story.modes || story.sinks)) return 'run';
  if (story.destroys) return 'destroy';
  if (story.runs) return 'run';
  if (story.accounts || story.keys) return 'account';
  if (story.sinks && story.count > 1) return 'receive';
  if (story.fetches) return 'fetch';
  if (story.writes) return 'write';
  return story.looks ? 'look' : 'say';
}
