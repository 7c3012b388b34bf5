/** The set-up of every sensor. To add one, write a file and add a line here. */
import { adbhoney } from './adbhoney.ts';
import { beelzebub } from './beelzebub.ts';
import { canarytokens } from './canarytokens.ts';
import { ciscoasa } from './ciscoasa.ts';
import { citrixHoneypot } from './citrix-honeypot.ts';
import { conpot } from './conpot.ts';
import { cowrie } from './cowrie.ts';
import { dionaea } from './dionaea.ts';
import { elasticpot } from './elasticpot.ts';
import { fail2ban } from './fail2ban.ts';
import { filebeat } from './filebeat.ts';
import { graylog } from './graylog.ts';
import { heralding } from './heralding.ts';
import { honeytrap } from './honeytrap.ts';
import { hpfeeds } from './hpfeeds.ts';
import { mailoney } from './mailoney.ts';
import { native } from './native.ts';
import { opencanary } from './opencanary.ts';
import { qeeqbox } from './qeeqbox.ts';
import { redishoneypot } from './redishoneypot.ts';
import { sentrypeer } from './sentrypeer.ts';
import type { SensorSetup } from './setup.ts';
import { shipper } from './shipper.ts';
import { suricata } from './suricata.ts';
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
  suricata,
  honeytrap,
  conpot,
  mailoney,
  elasticpot,
  ciscoasa,
  citrixHoneypot,
  adbhoney,
  redishoneypot,
  sentrypeer,
  canarytokens,
  thinkstCanary,
  shipper,
  filebeat,
  syslog,
  graylog,
  fail2ban,
  hpfeeds,
];

/** Null for an unknown name. */
export const findSetup = (name: string): SensorSetup | null =>
  setups.find((setup) => setup.name === name) ?? null;
