/** Saved views and preferences: a person sees their own views, and what others of the account share. */
import type { DocOf } from '../core/doc-kind.ts';
import { preferencesDocs, viewDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, saveDocument, updateDocument } from '../core/update-document.ts';
import type { PreferencesBody, ViewBody } from '../core/view.ts';
import { addDocument, checkRoom } from './new-document.ts';

const mostViews = 500;
/** Lists with hidden columns. */
const mostLists = 100;

export type ViewDoc = DocOf<ViewBody>;
interface Person {
  user_id: string;
  email: string;
}
interface ViewParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  now(): string;
}

const isSeenBy = ({ body }: ViewDoc, { email }: Pick<Person, 'email'>): boolean =>
  body.shared || body.created_by === email;

/** Oldest first. */
export const listViews = async (
  tenant: Pick<TenantStore, 'docs'>,
  person: Pick<Person, 'email'>,
): Promise<ViewDoc[]> =>
  (await listDocuments(tenant, viewDocs, mostViews)).filter((view) => isSeenBy(view, person));

/** Throws `conflict` at the limit. */
export async function createView(
  parts: ViewParts & { growingHex(): string },
  { user_id, email }: Person,
  given: Omit<ViewBody, 'created_by'>,
): Promise<ViewDoc> {
  await checkRoom(parts.tenant, viewDocs, { most: mostViews, what: 'saved views' });
  const id = `view-${parts.growingHex()}`;
  return addDocument(parts, viewDocs, { id, user_id }, { ...given, created_by: email });
}

/** Throws `not_found`, also for what another person does not share. */
async function seenView(tenant: Pick<TenantStore, 'doc'>, id: string, person: Person): Promise<ViewDoc> {
  const view = await readDocument(tenant, viewDocs, id);
  if (view === null || !isSeenBy(view, person)) throw notFound('Saved view');
  return view;
}

/** Throws `not_found`, and `conflict` where `version` (null = any) is not the stored one. */
export async function changeView(
  { tenant, now }: ViewParts,
  { id, version, person }: { id: string; version: number | null; person: Person },
  change: Partial<Pick<ViewBody, 'name' | 'search' | 'shared'>>,
): Promise<ViewDoc> {
  await seenView(tenant, id, person);
  const saved = await updateDocument(tenant, viewDocs, id, ({ body }) => ({ body: { ...body, ...change } }), {
    now: now(),
    version,
  });
  if (saved === null) throw notFound('Saved view');
  if (saved === 'stale')
    throw new AppError('conflict', 'The view was changed by someone else; reload it and try again');
  return saved;
}

/** Throws `not_found`. */
export async function deleteView({ tenant }: ViewParts, id: string, person: Person): Promise<void> {
  await seenView(tenant, id, person);
  if (!(await tenant.removeDoc(viewDocs.name, id))) throw notFound('Saved view');
}

const preferencesId = ({ email }: Pick<Person, 'email'>): string => `preferences-${email}`;

/** Null where the person has not chosen anything yet. */
export async function readPreferences(
  tenant: Pick<TenantStore, 'doc'>,
  person: Pick<Person, 'email'>,
): Promise<PreferencesBody | null> {
  return (await readDocument(tenant, preferencesDocs, preferencesId(person)))?.body ?? null;
}

/** What older consoles do not know may be missing. */
type PreferencesGiven = Omit<PreferencesBody, 'order' | 'widths' | 'sorts'> & Partial<PreferencesBody>;

const isShort = (columns: object): boolean => {
  const names = Object.keys(columns);
  return names.length <= 50 && names.every((name) => name.length <= 50);
};

/** Throws `invalid_request` for too many lists, and `conflict` where others kept being faster. */
export async function savePreferences(
  { tenant, now }: ViewParts,
  person: Person,
  given: PreferencesGiven,
): Promise<PreferencesBody> {
  const body: PreferencesBody = { order: {}, widths: {}, sorts: {}, ...given };
  for (const field of ['hidden', 'order', 'widths', 'sorts'] as const) {
    const lists = Object.entries<object>(body[field]);
    if (lists.length > mostLists || lists.some(([list]) => list.length > 50))
      throw invalid([{ field, message: `must have at most ${mostLists} lists with short names` }]);
    if (field === 'widths' && lists.some(([, columns]) => !isShort(columns)))
      throw invalid([{ field, message: 'must have at most 50 columns a list, with short names' }]);
  }
  const named = { id: preferencesId(person), user_id: person.user_id };
  const saved = await saveDocument(tenant, preferencesDocs, named, () => body, now());
  if (saved === 'stale') throw new AppError('conflict', 'The preferences were being changed; try again');
  return saved.body;
}
