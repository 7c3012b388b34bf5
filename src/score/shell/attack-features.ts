/** A command line → features for the question whether it is an attack: its words, marks and stretches of characters. */
import { hashOf, mix } from './features.ts';
import type { Reading } from './reading.ts';

export const attackBits = 16;
export const attackSize = 1 << attackBits;
/** Stretches of characters are read up to here. */
const maxStretch = 400;
const gram = 4;

/** Features of one statement; overwritten by the next one. */
export interface PlaceList {
  places: Int32Array;
  count: number;
}

/** A reader keeps its buffers: one per model or training run. */
export interface AttackReader {
  /**
   * Places in the table for one statement; each once. `before` is the number of the separator it follows (0 none,
   * 1 `;` or a new line, 2 `|`, 3 `||`, 4 `&&`).
   */
  read(text: string, reading: Reading, before: number): PlaceList;
}

const maxPlaces = 4_096;

export function createAttackReader(): AttackReader {
  const list: PlaceList = { places: new Int32Array(maxPlaces), count: 0 };
  /** In which round a place was last seen. */
  const seen = new Uint32Array(attackSize);
  let round = 0;
  const add = (kind: number, a: number, b = 0): void => {
    const place = mix(kind, a, b) & (attackSize - 1);
    if (seen[place] === round || list.count >= maxPlaces) return;
    seen[place] = round;
    list.places[list.count] = place;
    list.count += 1;
  };
  return {
    read(text, { command: name, words, classes, marks }, before) {
      round += 1;
      list.count = 0;
      const command = hashOf(name);
      add(101, command);
      add(102, before, command);
      add(103, Math.min(words.length, 6));
      let last = command;
      for (const word of words) {
        const here = hashOf(word);
        add(104, here);
        add(105, command, here);
        add(106, last, here);
        last = here;
      }
      for (const mark of marks) {
        add(107, mark);
        add(108, command, mark);
        for (const other of marks) if (other < mark) add(109, mark, other);
        for (const number of classes) add(110, mark, number);
      }
      for (const number of classes) add(111, number);
      const end = Math.min(text.length, maxStretch);
      let window = 0;
      for (let at = 0; at < end; at += 1) {
        let code = text.charCodeAt(at);
        if (code >= 65 && code <= 90) code += 32;
        else if (code >= 48 && code <= 57) code = 48;
        window = (window << 8) | (code & 255);
        if (at >= gram - 1) add(112, window);
      }
      return list;
    },
  };
}
