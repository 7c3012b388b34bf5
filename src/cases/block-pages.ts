/** Pages of the block list, which is sorted by address: a page goes on after the network that the one before ended with. */
import type { Block } from '../core/block.ts';
import { AppError } from '../core/errors.ts';
import type { Page } from '../core/query.ts';
import { byAddress, type Network, parseNetwork } from '../lib/network.ts';

const toCursor = (network: string): string => Buffer.from(network).toString('base64url');

/** Throws `bad_request` for anything that is no page's `next_cursor`. */
export function parseBlockCursor(cursor: string): Network {
  const network = parseNetwork(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (network === null) throw new AppError('bad_request', 'This cursor is not readable: start without one');
  return network;
}

/** `blocks` as listBlocks sorts them; `most` null: all that come after. An entry taken off meanwhile leaves no gap. Pure. */
export function pageOfBlocks(
  blocks: readonly Block[],
  after: Network | null,
  most: number | null,
): Page<Block> {
  const isLater = (block: Block): boolean => {
    const network = parseNetwork(block.network);
    return after === null || (network !== null && byAddress(network, after) > 0);
  };
  const rest = after === null ? blocks : blocks.filter(isLater);
  const items = rest.slice(0, most ?? rest.length);
  const last = items.at(-1);
  return { items, next_cursor: last && items.length < rest.length ? toCursor(last.network) : null };
}
