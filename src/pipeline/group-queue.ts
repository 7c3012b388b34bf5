/**
 * Group commit: while one group is worked on, new arrivals form the next. A commit costs about the same for one event
 * as for hundreds, which makes durability cheap.
 */
export interface GroupQueue<T> {
  push(items: readonly T[]): void;
  /** Resolves when nothing waits and nothing is being worked on. */
  idle(): Promise<void>;
}

export interface GroupQueueParts<T> {
  /** Most items in a group. */
  groupSize: number;
  /** Most of their sizes together, where `sizeOf` is given; a larger item is a group of its own. */
  groupBytes?: number;
  sizeOf?(item: T): number;
  /** Whose it is: where many wait, a group takes of each owner a like share. */
  ownerOf?(item: T): string;
  /** Must not reject. What it returns was too much for one group, and comes first of its owners' with the next. */
  work(group: T[]): Promise<readonly T[] | undefined>;
}

/** Longest that a group waits for more items while more keep coming. */
const gatherMs = 6;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createGroupQueue<T>({
  groupSize,
  groupBytes = Number.POSITIVE_INFINITY,
  sizeOf = () => 0,
  ownerOf = () => '',
  work,
}: GroupQueueParts<T>): GroupQueue<T> {
  /** By owner; who was served last stands last. */
  const lines = new Map<string, T[]>();
  let count = 0;
  let isRunning = false;
  const idlers: (() => void)[] = [];

  /**
   * Waits one turn of the event loop, so that all requests that are readable now join the group and others get their
   * turn; and another turn as long as each brings more, because senders who were answered together send the next events
   * together. A single sender never waits longer than one turn.
   */
  async function gather(): Promise<void> {
    const endMs = performance.now() + gatherMs;
    let seen: number;
    do {
      seen = count;
      await nextTurn();
    } while (count > seen && count < groupSize && performance.now() < endMs);
  }

  function put(items: readonly T[], isBack: boolean): void {
    const groups = items.length === 1 ? [[ownerOf(items[0]!), items] as const] : Map.groupBy(items, ownerOf);
    for (const [owner, own] of groups) {
      const line = lines.get(owner);
      if (!line) lines.set(owner, [...own]);
      else if (isBack) line.unshift(...own);
      else for (const item of own) line.push(item);
    }
    count += items.length;
  }

  /** How many of a line fit; an item that is too large for any group is taken where nothing else is. */
  function fitting(line: readonly T[], room: { items: number; bytes: number; isEmpty: boolean }): number {
    let bytes = 0;
    let fits = 0;
    while (fits < line.length && fits < room.items) {
      bytes += sizeOf(line[fits]!);
      if (bytes > room.bytes && !(room.isEmpty && fits === 0)) break;
      fits++;
    }
    return fits;
  }

  function takeGroup(): T[] {
    const group: T[] = [];
    let bytes = 0;
    // First a like share of each, then what there is room for.
    for (const share of lines.size > 1 ? [1 / lines.size, 1] : [1])
      for (const [owner, line] of [...lines]) {
        const room = groupSize - group.length;
        if (room <= 0) break;
        const taken = line.splice(
          0,
          fitting(line, {
            items: Math.min(room, Math.ceil(groupSize * share)),
            bytes: Math.min(groupBytes - bytes, groupBytes * share),
            isEmpty: group.length === 0,
          }),
        );
        if (taken.length === 0) continue;
        for (const item of taken) {
          bytes += sizeOf(item);
          group.push(item);
        }
        lines.delete(owner);
        if (line.length > 0) lines.set(owner, line);
      }
    count -= group.length;
    return group;
  }

  async function run(): Promise<void> {
    while (count > 0) {
      await gather();
      const left = await work(takeGroup());
      if (left && left.length > 0) put(left, true);
    }
    isRunning = false;
    for (const resolve of idlers.splice(0)) resolve();
  }

  return {
    push(items) {
      if (items.length > 0) put(items, false);
      if (isRunning || count === 0) return;
      isRunning = true;
      void run();
    },
    idle: () => (isRunning ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
  };
}
