/** What an entry of the catalogue is: one vulnerability, and what a request must have that is an attempt at it. */
import type { AttackType } from '../../core/verdict.ts';

/** A literal in lower case, or an expression over text in lower case. */
export type Clue = string | RegExp;
export type Clues = Clue | readonly Clue[];

/**
 * One shape of a request; all that is given must hold. Each form has a `path`, or a literal of six characters and more
 * elsewhere: by it the form is found.
 */
export interface Form {
  /**
   * Part of the normalised path, from a `/` on; of several, one. It ends where a segment ends, unless it ends in `*`;
   * `^` before it: the path begins so.
   */
  path?: string | readonly string[];
  method?: string | readonly string[];
  /** Of several clues, all. Decoded, in lower case. */
  query?: Clues;
  head?: Clues;
  body?: Clues;
  /** Anywhere in the request: line, headers, body. */
  any?: Clues;
  /** The request's target as it was sent, in lower case: where the spelling is the attack. */
  raw?: Clues;
  /** Only looks whether the product is there, or which version. */
  probe?: true;
}

export interface Vulnerability {
  /** CVE, or a name of our own where none was given. */
  id: string;
  /** What it is, in a few words: `Log4Shell: code by a JNDI look-up`. */
  title: string;
  product: string;
  /** First seen used, or made known. */
  year: number;
  /** Known to be exploited when the entry was written; absent: nothing is claimed. */
  kev?: true;
  attackType: AttackType;
  /** ATT&CK id; absent: T1190, exploitation of a public-facing application. */
  technique?: string;
  /** Where to read on; absent: the CVE's page in the NVD. */
  reference?: string;
  forms: readonly Form[];
}

export const techniqueOf = ({ technique = 'T1190' }: Vulnerability): string => technique;
export const referenceOf = ({ id, reference }: Vulnerability): string =>
  reference ?? `https://nvd.nist.gov/vuln/detail/${id}`;
