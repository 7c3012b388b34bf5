/**
 * A terminal that is only looked at: bytes of a recording → lines of text. Of our own, because the players that exist need
 * WebAssembly or inline styles, which the console's policy forbids, and because it shows what they hide: it has no colours,
 * so that nothing is written in the ink of its ground, and takes no orders but where text stands. All sizes are bounded.
 */
import { createSequenceReader, type Sequence } from './terminal-sequences.ts';

export interface Look {
  isBold: boolean;
  isUnderlined: boolean;
  isInverse: boolean;
}
export interface Run {
  text: string;
  look: Look;
}
/** The same object as long as the line is the same. */
export interface ScreenLine {
  id: number;
  runs: readonly Run[];
}
export interface Terminal {
  write(text: string): void;
  /** Everything that is kept, the oldest line first; without the empty lines at the end. */
  lines(): readonly ScreenLine[];
  /** Whether lines were dropped, because there were more than are kept. */
  isCut(): boolean;
}

interface Cell {
  text: string;
  look: Look;
}
interface Row {
  id: number;
  cells: (Cell | undefined)[];
  drawn: ScreenLine | null;
}
interface Cursor {
  row: number;
  column: number;
}

const mostColumns = 500;
const mostRows = 200;
/** Lines that have left the screen. */
const mostKept = 2000;
/** Marks on one letter; more of them take places of their own. */
const mostMarks = 8;
const plain: Look = { isBold: false, isUnderlined: false, isInverse: false };
const tabWidth = 8;

const isSame = (a: Look, b: Look): boolean =>
  a.isBold === b.isBold && a.isUnderlined === b.isUnderlined && a.isInverse === b.isInverse;

function toRuns(cells: Row['cells']): Run[] {
  const runs: Run[] = [];
  let end = cells.length;
  while (end > 0 && (cells[end - 1]?.text ?? ' ') === ' ' && !cells[end - 1]?.look.isInverse) end--;
  for (let at = 0; at < end; at++) {
    const { text, look } = cells[at] ?? { text: ' ', look: plain };
    const last = runs.at(-1);
    if (last && isSame(last.look, look)) last.text += text;
    else runs.push({ text, look });
  }
  return runs;
}

const drawn = (row: Row): ScreenLine => {
  row.drawn ??= { id: row.id, runs: toRuns(row.cells) };
  return row.drawn;
};

