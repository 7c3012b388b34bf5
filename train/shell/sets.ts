/** Reads the shell sets: sessions with a tactic per statement, and lines that are attacks or an administrator's work. */

import { readFileSync } from 'node:fs';
import { type ShellTactic, tactics } from '../../src/score/shell/classify.ts';
import { hashOf } from '../../src/score/shell/features.ts';
import { splitStatements } from '../../src/score/shell/split.ts';
import { dataFile } from '../data-sets.ts';
import { housekeeping } from './housekeeping.ts';
import { jobs, vary } from './vary.ts';

export interface TaggedSession {
  text: string;
  tactics: ShellTactic[];
  /** Near-duplicates (same first 60 masked characters) have the same. */
  group: string;
}

export interface Line {
  text: string;
  attack: boolean;
  set: string;
  /** Lines that must not stand on both sides of a split have the same. */
  group: string;
  weight: number;
}

type Row = Record<string, unknown>;

function rowsOf(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

const isTactic = (value: unknown): value is ShellTactic => tactics.includes(value as ShellTactic);

/** Sessions whose statements and labels agree in number (all but those the experts cut otherwise). */
export function readSessions(dataFolder: string): TaggedSession[] {
  return rowsOf(dataFile(dataFolder, 'logprecis_haas', 'dev_sessions.jsonl')).flatMap((row) => {
    const labels = Array.isArray(row.tactics) ? row.tactics.filter(isTactic) : [];
    const text = String(row.text);
    return splitStatements(text).length === labels.length
      ? [{ text, tactics: labels, group: String(row.group) }]
      : [];
  });
}

/** Numbers, hexadecimal and random names made alike, so that copies of one bot's line count once. */
export const masked = (text: string): string =>
  text
    .replace(/[0-9a-f]{6,}/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/\b[A-Z]{5,}\b/g, '#')
    .replace(/\b(?=\w*[A-Z])(?=\w*[a-z])\w{8}\b/g, '#')
    .slice(0, 200);

function distinct(lines: Line[]): Line[] {
  const seen = new Set<string>();
  return lines.filter(({ text, attack }) => {
    const key = `${attack}${masked(text)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return text.trim() !== '';
  });
}

export const attackSets = ['bot_sessions', 'bot_lines', 'reverse_shells', 'atomic_red_team'] as const;

/** What bots, testers and administrators type. A line of several statements stays one line. */
export function readLines(dataFolder: string): Line[] {
  const lines: Line[] = [];
  for (const row of rowsOf(dataFile(dataFolder, 'benign_shell', 'dev_commands.jsonl'))) {
    const text = String(row.text);
    const tool = text.replace(/^(?:sudo\s+)?/, '').split(/\s/, 1)[0] ?? '';
    const group = row.src === 'tldr' ? tool : masked(text);
    lines.push({ text, attack: false, set: String(row.src), group, weight: 1 });
    const varied = row.src === 'tldr' ? vary(text, hashOf(text)) : text;
    if (varied !== text) lines.push({ text: varied, attack: false, set: 'varied', group, weight: 1 });
  }
  for (const text of jobs) lines.push({ text, attack: false, set: 'jobs', group: text, weight: 3 });
  // By its first word after a shell's: forms of one template stay on one side of a split.
  for (const text of housekeeping())
    lines.push({
      text,
      attack: false,
      set: 'housekeeping',
      group: `housekeeping ${masked(text).slice(0, 24)}`,
      weight: 0.5,
    });
  const bot = (text: string, set: string): void => {
    lines.push({ text, attack: true, set, group: masked(text).slice(0, 60), weight: 1 });
  };
  for (const file of ['cyberlab_2020.jsonl', 'haas_masked_unique.jsonl'])
    for (const row of rowsOf(dataFile(dataFolder, 'shell_sessions_unlabelled', file))) {
      const text = String(row.text);
      if (file.startsWith('haas') && !/[a-z]{2,}\s/.test(text)) continue;
      bot(text.slice(0, 4_000), 'bot_sessions');
    }
  for (const row of rowsOf(dataFile(dataFolder, 'shell_commands_counted', 'emansih_2021.jsonl'))) {
    const text = String(row.text);
    if (!text.startsWith('discarded direct-tcp')) bot(text, 'bot_lines');
  }
  for (const row of rowsOf(dataFile(dataFolder, 'reverse_shells', 'dev.jsonl')))
    bot(String(row.text), 'reverse_shells');
  for (const row of rowsOf(dataFile(dataFolder, 'atomic_red_team', 'dev_tests.jsonl')))
    lines.push({
      text: String(row.text),
      attack: true,
      set: 'atomic_red_team',
      group: String(row.technique),
      weight: 1,
    });
  return distinct(lines);
}
