/** One statement as the models see it: its command and that command's classes, its normalised words, and marks of what it does. */

import { baseName, formOfWord } from './keywords.ts';
import { classesOf, classNumber } from './lexicon.ts';
import { findMarks, markNumber } from './markers.ts';

export interface Reading {
  /** Base name of the program, lower case; `<local>`, `<path>`, `<assign>`, `<long>`, `>` where it is no known word. */
  command: string;
  /** Normal forms of the further words, at most `maxWords`. */
  words: string[];
  /** Numbers into `commandClasses`. */
  classes: readonly number[];
  /** Numbers into `markNames`. */
  marks: number[];
}

const maxWords = 24;
/** Further text of one statement is a blob: encoded bytes, a key. */
const maxRead = 600;
const prefixes = new Set(
  'sudo nohup busybox command exec builtin time nice stdbuf timeout do then else $ # !'.split(' '),
);
const systemFolders = /(?:^|[\s"'=>])\/(?:etc|proc|bin|sbin|usr|var|boot|sys|dev|lib|root)\b/;

const mark = {
  env: markNumber('env'),
  busybox: markNumber('busybox'),
  sudo: markNumber('sudo'),
  nohup: markNumber('nohup'),
  local: markNumber('run-local'),
  path: markNumber('run-path'),
  absolute: markNumber('absolute'),
  blob: markNumber('blob'),
  bare: markNumber('bare'),
  hex: markNumber('hex'),
  bot: markNumber('bot-name'),
  system: markNumber('system-folder'),
};

function splitWords(text: string): string[] {
  const words: string[] = [];
  let from = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    if (code === 32 || (code >= 9 && code <= 13)) {
      if (from >= 0) words.push(text.slice(from, at));
      from = -1;
    } else if (from < 0) from = at;
  }
  return words;
}

const assignment = /^[A-Za-z_]\w*=/;
const localPath = /^(?:\.{1,2}|~|\$\w+|\/tmp|\/var\/(?:tmp|run)|\/dev\/shm|\/mnt|\/run)\/\S/;
const binFolder = /^\/(?:usr\/)?(?:s?bin|local)/;

export function readStatement(full: string): Reading {
  const text = full.length > maxRead ? full.slice(0, maxRead) : full;
  const raw = splitWords(text);
  const marks: number[] = [];
  findMarks(text, marks);
  let at = 0;
  for (; at < raw.length - 1; at += 1) {
    const word = raw[at]!;
    if (assignment.test(word)) {
      marks.push(mark.env);
      continue;
    }
    const name = baseName(word);
    if (!prefixes.has(name)) break;
    if (name === 'busybox') marks.push(mark.busybox);
    else if (name === 'sudo') marks.push(mark.sudo);
    else if (name === 'nohup') marks.push(mark.nohup);
  }
  const first = raw[at] ?? '';
  let command = baseName(first);
  const classes = classesOf(command);
  if (localPath.test(first)) {
    marks.push(mark.local);
    command = '<local>';
  } else if (first.charCodeAt(0) === 47 && classes.length === 0) {
    marks.push(mark.path);
    command = '<path>';
  } else if (first.charCodeAt(0) === 62) command = '>';
  else if (classes.length === 0) {
    if (assignment.test(first)) command = '<assign>';
    else if (command.length > 14) command = '<long>';
    else if (marks.includes(mark.busybox) && /^[A-Z][A-Z0-9]{3,}$/.test(first)) {
      marks.push(mark.bot);
      command = '<bot>';
    }
  }
  if (binFolder.test(first)) marks.push(mark.absolute);
  const words: string[] = [];
  for (let next = at + 1; next < raw.length && words.length < maxWords; next += 1)
    words.push(formOfWord(raw[next]!));
  if (words.includes('<hex>')) marks.push(mark.hex);
  if (systemFolders.test(text)) marks.push(mark.system);
  if (full.length > maxRead) marks.push(mark.blob);
  if (words.length === 0) marks.push(mark.bare);
  return { command, words, classes, marks };
}

const lookClasses = new Set(['lookup', 'filter', 'read', 'gate', 'end', 'env'].map(classNumber));
const tellingMarks = new Set(
  [
    'run-local',
    'socket',
    'decode',
    'download-call',
    'windows',
    'secrets',
    'append',
    'hex',
    'bot-name',
    'exec-mode',
    'logs',
    'hist',
    'ssh-folder',
    'other-keys',
  ].map(markNumber),
);

/**
 * Whether a statement only looks around: a program that shows, filters or prints, or a program's bare name, typed to see
 * whether it exists; and nothing else.
 */
export const isLook = ({ classes, marks }: Reading): boolean =>
  (classes.some((number) => lookClasses.has(number)) || (classes.length > 0 && marks.includes(mark.bare))) &&
  !marks.some((number) => tellingMarks.has(number));