export function createTerminal({ width, height }: { width: number; height: number }): Terminal {
  const columns = Math.min(Math.max(1, Math.floor(width) || 80), mostColumns);
  const rows = Math.min(Math.max(1, Math.floor(height) || 24), mostRows);
  let nextId = 0;
  const newRow = (): Row => ({ id: nextId++, cells: [], drawn: null });
  const newScreen = (): Row[] => Array.from({ length: rows }, newRow);
  const kept: ScreenLine[] = [];
  let isCut = false;
  let screen = newScreen();
  /** The usual screen, while a program has the other one. */
  let usual: { screen: Row[]; cursor: Cursor } | null = null;
  let cursor: Cursor = { row: 0, column: 0 };
  let saved: Cursor = { row: 0, column: 0 };
  let look = plain;
  let region = { top: 0, bottom: rows - 1 };

  const clampRow = (row: number): number => Math.min(Math.max(0, row), rows - 1);
  const clampColumn = (column: number): number => Math.min(Math.max(0, column), columns - 1);
  const rowAt = (row: number): Row => {
    const found = screen[row] ?? newRow();
    found.drawn = null;
    return found;
  };

  function scroll(by: number, { top, bottom } = region, isKept = true): void {
    for (let count = Math.min(Math.abs(by), bottom - top + 1); count > 0; count--)
      if (by > 0) {
        const [gone] = screen.splice(top, 1);
        if (gone && isKept && top === 0 && usual === null) keep(gone);
        screen.splice(bottom, 0, newRow());
      } else {
        screen.splice(bottom, 1);
        screen.splice(top, 0, newRow());
      }
  }
  function keep(row: Row): void {
    kept.push(drawn(row));
    if (kept.length <= mostKept) return;
    kept.shift();
    isCut = true;
  }

  function lineFeed(): void {
    cursor.column = clampColumn(cursor.column);
    if (cursor.row === region.bottom) scroll(1);
    else cursor.row = clampRow(cursor.row + 1);
  }
  function print(character: string): void {
    if (/^\p{M}$/u.test(character)) {
      const before = screen[cursor.row]?.cells[Math.min(cursor.column, columns) - 1];
      if (before && [...before.text].length <= mostMarks) {
        rowAt(cursor.row).cells[cursor.column - 1] = { ...before, text: before.text + character };
        return;
      }
    }
    if (cursor.column >= columns) {
      cursor.column = 0;
      lineFeed();
    }
    rowAt(cursor.row).cells[cursor.column++] = { text: character, look };
  }

  function control(character: string): void {
    if (character === '\b') cursor.column = clampColumn(cursor.column - 1);
    else if (character === '\r') cursor.column = 0;
    else if (character === '\t' && cursor.column < columns)
      cursor.column = clampColumn((Math.floor(cursor.column / tabWidth) + 1) * tabWidth);
    else if (character === '\n' || character === '\v' || character === '\f') {
      // Recorders note what a shell wrote before its terminal added the return; a program on the other screen has none added.
      if (usual === null) cursor.column = 0;
      lineFeed();
    }
  }

  function eraseInLine(how: number): void {
    const { cells } = rowAt(cursor.row);
    if (how === 0) cells.length = Math.min(cells.length, cursor.column);
    else if (how === 1) cells.fill(undefined, 0, cursor.column + 1);
    else if (how === 2) cells.length = 0;
  }
  function eraseInScreen(how: number): void {
    // What a visitor wiped away is what they did not want to be seen: it stays above.
    const isWhole = how === 2 || how === 3 || (how === 0 && cursor.row === 0 && cursor.column === 0);
    if (isWhole && usual === null) wipe();
    else if (how === 2 || how === 3) screen = newScreen();
    else {
      eraseInLine(how);
      screen = screen.map((row, at) => ((how === 0 ? at > cursor.row : at < cursor.row) ? newRow() : row));
    }
  }
  function wipe(): void {
    const last = screen.findLastIndex((row) => toRuns(row.cells).length > 0);
    for (const row of screen.slice(0, last + 1)) keep(row);
    screen = newScreen();
  }
  function otherScreen(isOn: boolean): void {
    if (isOn && usual === null) {
      usual = { screen, cursor };
      screen = newScreen();
      cursor = { row: 0, column: 0 };
    } else if (!isOn && usual !== null) {
      ({ screen, cursor } = usual);
      usual = null;
    }
    region = { top: 0, bottom: rows - 1 };
  }
  function shift(by: number): void {
    cursor.column = clampColumn(cursor.column);
    const { cells } = rowAt(cursor.row);
    const count = Math.min(Math.abs(by), columns);
    if (by < 0) cells.splice(cursor.column, count);
    else {
      while (cells.length < cursor.column) cells.push(undefined);
      cells.splice(cursor.column, 0, ...Array.from({ length: count }, () => undefined));
      cells.length = Math.min(cells.length, columns);
    }
  }
  function shiftRows(by: number): void {
    if (cursor.row < region.top || cursor.row > region.bottom) return;
    scroll(by, { top: cursor.row, bottom: region.bottom }, false);
    cursor.column = 0;
  }
  function dress(numbers: readonly number[]): void {
    for (let at = 0; at < Math.max(1, numbers.length); at++) {
      const code = numbers[at] ?? 0;
      if (code === 0) look = plain;
      else if (code === 1) look = { ...look, isBold: true };
      else if (code === 4) look = { ...look, isUnderlined: true };
      else if (code === 7) look = { ...look, isInverse: true };
      else if (code === 22) look = { ...look, isBold: false };
      else if (code === 24) look = { ...look, isUnderlined: false };
      else if (code === 27) look = { ...look, isInverse: false };
      // A colour's own numbers are no codes.
      else if (code === 38 || code === 48) at += numbers[at + 1] === 5 ? 2 : numbers[at + 1] === 2 ? 4 : 0;
    }
  }
  function move(row: number, column: number): void {
    cursor = { row: clampRow(row), column: clampColumn(column) };
  }

  function obey({ final, isPrivate, numbers }: Extract<Sequence, { what: 'order' }>): void {
    const count = Math.max(1, numbers[0] ?? 1);
    const { row, column } = cursor;
    if (isPrivate) {
      if ((final === 'h' || final === 'l') && numbers.some((mode) => [47, 1047, 1049].includes(mode)))
        otherScreen(final === 'h');
    } else if (final === 'A') move(row - count, column);
    else if (final === 'B' || final === 'e') move(row + count, column);
    else if (final === 'C' || final === 'a') move(row, column + count);
    else if (final === 'D') move(row, column - count);
    else if (final === 'E') move(row + count, 0);
    else if (final === 'F') move(row - count, 0);
    else if (final === 'G' || final === '`') move(row, count - 1);
    else if (final === 'd') move(count - 1, column);
    else if (final === 'H' || final === 'f') move(count - 1, Math.max(1, numbers[1] ?? 1) - 1);
    else if (final === 'J') eraseInScreen(numbers[0] ?? 0);
    else if (final === 'K') eraseInLine(numbers[0] ?? 0);
    else if (final === 'S') scroll(count);
    else if (final === 'T') scroll(-count);
    else if (final === 'L') shiftRows(-count);
    else if (final === 'M') shiftRows(count);
    else if (final === 'P') shift(-count);
    else if (final === '@') shift(count);
    else if (final === 'X') rowAt(row).cells.fill(undefined, clampColumn(column), column + count);
    else if (final === 'm') dress(numbers);
    else if (final === 's') saved = { ...cursor };
    else if (final === 'u') cursor = { ...saved };
    else if (final === 'r') {
      const [top, bottom] = [clampRow(count - 1), clampRow(Math.max(1, numbers[1] ?? rows) - 1)];
      if (top < bottom) {
        region = { top, bottom };
        move(0, 0);
      }
    }
  }
  function bare(final: string): void {
    if (final === '7') saved = { ...cursor };
    else if (final === '8') cursor = { ...saved };
    else if (final === 'D') lineFeed();
    else if (final === 'E') {
      cursor.column = 0;
      lineFeed();
    } else if (final === 'M') {
      cursor.column = clampColumn(cursor.column);
      if (cursor.row === region.top) scroll(-1);
      else cursor.row = clampRow(cursor.row - 1);
    } else if (final === 'c') {
      otherScreen(false);
      wipe();
      cursor = { row: 0, column: 0 };
      look = plain;
    }
  }

  const read = createSequenceReader();
  return {
    write(text) {
      for (const one of read(text))
        if (one.what === 'print') print(one.character);
        else if (one.what === 'control') control(one.character);
        else if (one.what === 'escape') bare(one.final);
        else obey(one);
    },
    lines() {
      const last = screen.findLastIndex((row) => drawn(row).runs.length > 0);
      return [...kept, ...screen.slice(0, last + 1).map(drawn)];
    },
    isCut: () => isCut,
  };
}
