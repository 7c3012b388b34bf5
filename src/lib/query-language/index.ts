/** One language for events, incidents, attackers and sessions. Runs in a browser too. */
export type { Query, QueryError, Span } from './ast.ts';
export { queryLimits } from './ast.ts';
export { type Completion, completeAt } from './complete.ts';
export { addTerm, type Chip, type Condition, excludeTerm, removeTerm, toChips } from './edit.ts';
export type { Field, FieldType } from './fields.ts';
export { fold } from './fold.ts';
export { formatQuery } from './format.ts';
export { matches, type QueryRecord } from './matches.ts';
export { parseQuery } from './parse.ts';
export { quote } from './raw.ts';
export { type MongoFilter, type MongoMap, type MongoPath, toMongo } from './to-mongo.ts';
export { type SqlColumn, type SqlCondition, type SqlMap, toSql } from './to-sql.ts';
export { toWords } from './words.ts';
