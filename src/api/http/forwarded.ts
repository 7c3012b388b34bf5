/**
 * What proxies say of where a request comes from, brought into one form before anything reads it: canonical addresses
 * without ports and brackets, from `X-Forwarded-For`, or from `Forwarded` (RFC 7239) where that is all there is. Whether
 * the proxy is believed at all is decided elsewhere (`TRUST_PROXY`).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { toCanonicalAddress } from '../../lib/address.ts';

/** Hops that are looked at, from the nearest on; a real chain has a few. */
const mostHops = 50;
const longestHeader = 8192;

const oneOf = (header: string | string[] | undefined): string | null => {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  return text.trim() === '' ? null : text.slice(-longestHeader);
};

/** `for=192.0.2.60;proto=http, for="[2001:db8::1]:443"`: the nodes, the nearest last. */
function forwardedNodes(header: string): string[] {
  const nodes: string[] = [];
  for (const [, quoted, plain] of header.matchAll(
    /(?:^|[;,])\s{0,20}for\s{0,5}=\s{0,5}(?:"((?:[^"\\]|\\.){0,200})"|([^\s;,"]{1,200}))/gi,
  ))
    nodes.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/g, '$1'));
  return nodes;
}

/**
 * The addresses on the way, the nearest last; null where no header names one. A hop that hides itself (`unknown`, `_id`) or
 * is no address ends the chain: what lies behind it was said by somebody unknown.
 */
export function forwardedChain(headers: IncomingHttpHeaders): string[] | null {
  const listed = oneOf(headers['x-forwarded-for']);
  const forwarded = oneOf(headers.forwarded);
  const hops = listed !== null ? listed.split(',') : forwarded !== null ? forwardedNodes(forwarded) : null;
  if (hops === null) return null;
  const chain: string[] = [];
  for (const hop of hops.slice(-mostHops).reverse()) {
    const address = toCanonicalAddress(hop);
    if (address === null) break;
    chain.unshift(address);
  }
  return chain;
}

/** Rewrites `X-Forwarded-For` to the chain, so that all readers of it agree. */
export function normalizeForwarded(headers: IncomingHttpHeaders): void {
  const chain = forwardedChain(headers);
  if (chain === null) return;
  if (chain.length === 0) delete headers['x-forwarded-for'];
  else headers['x-forwarded-for'] = chain.join(', ');
}
