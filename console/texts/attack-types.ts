import { useCallback } from 'react';
import type { AttackType } from '../data/types.ts';
import { defineTexts, useTexts } from './texts.ts';

const en = {
  unknown: 'Unknown',
  Normal: 'Nothing notable',
  Recon: 'Reconnaissance',
  BruteForce: 'Brute force',
  Injection: 'Injection',
  DataExfil: 'Data exfiltration',
  CredentialAccess: 'Credential access',
  CommandExecution: 'Command execution',
  MalwareDeployment: 'Malware deployment',
  SqlInjection: 'SQL injection',
  CrossSiteScripting: 'Cross-site scripting',
  PathTraversal: 'Path traversal',
  CommandInjection: 'Command injection',
  TemplateInjection: 'Template injection',
  InsecureDeserialization: 'Insecure deserialization',
  ServerSideRequestForgery: 'Server-side request forgery',
  FileInclusion: 'File inclusion',
  XmlExternalEntity: 'XML external entity',
  Persistence: 'Persistence',
  DefenseEvasion: 'Defense evasion',
  LateralMovement: 'Lateral movement',
  DenialOfService: 'Denial of service',
  HoneytokenAccess: 'Honeytoken access',
  Fingerprinting: 'Fingerprinting',
} satisfies Record<AttackType, string>;

export const attackTypeTexts = defineTexts({
  en,
  de: {
    unknown: 'Unbekannt',
    Normal: 'Unauffällig',
    Recon: 'Erkundung',
    BruteForce: 'Brute Force',
    Injection: 'Injection',
    DataExfil: 'Datenabfluss',
    CredentialAccess: 'Zugriff auf Zugangsdaten',
    CommandExecution: 'Befehlsausführung',
    MalwareDeployment: 'Schadsoftware',
    SqlInjection: 'SQL-Injection',
    CrossSiteScripting: 'Cross-Site-Scripting',
    PathTraversal: 'Path Traversal',
    CommandInjection: 'Command Injection',
    TemplateInjection: 'Template Injection',
    InsecureDeserialization: 'Unsichere Deserialisierung',
    ServerSideRequestForgery: 'Server-Side Request Forgery',
    FileInclusion: 'File Inclusion',
    XmlExternalEntity: 'XML External Entity',
    Persistence: 'Persistenz',
    DefenseEvasion: 'Umgehung von Abwehr',
    LateralMovement: 'Seitwärtsbewegung',
    DenialOfService: 'Denial of Service',
    HoneytokenAccess: 'Zugriff auf Honeytoken',
    Fingerprinting: 'Fingerprinting',
  },
});

/** The type in words; what a newer server calls by a name unknown here keeps that name. Null: not scored yet. */
export function useAttackName(): (type: string | null | undefined) => string {
  const names: Readonly<Record<string, string>> = useTexts(attackTypeTexts);
  return useCallback(
    (type) => (type == null ? '–' : Object.hasOwn(names, type) ? (names[type] ?? type) : type),
    [names],
  );
}
