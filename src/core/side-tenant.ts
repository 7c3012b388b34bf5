/**
 * Tenants beside a tenant: what must never mix with their own records has a tenant of its own, whose id is made of theirs.
 * Every query names one tenant, so no list, sum, digest, feed or threshold of theirs can hold any of it. Ids of accounts
 * have no colon, so nobody can sign in as one.
 */

const testPrefix = 'test:';

/** Where events of a node's test are recorded. They are judged by what the tenant themself has set. */
export const testTenantOf = (userId: string): string => testPrefix + userId;
export const isTestTenant = (userId: string): boolean => userId.startsWith(testPrefix);

/** Whose rules, settings and channels hold for events of this tenant. */
export const policyTenantOf = (userId: string): string =>
  isTestTenant(userId) ? userId.slice(testPrefix.length) : userId;

const samplePrefix = 'sample:';

/** Where sample data lies; another one each time (`mark`), so that nothing remembered of an earlier one holds for it. */
export const sampleTenantOf = (userId: string, mark: string): string => `${samplePrefix}${mark}:${userId}`;
export const isSampleTenant = (userId: string): boolean => userId.startsWith(samplePrefix);

/** Whether all of it may be removed at once. */
export const isSideTenant = (userId: string): boolean => isTestTenant(userId) || isSampleTenant(userId);
