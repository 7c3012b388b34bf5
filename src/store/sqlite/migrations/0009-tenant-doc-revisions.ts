/** Each tenant's documents have a revision of their own, so that a cache reads again only what one tenant changed. */
export const tenantDocRevisionsSchema = `
CREATE TABLE tenant_doc_revisions (
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;
`;
