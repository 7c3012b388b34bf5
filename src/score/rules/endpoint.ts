/** Decoy files on endpoints: opened, changed, copied, deleted, and by what. */
import { type Facts, flagOf, textOf } from '../facts.ts';
import { fieldHit, type Rule } from './rule.ts';

const secretNames =
  /passw|credential|secret|\.kdbx?$|id_rsa|id_ed25519|id_ecdsa|\.pem$|\.ppk$|\.key$|\.env$|wallet|token|api[_-]?key|aws|shadow|\.pfx$|vault|login|account/i;
/** Every one above what a touch alone makes: an agent's word never lowers it. */
const severityRisk: Record<string, number> = { critical: 8.4, high: 7.8, medium: 6.6, low: 5.6 };

const isEndpoint = (facts: Facts): boolean => facts.shape === 'endpoint' && facts.event.agent !== null;

export const endpointRules: readonly Rule[] = [
  {
    id: 'decoy-file-touched',
    reason: 'A decoy file was accessed; nobody has a legitimate reason to do so.',
    attackType: 'HoneytokenAccess',
    tactics: ['Collection', 'Discovery'],
    techniques: ['T1005', 'T1083'],
    risk: 5.4,
    sure: 0.9,
    find: (facts) => (facts.shape === 'endpoint' ? fieldHit('activity', facts.event.activity, 5.4) : null),
  },
  {
    id: 'decoy-severity',
    reason: 'The endpoint agent rated this access as serious.',
    attackType: 'HoneytokenAccess',
    tactics: ['Collection'],
    techniques: ['T1005'],
    risk: 6.6,
    sure: 0.9,
    find(facts) {
      const severity = facts.event.agent?.severity ?? '';
      const risk = severityRisk[severity.toLowerCase()];
      return facts.shape === 'endpoint' && risk !== undefined
        ? { field: 'severity', text: severity, risk }
        : null;
    },
  },
  {
    id: 'decoy-credential',
    reason: 'The decoy file appears to hold credentials.',
    attackType: 'HoneytokenAccess',
    tactics: ['Credential Access'],
    techniques: ['T1552.001'],
    risk: 8,
    sure: 0.95,
    find(facts) {
      if (!isEndpoint(facts)) return null;
      if (flagOf(facts.event, 'is_credential')) return { field: 'extra.is_credential', text: 'true' };
      const name = facts.event.agent?.file_accessed ?? '';
      const match = secretNames.exec(name);
      return match ? { field: 'file_accessed', text: match[0], risk: 7.6 } : null;
    },
  },
  {
    id: 'decoy-file-copied',
    reason: 'The decoy file was copied.',
    attackType: 'DataExfil',
    tactics: ['Collection', 'Exfiltration'],
    techniques: ['T1005', 'T1074'],
    risk: 8.8,
    sure: 0.93,
    find: (facts) =>
      isEndpoint(facts) && facts.event.kind === 'file.copied'
        ? fieldHit('action', facts.event.agent?.action ?? '', 8.8)
        : null,
  },
  {
    id: 'decoy-file-destroyed',
    reason: 'The decoy file was deleted or overwritten.',
    attackType: 'DefenseEvasion',
    tactics: ['Impact', 'Defense Evasion'],
    techniques: ['T1485', 'T1070.004'],
    risk: 8.2,
    sure: 0.85,
    find: (facts) =>
      isEndpoint(facts) && facts.event.kind === 'file.deleted'
        ? fieldHit('action', facts.event.agent?.action ?? '', 8.2)
        : null,
  },
  {
    id: 'decoy-file-changed',
    reason: 'The decoy file was changed, as ransomware does.',
    attackType: 'HoneytokenAccess',
    tactics: ['Impact'],
    techniques: ['T1565.001'],
    risk: 7.8,
    sure: 0.85,
    find: (facts) =>
      isEndpoint(facts) && facts.event.kind === 'file.changed'
        ? fieldHit('action', facts.event.agent?.action ?? '', 7.8)
        : null,
  },
  {
    id: 'decoys-in-series',
    reason: 'Several decoys were accessed in a row: somebody is searching this machine.',
    attackType: 'DataExfil',
    tactics: ['Collection', 'Discovery'],
    techniques: ['T1119', 'T1083'],
    risk: 8.4,
    sure: 0.93,
    find(facts) {
      const seen = facts.history.honeytokens;
      if (facts.shape !== 'endpoint' || seen < 2) return null;
      return {
        field: 'history',
        text: `${seen} decoys before`,
        reason: `${seen} decoys were accessed before this one: somebody is searching this machine.`,
      };
    },
  },
  {
    id: 'suspicious-process',
    reason: 'The process is a tool that attackers use to copy data or passwords.',
    attackType: 'DataExfil',
    tactics: ['Exfiltration', 'Execution'],
    techniques: ['T1059', 'T1048'],
    risk: 8,
    sure: 0.9,
    find(facts) {
      if (!isEndpoint(facts)) return null;
      const name = textOf(facts.event, 'process_name');
      const match =
        /\b(?:powershell|pwsh|cmd|wscript|cscript|mshta|rundll32|regsvr32|certutil|bitsadmin|curl|wget|scp|rsync|rclone|ncat?|socat|mimikatz|procdump|lazagne|7z|rar|tar|zip|python\d?|perl|ruby)(?:\.exe)?$/i.exec(
          name,
        );
      return match ? { field: 'extra.process_name', text: match[0] } : null;
    },
  },
];
