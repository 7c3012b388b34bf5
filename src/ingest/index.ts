/** All event formats. To add one, write a file and add a line here. */
import type { EventFormat } from '../core/format.ts';
import { beelzebub } from './beelzebub.ts';
import { canarytokens } from './canarytokens.ts';
import { cowrie } from './cowrie.ts';
import { dionaea } from './dionaea.ts';
import { heralding } from './heralding.ts';
import { native } from './native.ts';
import { opencanary } from './opencanary.ts';
import { qeeqbox } from './qeeqbox.ts';
import { suricata } from './suricata.ts';
import { thinkstCanary } from './thinkst-canary.ts';

export const formats: readonly EventFormat[] = [
  native,
  cowrie,
  opencanary,
  dionaea,
  heralding,
  qeeqbox,
  beelzebub,
  suricata,
  canarytokens,
  thinkstCanary,
];

/** Null for an unknown name. */
export const findFormat = (name: string): EventFormat | null =>
  formats.find((format) => format.name === name) ?? null;
