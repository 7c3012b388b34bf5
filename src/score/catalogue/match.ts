/**
 * Which entries a request meets. Entries are found by one whole segment of a path, looked up as the path is walked, or by
 * a literal, all of them searched for in one pass; only what was found so is compared in full.
 */
import type { Clue, Clues, Form, Vulnerability } from './entry.ts';
import { createLiteralFinder, shortestLiteral } from './literals.ts';
import { createRequestReader, type RequestText } from './request.ts';

export interface Match {
  vulnerability: Vulnerability;
  strength: 'exploit' | 'probe';
  /** What of the request it rests on: the path's or the text's part by which the entry was found. */
  anchor: string;
}

export interface Catalogue {
  /** Exploits first, then the more particular; each vulnerability once. Linear in the length, never throws. */
  match(payload: string): readonly Match[];
  matchRequest(request: RequestText): readonly Match[];
  /** The request as the entries are compared with it. */
  read(payload: string): RequestText;
}

interface Candidate {
  vulnerability: Vulnerability;
  form: Form;
  /** The path's part this candidate stands for, or null where a literal found it. */
  path: string | null;
  anchor: string;
  /** How much it asks for: what asks for more names better. */
  weight: number;
  order: number;
  /** The number of the request it was last compared with: each is compared once, however often its key stands there. */
  seen: number;
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const weightOf = (clue: Clue): number => (typeof clue === 'string' ? clue.length : clue.source.length / 2);

/** The text up to the first sign that is no letter or figure; its own first sign may be any. */
function stemOf(segment: string): string {
  for (let at = 1; at < segment.length; at += 1) {
    const code = segment.charCodeAt(at);
    const isWord = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
    if (!isWord) return segment.slice(0, at);
  }
  return segment;
}

/** Segments that stand in countless paths: never what a form is found by where there is another. */
const commonSegments = new Set([
  'api',
  'v1',
  'v2',
  'v3',
  'cgi-bin',
  'admin',
  'login',
  'index.php',
  'index',
  'php',
  'static',
  'assets',
  'public',
  'wp-content',
  'plugins',
  'wp-admin',
  'wp-json',
  'app',
  'rest',
  'web',
  'user',
  'users',
  'en',
  'config',
  'upload',
  'js',
  'css',
  'images',
  'login.jsp',
  'login.php',
  'system',
  'src',
  'data',
  'search',
  'auth',
]);

/** By which segment a path's part is looked up: the longest whole one that is not common; else the stem of a cut one. */
function keyOf(part: string): string {
  const isOpen = part.endsWith('*');
  const plain = part.replace(/^\^/, '').replace(/\*$/, '');
  const segments = plain.split('/').slice(1);
  const cut = isOpen ? segments.pop()! : '';
  const whole = segments.filter((segment) => segment !== '');
  const rare = whole.filter((segment) => !commonSegments.has(segment));
  const [best] = (rare.length > 0 ? rare : cut === '' ? whole : []).toSorted((a, b) => b.length - a.length);
  if (best !== undefined) return best;
  const stem = stemOf(cut);
  if (stem === '' || stem === '/')
    throw new RangeError(`a path of the catalogue has no whole segment: ${part}`);
  return stem;
}

function hasPath(path: string, part: string): boolean {
  const isStart = part.charCodeAt(0) === 94;
  const isOpen = part.endsWith('*');
  const plain = part.slice(isStart ? 1 : 0, isOpen ? -1 : undefined);
  if (isStart && !path.startsWith(plain)) return false;
  for (let at = path.indexOf(plain); at >= 0; at = isStart ? -1 : path.indexOf(plain, at + 1)) {
    const end = at + plain.length;
    if (isOpen || end === path.length || path.charCodeAt(end) === 47 || path.charCodeAt(end - 1) === 47)
      return true;
  }
  return false;
}

function holds(clues: Clues | undefined, text: string): boolean {
  if (clues === undefined) return true;
  for (const clue of listOf<Clue>(clues))
    if (!(typeof clue === 'string' ? text.includes(clue) : clue.test(text))) return false;
  return true;
}

function fits({ form, path }: Candidate, request: RequestText): boolean {
  if (path !== null && !hasPath(request.path, path) && !hasPath(request.resolved, path)) return false;
  // A sensor that keeps the path alone says nothing of the method.
  if (form.method !== undefined && request.method !== '' && !listOf(form.method).includes(request.method))
    return false;
  return (
    holds(form.raw, request.raw) &&
    holds(form.query, request.query) &&
    holds(form.head, request.head) &&
    holds(form.body, request.body) &&
    holds(form.any, request.text)
  );
}

function literalOf({ any, query, head, body }: Form): string {
  const literals = [any, query, head, body]
    .flatMap((clues) => listOf<Clue>(clues))
    .filter((clue): clue is string => typeof clue === 'string' && clue.length >= shortestLiteral);
  return literals.toSorted((a, b) => b.length - a.length)[0] ?? '';
}

/** Throws a RangeError where a form has nothing to be found by: an entry that can never match. */
export function createCatalogue(entries: readonly Vulnerability[]): Catalogue {
  const bySegment = new Map<string, Candidate[]>();
  const byLiteral = new Map<string, Candidate[]>();
  let order = 0;
  const add = (map: Map<string, Candidate[]>, key: string, candidate: Candidate): void => {
    const list = map.get(key);
    if (list) list.push(candidate);
    else map.set(key, [candidate]);
  };
  for (const vulnerability of entries) {
    for (const form of vulnerability.forms) {
      const asked = [form.any, form.query, form.head, form.body, form.raw]
        .flatMap((clues) => listOf<Clue>(clues))
        .reduce((sum, clue) => sum + weightOf(clue), form.method === undefined ? 0 : 3);
      const paths = listOf(form.path);
      for (const path of paths) {
        order += 1;
        const anchor = path.replace(/^\^/, '').replace(/\*$/, '');
        add(bySegment, keyOf(path), {
          vulnerability,
          form,
          path,
          anchor,
          weight: asked + path.length,
          order,
          seen: 0,
        });
      }
      if (paths.length > 0) continue;
      const literal = literalOf(form);
      if (literal === '') throw new RangeError(`a form of ${vulnerability.id} has nothing to be found by`);
      order += 1;
      add(byLiteral, literal, {
        vulnerability,
        form,
        path: null,
        anchor: literal,
        weight: asked,
        order,
        seen: 0,
      });
    }
  }
  const literals = [...byLiteral.keys()];
  const finder = createLiteralFinder(literals);
  const none: readonly Match[] = [];
  const { read } = createRequestReader();
  let turn = 0;

  function matchRequest(request: RequestText): readonly Match[] {
    let hits: Candidate[] | null = null;
    turn += 1;
    const meet = (candidates: readonly Candidate[] | undefined): void => {
      if (candidates === undefined) return;
      for (const candidate of candidates) {
        if (candidate.seen === turn) continue;
        candidate.seen = turn;
        if (!fits(candidate, request)) continue;
        hits ??= [];
        hits.push(candidate);
      }
    };
    const walk = (path: string): void => {
      let from = 1;
      while (from <= path.length) {
        let end = path.indexOf('/', from);
        if (end < 0) end = path.length;
        if (end > from) {
          const segment = path.slice(from, end);
          meet(bySegment.get(segment));
          const stem = stemOf(segment);
          if (stem.length !== segment.length) meet(bySegment.get(stem));
        }
        from = end + 1;
      }
    };
    walk(request.path);
    if (request.resolved !== request.path) walk(request.resolved);
    finder.find(request.text, (number) => meet(byLiteral.get(literals[number]!)));
    return hits === null ? none : toMatches(hits);
  }

  return { match: (payload) => matchRequest(read(payload)), matchRequest, read };
}

const isProbe = ({ form }: Candidate): number => (form.probe === true ? 1 : 0);

function toMatches(hits: Candidate[]): Match[] {
  hits.sort((a, b) => isProbe(a) - isProbe(b) || b.weight - a.weight || a.order - b.order);
  const matches: Match[] = [];
  for (const { vulnerability, form, anchor } of hits) {
    if (matches.some((match) => match.vulnerability === vulnerability)) continue;
    matches.push({ vulnerability, strength: form.probe === true ? 'probe' : 'exploit', anchor });
  }
  return matches;
}
