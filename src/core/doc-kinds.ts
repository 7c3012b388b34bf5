/**
 * All kinds of documents. A kind's name stands here and nowhere else. To add one: its body's type beside its noun in
 * core, one `defineDocKind` here, one line in the list below.
 */
import { type ApiKeyBody, scopes } from './access.ts';
import { type AccountState, accountStates } from './account-state.ts';
import { type AlertSettings, defaultAlertSettings } from './alert-settings.ts';
import type { AssetEntry, AssetSourceBody } from './asset.ts';
import type { BlockedBody, BlockFeedBody, BlockSettings } from './block.ts';
import type { ChannelConfig, ChannelHealthBody, ThreadPlace } from './channel.ts';
import type { CrowdBody } from './crowd.ts';
import { parseCrowd } from './crowd-body.ts';
import { type DigestBody, digestPeriods } from './digest.ts';
import { defineDocKind, storedList, storedNumber, storedText } from './doc-kind.ts';
import { exposureSettings } from './exposure.ts';
import type { GroupBody } from './group.ts';
import type { IdempotencyBody } from './idempotency.ts';
import {
  type IncidentJobBody,
  type IncidentJobPartBody,
  type IncidentJobSlotBody,
  parseIncidentJob,
} from './incident-job.ts';
import { type IngestProblemBody, ingestProblemKinds } from './ingest-problem.ts';
import type { CaptureBody, CaptureSessionBody, FilePartBody, RecordingBody } from './kept-file.ts';
import { parseCapture, parseRecording } from './kept-file-body.ts';
import { type ScannerBody, scannerPermissions } from './known-scanner.ts';
import { type MadeBody, madeKinds } from './made-by-key.ts';
import type { MappingBody } from './mapping.ts';
import type { NodeClockBody } from './node-clock.ts';
import { type OwnAddressesBody, parseOwnAddresses } from './own-addresses.ts';
import type { EventCondition } from './query.ts';
import { parseUsage, type UsageBody } from './quota.ts';
import type { ReceiverAllowance } from './receiver-allowance.ts';
import { type SampleBody, sampleStates } from './sample.ts';
import { subscriptions } from './subscription.ts';
import type { SuppressionBody, SuppressionOrigin } from './suppression.ts';
import { type TokenBody, tokenAnswers } from './token.ts';
import type { WelcomeBody } from './user.ts';
import type { JudgedAlert, VerdictLevels } from './verdict-levels.ts';
import { type PreferencesBody, parsePreferences, type ViewBody } from './view.ts';
import type { WallboardBody } from './wallboard.ts';
import { weekdays } from './week-hours.ts';

/** A notification channel. */
export const channelDocs = defineDocKind<ChannelConfig>('channel', (body) => ({
  id: storedText(body, 'id', ''),
  name: storedText(body, 'name', ''),
  channel: storedText(body, 'channel', ''),
  settings: (body.settings ?? {}) as ChannelConfig['settings'],
  enabled: body.enabled !== false,
  filter: (body.filter ?? {}) as ChannelConfig['filter'],
  quiet_hours: (body.quiet_hours ?? null) as NonNullable<ChannelConfig['quiet_hours']> | null,
  events: Array.isArray(body.events)
    ? subscriptions.filter((kind) => storedList(body, 'events').includes(kind))
    : null,
  show_passwords: body.show_passwords === true,
  templates: (body.templates ?? null) as NonNullable<ChannelConfig['templates']> | null,
  disabled_reason: storedText(body, 'disabled_reason', null),
}));

/** One for each channel that fails, under its id: who makes it tells people, and who removes it as well. */
export const channelHealthDocs = defineDocKind<ChannelHealthBody>('channel-health', (body) => ({
  failing_since: storedText(body, 'failing_since', ''),
  error: storedText(body, 'error', ''),
}));

/** A suppression rule. */
export const suppressionDocs = defineDocKind<SuppressionBody>('suppression', (body) => ({
  name: storedText(body, 'name', ''),
  note: storedText(body, 'note', ''),
  enabled: body.enabled !== false,
  condition: (body.condition ?? {}) as EventCondition,
  origin: (body.origin ?? null) as SuppressionOrigin | null,
  created_by: storedText(body, 'created_by', ''),
  hits: typeof body.hits === 'number' ? body.hits : 0,
  last_hit_at: storedText(body, 'last_hit_at', null),
}));

