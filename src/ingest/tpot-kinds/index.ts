/** The kinds of sensor of a T-Pot. To add one, write a file and add a line here. */
import type { JsonObject } from '../../core/event.ts';
import type { Mapping } from '../../core/mapping.ts';
import { holds } from '../mapping.ts';
import { adbhoney } from './adbhoney.ts';
import { ciscoasa } from './ciscoasa.ts';
import { citrixHoneypot } from './citrix-honeypot.ts';
import { conpot } from './conpot.ts';
import { ddospot } from './ddospot.ts';
import { dicompot } from './dicompot.ts';
import { elasticpot } from './elasticpot.ts';
import { endlessh } from './endlessh.ts';
import { fatt } from './fatt.ts';
import { galah } from './galah.ts';
import { glutton } from './glutton.ts';
import { goPot } from './go-pot.ts';
import { h0neytr4p } from './h0neytr4p.ts';
import { hellpot } from './hellpot.ts';
import { honeyaml } from './honeyaml.ts';
import { honeytrap } from './honeytrap.ts';
import { ipphoney } from './ipphoney.ts';
import type { KnownKind } from './kind.ts';
import { log4pot } from './log4pot.ts';
import { mailoney } from './mailoney.ts';
import { medpot } from './medpot.ts';
import { mhn } from './mhn.ts';
import { miniprint } from './miniprint.ts';
import { ownWebServer } from './own-web-server.ts';
import { p0f } from './p0f.ts';
import { redishoneypot } from './redishoneypot.ts';
import { sentrypeer } from './sentrypeer.ts';
import { tanner } from './tanner.ts';
import { wordpot } from './wordpot.ts';

/** The first that fits is taken. */
export const tpotKinds: readonly KnownKind[] = [
  adbhoney,
  ciscoasa,
  citrixHoneypot,
  conpot,
  ddospot,
  dicompot,
  elasticpot,
  endlessh,
  galah,
  glutton,
  goPot,
  h0neytr4p,
  hellpot,
  honeyaml,
  honeytrap,
  ipphoney,
  log4pot,
  mailoney,
  medpot,
  miniprint,
  redishoneypot,
  sentrypeer,
  tanner,
  wordpot,
  mhn,
  fatt,
  p0f,
  ownWebServer,
];

/** The kind whose record this is; null = none of them. */
export const findTpotKind = (record: JsonObject): KnownKind | null =>
  tpotKinds.find(({ when }) => when.some((condition) => holds(record, condition))) ?? null;

/** The kind as a mapping, where one of its events fits the record; null = the common names are to be tried. */
export function toKindMapping({ service, events = [] }: KnownKind, record: JsonObject): Mapping | null {
  const event = events.find(({ when }) => holds(record, when));
  return event === undefined ? null : { name: service, when: {}, fields: {}, skip: [], events: [event] };
}
