/** Whose machine has an address: what files that people already keep say of it. */
import { countText } from '../../core/count-text.ts';
import { AppError } from '../../core/errors.ts';
import { parseNetwork, toNetworkText } from '../../lib/address-words.ts';

export interface Asset {
  /** An address or a CIDR network, in its one writing. */
  network: string;
  name: string | null;
  owner: string | null;
  role: string | null;
  /** What said so: the name of a file. */
  source: string;
}
export interface Rejection {
  /** From 1. */
  line: number;
  /** One sentence that does not repeat the line. */
  message: string;
}
export interface AssetReport {
  /** One per network. */
  assets: Asset[];
  /** The first 100; `rejected` has them all. */
  rejections: Rejection[];
  rejected: number;
  /** Lines that are in order and say nothing to keep: leases that ended, machines without a name, `localhost`. */
  skipped: number;
}
export interface AssetInput {
  bytes: Uint8Array;
  source: string;
  /** Leases that ended before are skipped. */
  nowMs: number;
}

export const assetLimits = { bytes: 16 * 1024 * 1024, assets: 100_000, text: 253, rejections: 100 } as const;

/** The text of a file. Throws `too_large`. What is not UTF-8 becomes U+FFFD, which `clean` does not let pass. */
export function textOf({ bytes }: AssetInput): string {
  if (bytes.length > assetLimits.bytes)
    throw new AppError('too_large', `a file of assets has at most ${assetLimits.bytes / 1024 / 1024} MB`);
  return new TextDecoder().decode(bytes);
}

/** Names come from machines that say them of themselves: without what moves a terminal or hides text; null where empty. */
export const clean = (text: string | undefined): string | null =>
  (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim() || null;

export type Fields = Partial<Record<'name' | 'owner' | 'role', string | undefined>>;

/** Gathers what a file says. `latest` = a network named again is taken anew; else the second is rejected. */
export function createReport(source: string, { latest }: { latest: boolean }) {
  const found = new Map<string, { asset: Asset; line: number }>();
  const rejections: Rejection[] = [];
  let rejected = 0;
  let skipped = 0;
  const reject = (line: number, message: string): void => {
    rejected += 1;
    if (rejections.length < assetLimits.rejections) rejections.push({ line, message });
  };
  return {
    reject,
    passOver(): void {
      skipped += 1;
    },
    /** What a file said of a network before no longer holds. */
    forget(network: string): void {
      const parsed = parseNetwork(network);
      if (parsed) found.delete(toNetworkText(parsed));
    },
    add(line: number, address: string, fields: Fields): void {
      const parsed = address.length > 64 ? null : parseNetwork(address);
      const network = parsed ? toNetworkText(parsed) : '';
      const [name, owner, role] = [clean(fields.name), clean(fields.owner), clean(fields.role)];
      const texts = [name, owner, role].filter((text) => text !== null);
      const before = found.get(network);
      const problem = !parsed
        ? 'this is no address or network'
        : texts.some((text) => text.includes('\ufffd'))
          ? 'this line is not UTF-8'
          : texts.some((text) => text.length > assetLimits.text)
            ? `a name, owner or role has at most ${assetLimits.text} characters`
            : before && !latest
              ? `line ${before.line} speaks of the same address`
              : !before && found.size === assetLimits.assets
                ? `a file names at most ${countText(assetLimits.assets)} addresses`
                : null;
      if (problem !== null) reject(line, problem);
      else if (texts.length > 0) found.set(network, { asset: { network, name, owner, role, source }, line });
      else {
        skipped += 1;
        if (latest) found.delete(network);
      }
    },
    done: (): AssetReport => ({
      assets: [...found.values()].map(({ asset }) => asset),
      rejections,
      rejected,
      skipped,
    }),
  };
}

/** Lines with their numbers; a mark of byte order is no part of the first. */
export function* linesOf(text: string): Generator<{ line: number; text: string }> {
  let from = text.startsWith('\ufeff') ? 1 : 0;
  for (let line = 1; from < text.length; line += 1) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    yield { line, text: text.slice(from, end) };
    from = end + 1;
  }
}
