/** All formats of the block list. To add one, write a file and add a line here. */
import type { BlockFormat } from '../core/block.ts';
import { cisco } from './cisco.ts';
import { csv } from './csv.ts';
import { haproxy } from './haproxy.ts';
import { ip6tables } from './ip6tables.ts';
import { ipset } from './ipset.ts';
import { iptables } from './iptables.ts';
import { json } from './json.ts';
import { nftables } from './nftables.ts';
import { nginx } from './nginx.ts';
import { pf } from './pf.ts';
import { text } from './text.ts';

export const formats: readonly BlockFormat[] = [
  text,
  csv,
  json,
  nftables,
  ipset,
  iptables,
  ip6tables,
  nginx,
  haproxy,
  pf,
  cisco,
];
