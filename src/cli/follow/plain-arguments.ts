/**
 * The arguments of `decoyverse follow` where they are plain, without commander: it costs a program that mostly waits 7 MB.
 * What is not plain (help, a mistake, `--option=value`) is commander's, with its words. A test holds the two together.
 */
import { formats } from '../../ingest/index.ts';
import type { FollowOptions } from './options.ts';

const flags: Readonly<Record<string, 'newOnly' | 'once' | 'quiet'>> = {
  '--new-only': 'newOnly',
  '--once': 'once',
  '--quiet': 'quiet',
  '-q': 'quiet',
};
const values: Readonly<Record<string, 'format' | 'mapping' | 'url' | 'key' | 'state'>> = {
  '--format': 'format',
  '-f': 'format',
  '--mapping': 'mapping',
  '--url': 'url',
  '--key': 'key',
  '--state': 'state',
};
const lists: Readonly<Record<string, 'journal' | 'recordings' | 'files'>> = {
  '--journal': 'journal',
  '--recordings': 'recordings',
  '--files': 'files',
};

/** `args` without the command's name. Null where commander is to read them. */
export function plainArguments(args: readonly string[]): { paths: string[]; options: FollowOptions } | null {
  const options: FollowOptions = { format: 'auto' };
  const paths: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (!arg.startsWith('-') || arg === '-') {
      paths.push(arg);
      continue;
    }
    const flag = Object.hasOwn(flags, arg) ? flags[arg] : undefined;
    if (flag !== undefined) {
      options[flag] = true;
      continue;
    }
    at += 1;
    const given = args[at];
    if (given === undefined || given.startsWith('-')) return null;
    const value = Object.hasOwn(values, arg) ? values[arg] : undefined;
    const list = Object.hasOwn(lists, arg) ? lists[arg] : undefined;
    if (value !== undefined) options[value] = given;
    else if (list !== undefined) options[list] = [...(options[list] ?? []), given];
    else return null;
  }
  const isKnown = options.format === 'auto' || formats.some(({ name }) => name === options.format);
  return isKnown ? { paths, options } : null;
}
