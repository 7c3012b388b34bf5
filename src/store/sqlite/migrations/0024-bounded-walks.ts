/**
 * Lists that look at rows one by one, up to a bound: of incidents, what is mostly asked for stands in the index, so that
 * a walk reads no row; sources inside, few among very many, have an index of their own. It begins as the former one did.
 */
export const boundedWalksSchema = `
CREATE INDEX incidents_listed
  ON incidents (user_id, last_seen, incident_id, merged_into, status, risk_score, attack_type, title);
DROP INDEX incidents_user_id;
CREATE INDEX attacker_profiles_inside ON attacker_profiles (user_id, last_seen, source_ip)
  WHERE instr(exposures, '"internal"') > 0;
`;