/** A known scanner, backup or monitor. */
export const knownScannerDocs = defineDocKind<ScannerBody>('known-scanner', (body) => ({
  name: storedText(body, 'name', ''),
  owner: storedText(body, 'owner', ''),
  enabled: body.enabled !== false,
  networks: storedList<string>(body, 'networks'),
  services: storedList<string>(body, 'services'),
  nodes: storedList<string>(body, 'nodes'),
  hours: (body.hours ?? null) as ScannerBody['hours'],
  may: scannerPermissions.filter((one) => storedList(body, 'may').includes(one)),
  created_by: storedText(body, 'created_by', ''),
  hits: storedNumber(body, 'hits') ?? 0,
  last_hit_at: storedText(body, 'last_hit_at', null),
}));

/** A group of nodes. */
export const groupDocs = defineDocKind<GroupBody>('group', (body) => ({
  name: storedText(body, 'name', ''),
  description: storedText(body, 'description', ''),
  exposure: exposureSettings.find((setting) => setting === body.exposure) ?? null,
  threshold: storedNumber(body, 'threshold'),
  window_minutes: storedNumber(body, 'window_minutes'),
  quiet_hours: (body.quiet_hours ?? null) as GroupBody['quiet_hours'],
  channels: storedList(body, 'channels').filter((id) => typeof id === 'string'),
  silence_minutes: storedNumber(body, 'silence_minutes'),
  maintenance: storedList(body, 'maintenance'),
}));

/** Receivers inside that the operator allows: one per tenant, under the tenant's id. */
export const receiverAllowanceDocs = defineDocKind<ReceiverAllowance>('receiver-allowance', (body) => ({
  entries: storedList(body, 'entries').filter((entry) => typeof entry === 'string'),
}));

/** The link of a message that was used; its id is the message's. */
export const usedLinkDocs = defineDocKind<{ incident_id: string }>('used-link', (body) => ({
  incident_id: storedText(body, 'incident_id', ''),
}));

/** Where the messages of one channel about one incident follow each other; its id names both. */
export const messageThreadDocs = defineDocKind<{ place: ThreadPlace }>('message-thread', (body) => ({
  place: (body.place ?? {}) as ThreadPlace,
}));

/** A digest. */
export const digestDocs = defineDocKind<DigestBody>('digest', (body) => ({
  name: storedText(body, 'name', ''),
  enabled: body.enabled !== false,
  every: digestPeriods.find((period) => period === body.every) ?? 'day',
  weekday: weekdays.find((day) => day === body.weekday) ?? 'mon',
  at: storedText(body, 'at', '08:00'),
  timezone: storedText(body, 'timezone', 'UTC'),
  group_id: storedText(body, 'group_id', null),
  channels: storedList(body, 'channels').filter((id) => typeof id === 'string'),
  created_by: storedText(body, 'created_by', ''),
  told_until: storedText(body, 'told_until', ''),
  held_back: (body.held_back ?? {}) as DigestBody['held_back'],
}));

/** One per tenant, under the tenant's id. */
export const alertSettingsDocs = defineDocKind<AlertSettings>('alert-settings', (body) => ({
  ...defaultAlertSettings,
  ...(body as Partial<AlertSettings>),
}));

/** One per tenant, under the tenant's id. */
export const verdictLevelsDocs = defineDocKind<VerdictLevels>('verdict-levels', (body) => ({
  judged: storedList<JudgedAlert>(body, 'judged'),
  applied: (body.applied ?? null) as VerdictLevels['applied'],
}));

/** One address or network on the block list. */
export const blockedDocs = defineDocKind<BlockedBody>('blocked', (body) => ({
  network: storedText(body, 'network', ''),
  family: body.family === 6 ? 6 : 4,
  note: storedText(body, 'note', ''),
  source: storedText(body, 'source', 'manual') as BlockedBody['source'],
  incident_id: storedText(body, 'incident_id', null),
  // Entries of earlier versions have no link to an alert.
  alert_id: storedText(body, 'alert_id', null),
  node_id: storedText(body, 'node_id', null),
  added_by: storedText(body, 'added_by', ''),
  confirmed: storedList<BlockedBody['confirmed'][number]>(body, 'confirmed'),
  seen: storedText(body, 'seen', null),
}));

/** What one file or list says of the tenant's own addresses. */
export const assetDocs = defineDocKind<AssetSourceBody>('assets', (body) => ({
  name: storedText(body, 'name', ''),
  format: storedText(body, 'format', ''),
  entries: storedList<AssetEntry>(body, 'entries'),
  rejected: typeof body.rejected === 'number' ? body.rejected : 0,
}));

