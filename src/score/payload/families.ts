import type { AttackType } from '../../core/verdict.ts';

/** What kind of attack a payload is, in the order of the model file. `Injection` = LDAP, NoSQL, CRLF, format strings…; `Recon` = probing. */
export const families = [
  'SqlInjection',
  'CrossSiteScripting',
  'PathTraversal',
  'CommandInjection',
  'TemplateInjection',
  'InsecureDeserialization',
  'ServerSideRequestForgery',
  'FileInclusion',
  'XmlExternalEntity',
  'Injection',
  'Recon',
] as const satisfies readonly AttackType[];
export type PayloadFamily = (typeof families)[number];

/** Families share a smaller table: a feature's place there. */
export const familyBits = 15;
export const familySize = 1 << familyBits;

export function familyPlace(place: number): number {
  return (place ^ (place >>> familyBits)) & (familySize - 1);
}
