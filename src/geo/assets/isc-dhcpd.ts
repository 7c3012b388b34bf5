/**
 * Leases of ISC dhcpd (`dhcpd.leases`, dhcpd.leases(5)): blocks `lease ADDRESS { … }` and, for IPv6, `iaaddr ADDRESS
 * { … }` inside others. The last block about an address is how it stands.
 */
import { type AssetInput, type AssetReport, createReport, linesOf, textOf } from './asset.ts';

interface Lease {
  line: number;
  address: string;
  /** Braces that were open before its own. */
  depth: number;
  state: string;
  endsMs: number;
  name: string;
}

const opening = /^(?:lease|iaaddr)\s+(\S{1,64})\s*\{$/;
const hostName = /^client-hostname\s+"((?:[^"\\]|\\.){0,1000})"\s*;$/;
const ending =
  /^ends\s+(?:(never)|epoch\s+(\d{1,12})|\d\s+(\d{4})\/(\d\d)\/(\d\d)\s+(\d\d):(\d\d):(\d\d))\s*;/;

/** Octal escapes are bytes, as dhcpd writes them. */
function unescaped(text: string): string {
  const bytes = text.replace(/\\([0-3][0-7]{2}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
  );
  return /^[\x00-\x7f]*$/.test(bytes) || /[^\x00-\xff]/.test(bytes)
    ? bytes
    : new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

function endsMs(match: RegExpExecArray): number {
  const [, never, epoch, ...parts] = match;
  if (never) return Number.POSITIVE_INFINITY;
  if (epoch) return Number(epoch) * 1000;
  const [year, month, day, hour, minute, second] = parts.map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second);
}

/** Times are UTC, or seconds with `db-time-format local`. Throws `too_large`. */
export function parseDhcpdLeases(input: AssetInput): AssetReport {
  const report = createReport(input.source, { latest: true });
  let lease: Lease | null = null;
  let depth = 0;
  let last = 0;
  for (const { line, text } of linesOf(textOf(input))) {
    last = line;
    const trimmed = text.length > 2000 ? '' : text.trim();
    if (text.length > 2000) report.reject(line, 'the line is longer than 2,000 characters');
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const address = opening.exec(trimmed)?.[1];
    if (address !== undefined) {
      if (lease) {
        report.reject(lease.line, 'this lease is cut off: another begins inside it');
        depth = lease.depth;
      }
      lease = { line, address, depth, state: 'active', endsMs: Number.POSITIVE_INFINITY, name: '' };
      depth += 1;
    } else if (trimmed.endsWith('{')) depth += 1;
    else if (trimmed.startsWith('}')) {
      depth = Math.max(0, depth - 1);
      if (!lease || depth > lease.depth) continue;
      if (lease.state === 'active' && lease.endsMs > input.nowMs)
        report.add(lease.line, lease.address, { name: lease.name });
      else {
        report.forget(lease.address);
        report.passOver();
      }
      lease = null;
    } else if (lease) {
      const state = /^binding\s+state\s+(\w+)\s*;/.exec(trimmed)?.[1];
      const name = hostName.exec(trimmed)?.[1];
      const end = ending.exec(trimmed);
      if (state !== undefined) lease.state = state;
      if (name !== undefined) lease.name = unescaped(name);
      if (end) lease.endsMs = endsMs(end);
    } else if (depth === 0 && !trimmed.endsWith(';'))
      report.reject(line, 'this is no statement of a lease file');
  }
  if (lease) report.reject(lease.line, 'this lease is cut off');
  else if (depth > 0) report.reject(last, 'the file is cut off');
  return report.done();
}
