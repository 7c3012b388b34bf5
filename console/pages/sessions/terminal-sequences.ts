/** What a terminal is sent, taken apart: characters, controls, and the orders that begin with ESC. It goes on where a write was cut. */
export type Sequence =
  | { what: 'print'; character: string }
  | { what: 'control'; character: string }
  | { what: 'escape'; final: string }
  /** `ESC [ 1 ; 2 H`: the numbers 1 and 2; an empty one is left undefined by being 0. */
  | { what: 'order'; final: string; isPrivate: boolean; numbers: number[] };

const mostNumbers = 32;
/** An order that is longer is none. */
const longestOrder = 256;
const largest = 9999;

type State = 'ground' | 'escape' | 'order' | 'text' | 'text-escape' | 'skip';

const isControl = (character: string): boolean => character < ' ' || character === '\x7f';

function toOrder(body: string, final: string): Sequence {
  const isPrivate = /^[<=>?]/.test(body);
  const numbers = (isPrivate ? body.slice(1) : body)
    .replace(/[ -/]+$/, '')
    .split(/[;:]/, mostNumbers)
    .map((digits) => Math.min(Number.parseInt(digits, 10) || 0, largest));
  return { what: 'order', final, isPrivate, numbers: body === '' ? [] : numbers };
}

/** The function that it returns is called with each piece of text as it comes. */
export function createSequenceReader(): (text: string) => Generator<Sequence> {
  let state: State = 'ground';
  let body = '';

  function afterEscape(character: string): Sequence | null {
    if (character === '[') {
      body = '';
      state = 'order';
      return null;
    }
    // Titles, clipboards, images: strings for the terminal, not for its reader.
    if (']PX^_'.includes(character)) {
      state = 'text';
      return null;
    }
    // One character more: a character set.
    if (character >= ' ' && character <= '/') {
      state = 'skip';
      return null;
    }
    state = 'ground';
    return { what: 'escape', final: character };
  }

  function inOrder(character: string): Sequence | null {
    if (character >= '@' && character <= '~') {
      state = 'ground';
      return toOrder(body, character);
    }
    body += character;
    if (body.length > longestOrder || character > '~') state = 'ground';
    return null;
  }

  function next(character: string): Sequence | null {
    if (state === 'text') {
      if (character === '\x07' || character === '\x18' || character === '\x1a') state = 'ground';
      else if (character === '\x1b') state = 'text-escape';
      return null;
    }
    if (character === '\x1b') {
      state = 'escape';
      return null;
    }
    if (state === 'text-escape') {
      // ESC \ ends the string; any other order begins here.
      state = 'ground';
      return character === '\\' ? null : afterEscape(character);
    }
    if (isControl(character)) {
      if (character === '\x18' || character === '\x1a') state = 'ground';
      return { what: 'control', character };
    }
    if (state === 'escape') return afterEscape(character);
    if (state === 'order') return inOrder(character);
    if (state === 'skip') {
      state = 'ground';
      return null;
    }
    return { what: 'print', character };
  }

  return function* read(text) {
    for (const character of text) {
      const found = next(character);
      if (found !== null) yield found;
    }
  };
}
