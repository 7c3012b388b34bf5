/** Requests of scanners and honeypots, and benign commands: measured, never trained on. */
import { readFileSync } from 'node:fs';
import { dataFile } from '../data-sets.ts';

export interface OtherTraffic {
  name: string;
  /** Distinct texts. */
  texts: readonly string[];
}

function linesOf(dataFolder: string, set: string, name: string): string[] {
  return readFileSync(dataFile(dataFolder, set, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

const toRecord = (line: string) => JSON.parse(line) as Record<string, unknown>;
const requestOf = (line: string) => /"([A-Z]+ \S+ HTTP\/[\d.]+)"/.exec(line)?.[1] ?? '';

export function readOtherTraffic(dataFolder: string): OtherTraffic[] {
  const sources: readonly (readonly [string, readonly string[]])[] = [
    ['netsparker (request lines)', linesOf(dataFolder, 'weblogs_scanners', 'netsparker.log').map(requestOf)],
    ['w3af (request lines)', linesOf(dataFolder, 'weblogs_scanners', 'w3af.log').map(requestOf)],
    [
      'honeypot, 2017 (request lines)',
      linesOf(dataFolder, 'honey_2017_mixed', 'http_requests_2017-03-27.jsonl')
        .map(toRecord)
        .map(({ method, path }) => `${String(method)} ${String(path)} HTTP/1.1`),
    ],
    [
      'Docker API honeypot (requests)',
      linesOf(dataFolder, 'docker_api_honeypot', 'requests_2021_2022.jsonl')
        .map(toRecord)
        .map(
          ({ method, path, user_agent, data }) =>
            `${String(method)} ${String(path)} HTTP/1.1\r\nUser-Agent: ${String(user_agent)}\r\n\r\n${String(data ?? '')}`,
        ),
    ],
    [
      'reverse shells (as a parameter)',
      linesOf(dataFolder, 'reverse_shells', 'dev.jsonl')
        .map(toRecord)
        .map(({ text }) => `host=127.0.0.1;${String(text)}`),
    ],
  ];
  return sources
    .map(([name, texts]) => ({ name, texts: [...new Set(texts)].filter((text) => text !== '') }))
    .filter(({ texts }) => texts.length > 0);
}
