/** What one row of the write buffer holds, and which effects of a batch may wait in it. Pure. */
import type { AlertFold, IncidentFold } from '../../../core/alert.ts';
import type { Effects } from '../../../core/effects.ts';
import type { SessionState } from '../../../core/history.ts';
import type { EventRow } from '../event-record.ts';
import { type PackedList, packList, unpackList } from './packed-list.ts';
import { addedSteps, toStoryText } from './session-story.ts';
import type { Summable } from './write-buffer-sums.ts';

/** A session as a row holds it: its whole story, or only the steps by which it goes on from what was noted before. */
export interface SessionEntry extends Omit<SessionState, 'story'> {
  story: string;
  goesOn: boolean;
}

/** What one row holds. */
export interface Entry extends Omit<Summable, 'sessions'> {
  rows: EventRow[];
  sessions: SessionEntry[];
}

const noProfileCounts = { nodes: {}, exposures: {} };
const noCounts = {
  ...{ part: '', countries: {}, techniques: {}, exposures: {}, suppressed: {}, sources: {} },
  ...{ networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
};

type Lists = Record<string, readonly unknown[] | PackedList>;

export const toEntryText = (entry: Entry): string =>
  JSON.stringify(Object.fromEntries(Object.entries(entry).map(([name, list]) => [name, packList(list)])));

/** What a process of an older version left waiting lacks what came since. */
export const toEntry = (text: string): Entry => {
  const lists = Object.entries(JSON.parse(text) as Lists).map(([name, list]) => [name, unpackList(list)]);
  const entry = Object.fromEntries(lists) as Entry & { vulnerabilities?: Entry['vulnerabilities'] };
  return {
    ...entry,
    sessions: entry.sessions.map((session) => ({
      ...session,
      story: typeof session.story === 'string' ? session.story : JSON.stringify(session.story),
      goesOn: session.goesOn ?? false,
      exposure: session.exposure ?? null,
    })),
    profiles: entry.profiles.map((delta) => ({ ...noProfileCounts, ...delta })),
    rollups: entry.rollups.map((delta) => ({ ...noCounts, ...delta })),
    vulnerabilities: entry.vulnerabilities ?? [],
    incidentFolds: entry.incidentFolds.map((fold) => ({
      ...fold,
      first_seen: fold.first_seen ?? fold.last_seen,
      active_at: fold.active_at ?? fold.last_seen,
      resumed_at: fold.resumed_at ?? null,
      notified: fold.notified ?? null,
      touched: fold.touched ?? null,
      key_steps: fold.key_steps ?? null,
    })),
  };
};

const isPlainAlertFold = ({ worse }: AlertFold): boolean => worse === null;
const isPlainIncidentFold = ({ worse, notified, touched, resumed_at, key_steps }: IncidentFold): boolean =>
  worse === null && notified === null && touched === null && resumed_at === null && key_steps === null;

/** Steps are never changed. */
export const copySession = (state: SessionState): SessionState => ({
  ...state,
  story: state.story.slice(),
  memo: { ...state.memo },
});

export function toSessionEntry(state: SessionState, before: SessionState | undefined): SessionEntry {
  const added = addedSteps(before, state);
  return { ...state, story: toStoryText(added ?? state.story), goesOn: added !== null };
}

/** Splits what may wait from what is written at once. */
export function split(effects: Effects): { now: Effects; later: Summable; targets: number } {
  const { profiles, rollups, vulnerabilities, windows, sessions } = effects;
  const later: Summable = {
    profiles,
    rollups,
    vulnerabilities,
    windows,
    sessions,
    alertFolds: effects.alertFolds.filter(isPlainAlertFold),
    incidentFolds: effects.incidentFolds.filter(isPlainIncidentFold),
  };
  const now: Effects = {
    ...effects,
    profiles: [],
    rollups: [],
    vulnerabilities: [],
    windows: [],
    sessions: [],
    alertFolds: effects.alertFolds.filter((fold) => !isPlainAlertFold(fold)),
    incidentFolds: effects.incidentFolds.filter((fold) => !isPlainIncidentFold(fold)),
  };
  const targets = Object.values(later).reduce((sum, list: readonly unknown[]) => sum + list.length, 0);
  return { now, later, targets };
}
