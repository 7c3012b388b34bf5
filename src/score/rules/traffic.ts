/** Connections, probes and scans: what a source does before it does anything. */
import { relaysOf } from '../session-stages.ts';
import { fieldHit, type Rule } from './rule.ts';

/** From this many connections within the hour a source is scanning. */
const scanFrom = 15;

/** From so many requests in one session, or so many events of the source within the hour, a relay is in use. */
const relaysInSession = 10;
const eventsOfRelay = 30;

export const trafficRules: readonly Rule[] = [
  {
    id: 'decoy-spoken-to',
    reason: 'Somebody sent data to a decoy; nobody has a legitimate reason to do so.',
    attackType: 'Normal',
    tactics: [],
    techniques: [],
    risk: 2,
    sure: 0.8,
    find: ({ event, shape }) =>
      shape === 'web' || shape === 'query' || shape === 'bytes' || shape === 'log'
        ? fieldHit('activity', event.activity, shape === 'log' ? 1.1 : 2)
        : null,
  },
  {
    id: 'decoy-contact',
    reason: 'Somebody connected to a decoy; nobody has a legitimate reason to do so.',
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    risk: 2,
    sure: 0.7,
    find: ({ event, shape }) => (shape === 'connection' ? fieldHit('activity', event.activity, 2) : null),
  },
  {
    id: 'command-on-decoy',
    reason: 'A command was run on a decoy; nobody has a legitimate reason to do so.',
    attackType: 'CommandExecution',
    tactics: ['Execution'],
    techniques: ['T1059'],
    risk: 3.8,
    sure: 0.8,
    find: ({ event, shape }) =>
      shape === 'shell' && event.payload !== '' ? fieldHit('activity', event.activity, 3.8) : null,
  },
  {
    id: 'port-scan',
    reason: 'A port of the decoy was scanned.',
    attackType: 'Recon',
    tactics: ['Reconnaissance', 'Discovery'],
    techniques: ['T1595.001', 'T1046'],
    risk: 3.6,
    sure: 0.9,
    find: ({ event, shape }) => (shape === 'scan' ? fieldHit('activity', event.activity, 3.6) : null),
  },
  {
    id: 'many-connections',
    reason: 'This source connects repeatedly.',
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595'],
    risk: 5,
    sure: 0.85,
    find({ shape, connections }) {
      if ((shape !== 'connection' && shape !== 'scan') || connections < scanFrom) return null;
      return {
        field: 'history',
        text: `${connections} connections`,
        risk: Math.min(shape === 'scan' ? 7 : 4.7, 4.2 + Math.log10(connections / scanFrom)),
        reason: `This source connected ${connections} times within the hour.`,
      };
    },
  },
  {
    id: 'many-requests',
    reason: 'This source sends requests faster than a person could.',
    attackType: 'Recon',
    tactics: ['Reconnaissance'],
    techniques: ['T1595.002', 'T1595.003'],
    risk: 5,
    sure: 0.8,
    find({ shape, events, spanMs }) {
      if (shape !== 'web' && shape !== 'query' && shape !== 'bytes') return null;
      const perMinute = (events * 60_000) / Math.max(spanMs, 60_000);
      if (events < 30 || perMinute < 10) return null;
      return {
        field: 'history',
        text: `${events} requests`,
        risk: Math.min(7, 4.6 + Math.log10(events / 30)),
        reason: `This source sent ${events} requests within the hour, faster than a person could.`,
      };
    },
  },
  {
    id: 'tunnel',
    reason: 'Somebody tried to use the decoy as a relay to another host.',
    attackType: 'LateralMovement',
    tactics: ['Command and Control', 'Lateral Movement'],
    techniques: ['T1090', 'T1572'],
    risk: 6.4,
    sure: 0.9,
    find: ({ event, shape }) => (shape === 'tunnel' ? fieldHit('activity', event.activity, 6.4) : null),
  },
  {
    id: 'relay-volume',
    reason: 'The decoy is used as a relay again and again.',
    attackType: 'LateralMovement',
    tactics: ['Command and Control', 'Impact'],
    techniques: ['T1090', 'T1496'],
    risk: 8,
    sure: 0.92,
    find({ shape, session, events }) {
      if (shape !== 'tunnel') return null;
      const relays = relaysOf(session?.memo) + 1;
      // A try or two asks whether this is a relay; whoever goes on has found one.
      if (relays >= relaysInSession)
        return {
          field: 'history',
          text: `${relays} relay requests in this session`,
          risk: Math.min(8.8, 8 + Math.log10(relays / relaysInSession) * 0.4),
          reason: `The decoy was asked to relay ${relays} connections in this session.`,
        };
      if (events < eventsOfRelay) return null;
      return {
        field: 'history',
        text: `${events} events`,
        risk: Math.min(8.8, 8 + Math.log10(events / eventsOfRelay) * 0.4),
        reason: `This source uses the decoy as a relay and has caused ${events} events within the hour.`,
      };
    },
  },
  {
    id: 'fingerprinting',
    reason: 'The visitor tests whether this is a decoy.',
    attackType: 'Fingerprinting',
    tactics: ['Discovery', 'Defense Evasion'],
    techniques: ['T1497'],
    risk: 5,
    sure: 0.85,
    find: ({ event }) =>
      event.kind === 'decoy.fingerprinted' ? fieldHit('activity', event.activity, 5) : null,
  },
  {
    id: 'token-hit',
    reason: 'A planted token was used: somebody found it and tried it.',
    attackType: 'HoneytokenAccess',
    tactics: ['Credential Access', 'Collection'],
    techniques: ['T1552', 'T1078'],
    risk: 8.6,
    sure: 0.97,
    find: ({ event, shape }) => (shape === 'token' ? fieldHit('activity', event.activity, 8.6) : null),
  },
  {
    id: 'file-transfer',
    reason: 'A file was transferred to the decoy.',
    attackType: 'MalwareDeployment',
    tactics: ['Command and Control'],
    techniques: ['T1105'],
    risk: 8.2,
    sure: 0.92,
    find: ({ event, shape }) => (shape === 'file' ? fieldHit('activity', event.activity, 8.2) : null),
  },
];
