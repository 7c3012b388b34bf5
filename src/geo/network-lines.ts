/** A list of networks as people and feeds keep them: one a line, `#` begins a comment. */
import { setImmediate as pause } from 'node:timers/promises';
import { countText } from '../core/count-text.ts';
import { type Network, parseNetwork } from '../lib/address-words.ts';

export interface LineError {
  /** From 1. */
  line: number;
  message: string;
}
export interface NetworkLines {
  networks: Network[];
  /** The first ones; `errorCount` has them all. */
  errors: LineError[];
  errorCount: number;
}

const mostErrors = 20;
const linesAtOnce = 20_000;

function problemOf(text: string, network: Network | null): string | null {
  if (text.length > 100) return 'the line is too long for an address or a network';
  if (!network) return 'this is no address or network';
  // A list that means everybody is a slip, and would mark every visitor.
  return network.bits < (network.family === 4 ? 3 : 6) ? 'this network is too wide' : null;
}

/** Reads at most `mostNetworks`; what comes after is one error. Lets other work in between. */
export async function parseNetworkLines(text: string, mostNetworks: number): Promise<NetworkLines> {
  const networks: Network[] = [];
  const errors: LineError[] = [];
  let errorCount = 0;
  const reject = (line: number, message: string): void => {
    errorCount += 1;
    if (errors.length < mostErrors) errors.push({ line, message });
  };
  let from = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; from < text.length; line += 1) {
    if (line % linesAtOnce === 0) await pause();
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const told = text
      .slice(from, Math.min(end, from + 1000))
      .replace(/#.*/, '')
      .trim();
    from = end + 1;
    if (told === '') continue;
    if (networks.length === mostNetworks) {
      reject(line, `only the first ${countText(mostNetworks)} networks of a file are read`);
      break;
    }
    const network = told.length > 100 ? null : parseNetwork(told);
    const problem = problemOf(told, network);
    if (problem) reject(line, problem);
    else networks.push(network!);
  }
  return { networks, errors, errorCount };
}
