/**
 * Splits an input into windows and visits them one after another: pieces as a server would split them, decoded, in tokens,
 * at most `windowTokens` at a time; then what was packed in base64. Training and scoring use the same windows.
 */
import { createBenignRunFinder } from './benign-runs.ts';
import { createDecoder, type Decoded } from './decode.ts';
import { type FeatureList, type FeatureTable, windowStep, windowTokens } from './feature-table.ts';
import { createExtractor } from './features.ts';
import { wordHash } from './lexicon.ts';
import { createUnpacker, packedStart } from './packed.ts';
import type { EnterPiece } from './piece-cache.ts';
import { createSegments, pieceKinds } from './pieces.ts';
import { segment } from './segments.ts';
import { createTokens, shapes, type Tokens } from './token-classes.ts';
import { createTokeniser } from './tokens.ts';

/** Longer inputs are judged by their head, their tail and the stretches with the most special characters. */
export const wholeLength = 16_384;
const headLength = 6144;
const tailLength = 2048;
const stretchLength = 1024;
const maxStretches = 6;
const maxTokens = 8192;
const maxPacked = 4;

export interface Window {
  features: FeatureList;
  tokens: Tokens;
  decoded: Decoded;
  /** Tokens of this window. */
  first: number;
  last: number;
  /** Added to `decoded.origin` to get a place in the input. */
  offset: number;
  /** Range of the input when the window was packed (base64): the packed text; else -1. */
  packedFrom: number;
  packedTo: number;
  /** Order of the piece in the input. */
  piece: number;
  /** A cluster of suspicious tokens within windows that were visited before. */
  isCluster: boolean;
}

export interface Windowing {
  /** The window passed to `visit` is overwritten by the next one. Pieces that `enter` refuses are skipped. */
  forEachWindow(text: string, visit: (window: Window) => void, enter?: EnterPiece): void;
  /** The characters of the text under way; overwritten by the next one. */
  codes: Uint16Array;
  /** Packed texts found in this text so far. */
  packedCount(): number;
}

/** Keys that show what a value is for. */
const keyGroups: readonly string[] = [
  'file path page dir folder include inc template tpl doc document root load read show view lang locale module config conf ' +
    'filename filepath pathname src source data download img image style layout theme content cat',
  'url uri link href redirect redir return returnurl next dest destination continue goto to out target site host domain ' +
    'callback feed proxy fetch forward ref referer referrer window',
  'cmd exec command execute run shell ping query do func function code eval process upload daemon jump step ip addr cli arg ' +
    'args option print',
  'q s search text comment message msg body title description name subject note content keyword keywords term payload ' +
    'comments review feedback bio about summary sentence textarea post',
];