/** What is never blocked and what is blocked by rule: one per tenant, under the tenant's id. */
export const blockSettingsDocs = defineDocKind<BlockSettings>('block-settings', (body) => ({
  never_block: storedList(body, 'never_block').filter((one) => typeof one === 'string'),
  rule: (body.rule ?? null) as BlockSettings['rule'],
}));

/** A secret address of the block list; its lookup is the secret's hash. */
export const blockFeedDocs = defineDocKind<BlockFeedBody>('block-feed', (body) => ({
  name: storedText(body, 'name', ''),
  last_pulled_at: storedText(body, 'last_pulled_at', null),
}));

/** An API key; its lookup is the key's hash. */
export const apiKeyDocs = defineDocKind<ApiKeyBody>('api-key', (body) => ({
  name: storedText(body, 'name', ''),
  scopes: scopes.filter((scope) => storedList(body, 'scopes').includes(scope)),
  start: storedText(body, 'start', ''),
  created_by: storedText(body, 'created_by', ''),
  last_used_at: storedText(body, 'last_used_at', null),
}));

/** A token; its lookup is the secret's hash. */
export const tokenDocs = defineDocKind<TokenBody>('token', (body) => ({
  type: storedText(body, 'type', 'link'),
  note: storedText(body, 'note', ''),
  owner: storedText(body, 'owner', ''),
  answer: tokenAnswers.find((answer) => answer === body.answer) ?? 'page',
  redirect_url: storedText(body, 'redirect_url', null),
  enabled: body.enabled !== false,
  expires_at: storedText(body, 'expires_at', null),
  node_id: storedText(body, 'node_id', ''),
  created_by: storedText(body, 'created_by', ''),
  hits: typeof body.hits === 'number' ? body.hits : 0,
  last_hit_at: storedText(body, 'last_hit_at', null),
  unrecorded_hits: typeof body.unrecorded_hits === 'number' ? body.unrecorded_hits : 0,
  last_test_at: storedText(body, 'last_test_at', null),
}));

/** The one-time address that signs a person in; its lookup is the secret's hash. One per account, under the account's id. */
export const welcomeDocs = defineDocKind<WelcomeBody>('welcome', (body) => ({
  expires_at: storedText(body, 'expires_at', ''),
  used: body.used === true,
  is_first: body.is_first === true,
  token_version: typeof body.token_version === 'number' ? body.token_version : null,
}));

/** A saved view of a list. */
export const viewDocs = defineDocKind<ViewBody>('view', (body) => ({
  page: storedText(body, 'page', ''),
  name: storedText(body, 'name', ''),
  search: storedText(body, 'search', ''),
  shared: body.shared === true,
  created_by: storedText(body, 'created_by', ''),
}));

/** What a person chose of the console's looks; one per person. */
export const preferencesDocs = defineDocKind<PreferencesBody>('preferences', parsePreferences);

/** Whether the account may act; under its id. */
export const accountStateDocs = defineDocKind<AccountState>('account-state', (body) => ({
  state: accountStates.find((one) => one === body.state) ?? 'active',
  at: storedText(body, 'at', ''),
}));

/** From where the tenant's people and nodes come; one per tenant, under its id. */
export const ownAddressDocs = defineDocKind<OwnAddressesBody>('own-addresses', parseOwnAddresses);

/** What was created with an API key; its tag is the key's id. */
export const madeDocs = defineDocKind<MadeBody>('made-by-key', (body) => ({
  kind: madeKinds.find((one) => one === body.kind) ?? 'node',
  made_id: storedText(body, 'made_id', ''),
  name: storedText(body, 'name', ''),
}));

/** A node whose clock is wrong, under its id: who makes it tells people, and who removes it as well. */
export const nodeClockDocs = defineDocKind<NodeClockBody>('node-clock', (body) => ({
  since: storedText(body, 'since', ''),
  ahead_seconds: storedNumber(body, 'ahead_seconds') ?? 0,
}));

/** How many sources are usual at a node; under the node's id. */
export const crowdDocs = defineDocKind<CrowdBody>('crowd', parseCrowd);

/** What a tenant used of its quotas; one per tenant, under its id. */
export const usageDocs = defineDocKind<UsageBody>('usage', parseUsage);

/** What a sensor sent that was not taken, or not understood; its id is made of what it says. */
export const ingestProblemDocs = defineDocKind<IngestProblemBody>('ingest-problem', (body) => ({
  kind: ingestProblemKinds.find((kind) => kind === body.kind) ?? 'rejected',
  input: storedText(body, 'input', ''),
  node_id: storedText(body, 'node_id', null),
  reason: storedText(body, 'reason', ''),
  address: storedText(body, 'address', ''),
  sample: storedText(body, 'sample', ''),
  count: storedNumber(body, 'count') ?? 0,
  first_at: storedText(body, 'first_at', ''),
  last_at: storedText(body, 'last_at', ''),
}));

