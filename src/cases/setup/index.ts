/** The set-up of every sensor. To add one, write a file and add a line here. */
import { beelzebub } from './beelzebub.ts';
import { canarytokens } from './canarytokens.ts';
import { cowrie } from './cowrie.ts';
import { dionaea } from './dionaea.ts';
import { heralding } from './heralding.ts';
import { hpfeeds } from './hpfeeds.ts';
import { native } from './native.ts';
import { opencanary } from './opencanary.ts';
import { qeeqbox } from './qeeqbox.ts';
import type { SensorSetup } from './setup.ts';
import { shipper } from './shipper.ts';
import { syslog } from './syslog.ts';
import { thinkstCanary } from './thinkst-canary.ts';
import { tpot } from './tpot.ts';

export const setups: readonly SensorSetup[] = [
  native,
  opencanary,
  cowrie,
  tpot,
  dionaea,
  heralding,
  qeeqbox,
  beelzebub,
  canarytokens,
  thinkstCanary,
  shipper,
  syslog,
  hpfeeds,
];

/** Null for an unknown name. */
export const findSetup = (name: string): SensorSetup | null =>
  setups.find((setup) => setup.name === name) ?? null;