/** `table`: the weights that features are summed from; without it sums are 0. */
export function createWindowing(table?: FeatureTable): Windowing {
  const segments = createSegments();
  const decoder = createDecoder(wholeLength);
  const tokeniser = createTokeniser();
  const extractor = createExtractor(table);
  const unpacker = createUnpacker();
  // The text under way as numbers: read from an array they cost a fraction of what they cost in a string.
  const source = new Uint16Array(wholeLength + 1);
  const sourceBytes = Buffer.from(source.buffer);
  const benignRuns = createBenignRunFinder();
  const tokens = createTokens(maxTokens);
  const groupOf = new Map<number, number>();
  keyGroups.forEach((words, at) => {
    for (const word of words.split(' '))
      if (!groupOf.has(wordHash(word))) groupOf.set(wordHash(word), at + 1);
  });
  const window: Window = {
    features: undefined as unknown as FeatureList,
    tokens,
    decoded: undefined as unknown as Decoded,
    first: 0,
    last: 0,
    offset: 0,
    packedFrom: -1,
    packedTo: -1,
    piece: 0,
    isCluster: false,
  };
  interface Packed {
    text: string;
    from: number;
    to: number;
  }
  let packed: Packed[] = [];

  function load(text: string): void {
    sourceBytes.write(text, 'utf16le');
    // What a longer text left must not be read as this one's next character.
    source[text.length] = 0;
  }

  function showPiece(
    from: number,
    to: number,
    kind: number,
    form: boolean,
    key: number,
    visit: (window: Window) => void,
  ): void {
    const decoded = decoder.decode(source, from, to, form);
    tokeniser.tokenise(decoded.codes, decoded.from, decoded.to, tokens);
    if (tokens.count === 0) return;
    window.decoded = decoded;
    const stretches = benignRuns.find(tokens);
    const show = (first: number, last: number): void => {
      window.first = first;
      window.last = last;
      window.features = extractor.extract(tokens, decoded.codes, first, last, decoded.seen, kind, key);
      visit(window);
    };
    for (let at = 0; at < stretches.count; at += 1) {
      const end = stretches.last[at]!;
      for (let first = stretches.first[at]!; ; first += windowStep) {
        const last = Math.min(end, first + windowTokens);
        show(first, last);
        if (last === end) break;
      }
      const clusters = benignRuns.clusters(tokens, stretches.first[at]!, end, windowTokens);
      window.isCluster = true;
      for (let one = 0; one < clusters.count; one += 1) show(clusters.first[one]!, clusters.last[one]!);
      window.isCluster = false;
    }
    window.piece += 1;
    if (window.packedFrom < 0 && packed.length < maxPacked) findPacked(decoded);
  }

  function showText(text: string, visit: (window: Window) => void, enter?: EnterPiece): void {
    load(text);
    segment(text, source, segments);
    for (let at = 0; at < segments.count; at += 1) {
      const key =
        segments.keyTo[at]! > segments.keyFrom[at]!
          ? keyGroup(segments.keyFrom[at]!, segments.keyTo[at]!)
          : 0;
      const from = segments.from[at]!;
      const to = segments.to[at]!;
      const kind = segments.kind[at]!;
      const form = segments.form[at] === 1;
      if (enter === undefined || enter(from, to, kind, form, key))
        showPiece(from, to, kind, form, key, visit);
    }
  }

  function keyGroup(from: number, to: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let at = from; at < to && at - from < 24; at += 1)
      hash = Math.imul(hash ^ (source[at]! | 32), 0x01000193);
    return groupOf.get(hash) ?? 0;
  }

  function findPacked(decoded: Decoded): void {
    for (let at = 0; at < tokens.count && packed.length < maxPacked; at += 1) {
      const kind = tokens.kind[at]!;
      if (kind !== shapes.mixedWord && kind !== shapes.longWord && kind !== shapes.word) continue;
      if (tokens.end[at]! - tokens.start[at]! < 10) continue;
      const { codes, origin } = decoded;
      let start = tokens.start[at]!;
      let text = unpacker.unpack(codes, start, decoded.to);
      if (text === null) {
        start = packedStart(codes, start, decoded.from);
        if (start < tokens.start[at]!) text = unpacker.unpack(codes, start, decoded.to);
      }
      if (text === null) continue;
      const end = start + text.length;
      packed.push({
        text: text.text,
        from: origin[start]! + window.offset,
        to: origin[Math.min(decoded.to, end)]! + window.offset,
      });
      while (at + 1 < tokens.count && tokens.start[at + 1]! < end) at += 1;
    }
  }

  return {
    codes: source,
    packedCount: () => packed.length,
    forEachWindow(text, visit, enter) {
      packed = [];
      window.piece = 0;
      window.offset = 0;
      window.packedFrom = -1;
      window.packedTo = -1;
      if (text.length <= wholeLength) showText(text, visit, enter);
      else {
        showText(text.slice(0, headLength), visit);
        for (const from of richest(text)) {
          window.offset = from;
          load(text.slice(from, from + stretchLength));
          showPiece(0, stretchLength, pieceKinds.text, false, 0, visit);
        }
        window.offset = text.length - tailLength;
        load(text.slice(-tailLength));
        showPiece(0, tailLength, pieceKinds.text, false, 0, visit);
      }
      for (const { text: inner, from, to } of packed) {
        window.packedFrom = from;
        window.packedTo = to;
        window.offset = 0;
        showText(inner, visit);
      }
    },
  };
}

/** Starts of the stretches between head and tail that hold the most special characters, in order. */
function richest(text: string): number[] {
  const found: { from: number; special: number }[] = [];
  for (let from = headLength; from < text.length - tailLength; from += stretchLength) {
    const to = Math.min(from + stretchLength, text.length - tailLength);
    let special = 0;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      // Quotes, brackets, `;|&$%<>\` and the like: what prose and numbers lack.
      if (
        code < 128 &&
        code > 32 &&
        (code < 48 || (code > 57 && code < 65) || (code > 90 && code < 97) || code > 122)
      ) {
        if (code !== 44 && code !== 46 && code !== 45 && code !== 95) special += 1;
      }
    }
    found.push({ from, special });
  }
  return found
    .sort((a, b) => b.special - a.special || a.from - b.from)
    .slice(0, maxStretches)
    .map(({ from }) => from)
    .sort((a, b) => a - b);
}