/** A terminal's recording; its tag is that of the session (cases/recordings.ts). */
export const recordingDocs = defineDocKind<RecordingBody>('recording', parseRecording);

/** A file that a visitor left; its id is made of its hash. */
export const captureDocs = defineDocKind<CaptureBody>('capture', parseCapture);

/** Its id is the capture's with a hash of node and session. */
export const captureSessionDocs = defineDocKind<CaptureSessionBody>('capture-session', (body) => ({
  sha256: storedText(body, 'sha256', ''),
  last_at: storedText(body, 'last_at', ''),
  records: storedList<string>(body, 'records'),
}));

/** How a tenant's own sensor's records become events. */
export const mappingDocs = defineDocKind<MappingBody>('mapping', (body) => ({
  name: storedText(body, 'name', ''),
  enabled: body.enabled !== false,
  when: (body.when ?? {}) as MappingBody['when'],
  fields: (body.fields ?? {}) as MappingBody['fields'],
  skip: storedList<MappingBody['skip'][number]>(body, 'skip'),
  events: storedList<MappingBody['events'][number]>(body, 'events'),
  created_by: storedText(body, 'created_by', ''),
}));

/** A part of a kept file's bytes; its id is the file's with a number. */
export const filePartDocs = defineDocKind<FilePartBody>('file-part', (body) => ({
  data: storedText(body, 'data', ''),
}));

/** Sample data; one per tenant. */
export const sampleDocs = defineDocKind<SampleBody>('sample', (body) => ({
  state: sampleStates.find((state) => state === body.state) ?? 'removing',
  tenant_id: storedText(body, 'tenant_id', ''),
  by: storedText(body, 'by', ''),
  events: storedNumber(body, 'events') ?? 0,
}));

/** A wallboard; its lookup is the hash of the key in its link. */
export const wallboardDocs = defineDocKind<WallboardBody>('wallboard', (body) => ({
  name: storedText(body, 'name', ''),
  show_sources: body.show_sources === true,
  created_by: storedText(body, 'created_by', ''),
  last_seen_at: storedText(body, 'last_seen_at', null),
}));

/** The answer to a call that must happen once. */
export const idempotencyDocs = defineDocKind<IdempotencyBody>('idempotency', (body) => ({
  request: storedText(body, 'request', ''),
  answer: storedText(body, 'answer', null),
}));

/** A change of many incidents, as a job. */
export const incidentJobDocs = defineDocKind<IncidentJobBody>('incident-job', parseIncidentJob);

/** Some incidents of a job; its tag is the job's id. */
export const incidentJobPartDocs = defineDocKind<IncidentJobPartBody>('incident-job-part', (body) => ({
  items: storedList(body, 'items'),
  plan: (body.plan ?? null) as IncidentJobPartBody['plan'],
  results: Array.isArray(body.results) ? storedList(body, 'results') : null,
}));

/** That a job runs; one per tenant. */
export const incidentJobSlotDocs = defineDocKind<IncidentJobSlotBody>('incident-job-slot', (body) => ({
  job_id: storedText(body, 'job_id', ''),
  worker: storedText(body, 'worker', ''),
  lease_ms: storedNumber(body, 'lease_ms') ?? 0,
}));

export const docKinds = [
  channelDocs,
  channelHealthDocs,
  suppressionDocs,
  groupDocs,
  knownScannerDocs,
  digestDocs,
  receiverAllowanceDocs,
  usedLinkDocs,
  messageThreadDocs,
  alertSettingsDocs,
  verdictLevelsDocs,
  blockedDocs,
  blockSettingsDocs,
  blockFeedDocs,
  apiKeyDocs,
  tokenDocs,
  welcomeDocs,
  viewDocs,
  preferencesDocs,
  nodeClockDocs,
  crowdDocs,
  usageDocs,
  accountStateDocs,
  madeDocs,
  ownAddressDocs,
  assetDocs,
  ingestProblemDocs,
  recordingDocs,
  captureDocs,
  captureSessionDocs,
  filePartDocs,
  mappingDocs,
  idempotencyDocs,
  sampleDocs,
  wallboardDocs,
  incidentJobDocs,
  incidentJobPartDocs,
  incidentJobSlotDocs,
] as const;
