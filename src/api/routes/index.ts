/** The routes that use the common body parser. A new noun is a line here. */
import type { Route, RouteParts } from '../http/route.ts';
import { aboutRoutes } from './about.ts';
import { acknowledgeRoutes } from './acknowledge.ts';
import { activityRoutes } from './activity.ts';
import { agentRoutes } from './agent.ts';
import { alertSettingsRoutes } from './alert-settings.ts';
import { alertRoutes } from './alerts.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { assetRoutes } from './assets.ts';
import { attackerRoutes } from './attackers.ts';
import { auditRoutes } from './audit.ts';
import { authRoutes } from './auth.ts';
import { blockFeedRoutes } from './block-feeds.ts';
import { blockListRoutes } from './block-list.ts';
import { bulkJobRoutes } from './bulk-jobs.ts';
import { captureRoutes } from './captures.ts';
import { channelRoutes } from './channels.ts';
import { consoleRoutes } from './console.ts';
import { decoyRoutes } from './decoys.ts';
import { deliveryRoutes } from './deliveries.ts';
import { digestRoutes } from './digests.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { groupRoutes } from './groups.ts';
import { healthRoutes } from './health.ts';
import { honeypotRoutes } from './honeypot.ts';
import { incidentMergingRoutes } from './incident-merging.ts';
import { incidentRecordRoutes } from './incident-records.ts';
import { incidentRoutes } from './incidents.ts';
import { incidentBulkRoutes } from './incidents-bulk.ts';
import { ingestProblemRoutes } from './ingest-problems.ts';
import { knownScannerRoutes } from './known-scanners.ts';
import { liveRoutes } from './live.ts';
import { logRoutes } from './logs.ts';
import { mappingRoutes } from './mappings.ts';
import { metricsRoutes } from './metrics.ts';
import { nodeRoutes } from './nodes.ts';
import { observableRoutes } from './observables.ts';
import { quotaRoutes } from './quotas.ts';
import { sampleRoutes } from './sample.ts';
import { searchRoutes } from './search.ts';
import { sensorSetupRoutes } from './sensor-setup.ts';
import { sessionRoutes } from './sessions.ts';
import { statsRoutes } from './stats.ts';
import { suppressionRoutes } from './suppressions.ts';
import { thresholdRoutes } from './threshold.ts';
import { tokenRoutes } from './tokens.ts';
import { verdictRoutes } from './verdicts.ts';
import { viewRoutes } from './views.ts';
import { wallboardRoutes } from './wallboards.ts';

const routes: readonly ((parts: RouteParts) => Route[])[] = [
  authRoutes,
  nodeRoutes,
  sensorSetupRoutes,
  ingestProblemRoutes,
  mappingRoutes,
  captureRoutes,
  groupRoutes,
  honeypotRoutes,
  agentRoutes,
  alertRoutes,
  alertSettingsRoutes,
  incidentRoutes,
  incidentRecordRoutes,
  acknowledgeRoutes,
  incidentBulkRoutes,
  bulkJobRoutes,
  incidentMergingRoutes,
  verdictRoutes,
  thresholdRoutes,
  suppressionRoutes,
  knownScannerRoutes,
  channelRoutes,
  digestRoutes,
  deliveryRoutes,
  blockListRoutes,
  blockFeedRoutes,
  apiKeyRoutes,
  tokenRoutes,
  auditRoutes,
  eventRoutes,
  logRoutes,
  decoyRoutes,
  attackerRoutes,
  sessionRoutes,
  observableRoutes,
  assetRoutes,
  searchRoutes,
  exportRoutes,
  viewRoutes,
  wallboardRoutes,
  statsRoutes,
  activityRoutes,
  liveRoutes,
  healthRoutes,
  aboutRoutes,
  quotaRoutes,
  sampleRoutes,
  metricsRoutes,
  () => consoleRoutes(),
];

export const routesOf = (parts: RouteParts): Route[] => routes.flatMap((make) => make(parts));
