-- schema 25
CREATE TABLE agent_events (
  seq INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  log_id TEXT NOT NULL,
  node_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id TEXT,
  timestamp TEXT NOT NULL,
  received_at TEXT NOT NULL,
  service TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  session TEXT,
  state TEXT NOT NULL,
  risk_score INTEGER,
  attack_type TEXT,
  alert_id TEXT,
  alert_created INTEGER NOT NULL,
  suppressed_by TEXT,
  live INTEGER NOT NULL,
  username TEXT,
  process_name TEXT,
  decoy TEXT,
  activity TEXT NOT NULL,
  payload TEXT NOT NULL,
  agent TEXT,
  extra TEXT,
  verdict TEXT
, history INTEGER, country TEXT, asn INTEGER, network_owner TEXT) STRICT;
CREATE INDEX agent_events_alert ON agent_events (user_id, alert_id, timestamp, log_id) WHERE alert_id IS NOT NULL;
CREATE UNIQUE INDEX agent_events_log_id ON agent_events (log_id, user_id);
CREATE INDEX agent_events_loud_quiet ON agent_events (user_id, risk_score) WHERE risk_score > 0 AND kind IN ('sensor.message', 'client.identified', 'connection.closed');
CREATE INDEX agent_events_node_id ON agent_events (node_id, timestamp, log_id, user_id);
CREATE INDEX agent_events_session ON agent_events (user_id, session, timestamp, log_id) WHERE session IS NOT NULL;
CREATE INDEX agent_events_source ON agent_events (user_id, source_ip, timestamp, log_id);
CREATE INDEX agent_events_time ON agent_events
  (user_id, timestamp, log_id, risk_score, attack_type, service, source_ip, node_id);
CREATE INDEX agent_events_unfinished ON agent_events (state, received_at, log_id) WHERE state <> 'done';
CREATE TABLE alerts (
  alert_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  node_id TEXT NOT NULL,
  timestamp TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  service TEXT NOT NULL,
  activity TEXT NOT NULL,
  payload TEXT NOT NULL,
  extra TEXT,
  session TEXT,
  related_decoy TEXT,
  event_count INTEGER NOT NULL,
  status TEXT NOT NULL,
  notified INTEGER NOT NULL,
  incident_id TEXT NOT NULL,
  human_verdict TEXT,
  attack_type TEXT NOT NULL,
  risk_score INTEGER NOT NULL,
  confidence REAL NOT NULL,
  is_anomaly INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  evidence TEXT NOT NULL,
  tactics TEXT NOT NULL,
  techniques TEXT NOT NULL,
  scored_by TEXT NOT NULL,
  model TEXT NOT NULL, protocol TEXT, vulnerability TEXT, merged_from TEXT,
  UNIQUE (alert_id, user_id)
) STRICT;
CREATE INDEX alerts_incident ON alerts (user_id, incident_id, timestamp, alert_id);
CREATE INDEX alerts_open ON alerts (user_id, timestamp, alert_id, risk_score, status, node_id) WHERE status <> 'resolved';
CREATE INDEX alerts_risk_score ON alerts (risk_score);
CREATE INDEX alerts_source ON alerts (user_id, source_ip, timestamp, alert_id);
CREATE INDEX alerts_user_id ON alerts (user_id, timestamp DESC, alert_id DESC, risk_score, status, node_id);
CREATE TABLE attacker_profiles (
  user_id TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  total_attacks INTEGER NOT NULL,
  risk_sum INTEGER NOT NULL,
  max_risk_score INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  attack_types TEXT NOT NULL,
  services_targeted TEXT NOT NULL, nodes TEXT NOT NULL DEFAULT '{}', exposures TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (user_id, source_ip)
) STRICT;
CREATE INDEX attacker_profiles_inside ON attacker_profiles (user_id, last_seen, source_ip)
  WHERE instr(exposures, '"internal"') > 0;
CREATE INDEX attacker_profiles_last_seen ON attacker_profiles (user_id, last_seen, source_ip);
CREATE INDEX attacker_profiles_risk ON attacker_profiles (user_id, max_risk_score, source_ip);
CREATE INDEX attacker_profiles_total ON attacker_profiles (user_id, total_attacks, source_ip);
CREATE TABLE backlog (place INTEGER PRIMARY KEY, effects TEXT NOT NULL) STRICT;
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE counters (
  key TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX counters_until ON counters (until_ms);
CREATE TABLE decoys (
  id TEXT PRIMARY KEY,
  node_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_path TEXT,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  registered_at TEXT,
  last_accessed TEXT,
  triggers_count INTEGER NOT NULL,
  extra TEXT
, latest_at TEXT
  GENERATED ALWAYS AS (coalesce(last_accessed, registered_at, '')) VIRTUAL) STRICT;
CREATE INDEX decoys_node_latest ON decoys (node_id, latest_at, id);
CREATE INDEX decoys_user_latest ON decoys (user_id, latest_at, id);
CREATE TABLE deliveries (
  delivery_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  incident_id TEXT,
  occasion TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  next_at_ms INTEGER NOT NULL,
  claimed_until_ms INTEGER NOT NULL,
  claimed_by TEXT NOT NULL,
  last_attempt_at TEXT,
  last_status INTEGER,
  last_error TEXT,
  last_answer TEXT
, notice_id TEXT NOT NULL DEFAULT '', risk_score INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, log TEXT NOT NULL DEFAULT '[]', recipients TEXT) STRICT;
CREATE INDEX deliveries_channel ON deliveries (user_id, channel_id, created_at, delivery_id);
CREATE INDEX deliveries_due ON deliveries (user_id, channel_id, max(next_at_ms, claimed_until_ms)) WHERE state = 'due';
CREATE INDEX deliveries_incident ON deliveries (user_id, incident_id, created_at, delivery_id);
CREATE INDEX deliveries_next ON deliveries (max(next_at_ms, claimed_until_ms)) WHERE state = 'due';
CREATE INDEX deliveries_notice ON deliveries (notice_id);
CREATE INDEX deliveries_order ON deliveries (user_id, channel_id, risk_score DESC, created_at DESC, delivery_id)
  WHERE state = 'due';
CREATE INDEX deliveries_overflow ON deliveries (user_id, channel_id) WHERE state = 'due' AND occasion = 'overflow';
CREATE INDEX deliveries_user_id ON deliveries (user_id, created_at, delivery_id);
CREATE TABLE doc_revisions (kind TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
CREATE TABLE docs (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  lookup TEXT,
  tag TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  expires_at TEXT,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (user_id, kind, id)
) STRICT;
CREATE INDEX docs_expiry ON docs (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX docs_kind ON docs (kind, created_at, id);
CREATE INDEX docs_listed ON docs (user_id, kind, created_at, id);
CREATE UNIQUE INDEX docs_lookup ON docs (kind, lookup) WHERE lookup IS NOT NULL;
CREATE INDEX docs_tag ON docs (user_id, kind, tag, created_at, id);
CREATE TABLE honeypot_logs (
  seq INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  log_id TEXT NOT NULL,
  node_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  event_id TEXT,
  timestamp TEXT NOT NULL,
  received_at TEXT NOT NULL,
  service TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  session TEXT,
  state TEXT NOT NULL,
  risk_score INTEGER,
  attack_type TEXT,
  alert_id TEXT,
  alert_created INTEGER NOT NULL,
  suppressed_by TEXT,
  live INTEGER NOT NULL,
  username TEXT,
  process_name TEXT,
  decoy TEXT,
  activity TEXT NOT NULL,
  payload TEXT NOT NULL,
  agent TEXT,
  extra TEXT,
  verdict TEXT
, history INTEGER, country TEXT, asn INTEGER, network_owner TEXT) STRICT;
CREATE INDEX honeypot_logs_alert ON honeypot_logs (user_id, alert_id, timestamp, log_id) WHERE alert_id IS NOT NULL;
CREATE UNIQUE INDEX honeypot_logs_log_id ON honeypot_logs (log_id, user_id);
CREATE INDEX honeypot_logs_loud_quiet ON honeypot_logs (user_id, risk_score) WHERE risk_score > 0 AND kind IN ('sensor.message', 'client.identified', 'connection.closed');
CREATE INDEX honeypot_logs_node_id ON honeypot_logs (node_id, timestamp, log_id, user_id);
CREATE INDEX honeypot_logs_session ON honeypot_logs (user_id, session, timestamp, log_id) WHERE session IS NOT NULL;
CREATE INDEX honeypot_logs_source ON honeypot_logs (user_id, source_ip, timestamp, log_id);
CREATE INDEX honeypot_logs_time ON honeypot_logs
  (user_id, timestamp, log_id, risk_score, attack_type, service, source_ip, node_id);
CREATE INDEX honeypot_logs_unfinished ON honeypot_logs (state, received_at, log_id) WHERE state <> 'done';
CREATE TABLE incidents (
  incident_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  group_key TEXT NOT NULL,
  open_key TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  service TEXT NOT NULL,
  node_id TEXT NOT NULL,
  related_decoy TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  alert_count INTEGER NOT NULL,
  status TEXT NOT NULL,
  assignee TEXT,
  human_verdict TEXT,
  opened_at TEXT NOT NULL,
  acknowledged_at TEXT,
  resolved_at TEXT,
  notified_risk INTEGER NOT NULL,
  notified_types TEXT NOT NULL,
  notifications INTEGER NOT NULL,
  throttled INTEGER NOT NULL,
  escalated_at TEXT,
  version INTEGER NOT NULL,
  attack_type TEXT NOT NULL,
  risk_score INTEGER NOT NULL,
  confidence REAL NOT NULL,
  is_anomaly INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  evidence TEXT NOT NULL,
  tactics TEXT NOT NULL,
  techniques TEXT NOT NULL,
  scored_by TEXT NOT NULL,
  model TEXT NOT NULL, active_at TEXT NOT NULL DEFAULT '', resumed_at TEXT, touched TEXT NOT NULL DEFAULT '{"nodes":[],"services":[],"attack_types":[],"decoys":[],"users":[],"unlisted":0}', notified_channels TEXT NOT NULL DEFAULT '{}', key_steps TEXT NOT NULL DEFAULT '[]', snooze TEXT, protocol TEXT, vulnerability TEXT, merged_into TEXT, merge TEXT, merged TEXT NOT NULL DEFAULT '[]', seen TEXT NOT NULL DEFAULT '[]',
  UNIQUE (incident_id, user_id)
) STRICT;
CREATE INDEX incidents_listed
  ON incidents (user_id, last_seen, incident_id, merged_into, status, risk_score, attack_type, title);
CREATE INDEX incidents_open ON incidents (user_id, last_seen, incident_id) WHERE status <> 'resolved';
CREATE INDEX incidents_source ON incidents (user_id, source_ip, last_seen, incident_id);
CREATE INDEX incidents_taking ON incidents (last_seen) WHERE open_key <> incident_id AND merged_into IS NULL;
CREATE INDEX incidents_waiting ON incidents (opened_at, incident_id) WHERE status = 'open' AND escalated_at IS NULL;
CREATE TABLE journal (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  stream TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT,
  UNIQUE (user_id, stream, id)
) STRICT;
CREATE INDEX journal_at ON journal (user_id, stream, at, id);
CREATE TABLE levels (
  user_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  events INTEGER NOT NULL,
  squares INTEGER NOT NULL,
  PRIMARY KEY (user_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE nodes (
  node_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  os_type TEXT,
  deployment_config TEXT,
  key_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_seen TEXT,
  agent TEXT,
  deleted_at TEXT,
  uninstall_grace_until TEXT
, agent_removed_at TEXT, exposure TEXT NOT NULL DEFAULT 'auto', labels TEXT NOT NULL DEFAULT '[]', group_id TEXT, usual_pause_ms INTEGER, silent_since TEXT, maintenance TEXT NOT NULL DEFAULT '[]', sensor TEXT, owner TEXT, location TEXT, relay INTEGER, parent_id TEXT) STRICT;
CREATE INDEX nodes_key_hash ON nodes (key_hash);
CREATE INDEX nodes_parent ON nodes (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX nodes_user_id ON nodes (user_id, created_at, node_id);
CREATE TABLE notices (
  notice_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  incident_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  notice TEXT NOT NULL,
  folded TEXT
) STRICT;
CREATE INDEX notices_age ON notices (user_id, created_at);
CREATE INDEX notices_incident ON notices (user_id, incident_id, created_at) WHERE folded IS NOT NULL;
CREATE TABLE observable_kinds (
  place INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  kept INTEGER NOT NULL DEFAULT 0,
  dropped_values INTEGER NOT NULL DEFAULT 0,
  dropped_events INTEGER NOT NULL DEFAULT 0,
  UNIQUE (user_id, kind)
) STRICT;
CREATE TABLE observable_periods (
  kind_place INTEGER NOT NULL,
  period INTEGER NOT NULL,
  counts TEXT NOT NULL,
  PRIMARY KEY (kind_place, period)
) STRICT, WITHOUT ROWID;
CREATE TABLE observable_state (seq INTEGER NOT NULL, id_key BLOB NOT NULL) STRICT;
CREATE TABLE observables (
  row_no INTEGER PRIMARY KEY,
  kind_place INTEGER NOT NULL,
  id BLOB NOT NULL,
  value TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  sources BLOB NOT NULL,
  sessions BLOB NOT NULL,
  nodes BLOB NOT NULL,
  refs TEXT NOT NULL
) STRICT;
CREATE INDEX observables_events ON observables (kind_place, events, row_no);
CREATE INDEX observables_first ON observables (kind_place, first_ms, row_no);
CREATE UNIQUE INDEX observables_id ON observables (id, kind_place);
CREATE TABLE raw_packs (
  user_id TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  newest_ms INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX raw_packs_newest ON raw_packs (user_id, newest_ms) WHERE newest_ms < received_ms - 86400000;
CREATE INDEX raw_packs_received ON raw_packs (user_id, received_ms);
CREATE TABLE rollup_parts (
  user_id TEXT NOT NULL,
  part TEXT NOT NULL,
  hour TEXT NOT NULL,
  events INTEGER NOT NULL,
  risk_sum INTEGER NOT NULL,
  high_risk INTEGER NOT NULL,
  alerts INTEGER NOT NULL,
  attack_types TEXT NOT NULL,
  services TEXT NOT NULL,
  nodes TEXT NOT NULL,
  countries TEXT NOT NULL,
  techniques TEXT NOT NULL,
  exposures TEXT NOT NULL,
  networks TEXT NOT NULL DEFAULT '{}',
  risks TEXT NOT NULL DEFAULT '{}',
  vulnerabilities TEXT NOT NULL DEFAULT '{}',
  examples TEXT NOT NULL DEFAULT '{}',
  sources TEXT NOT NULL, suppressed TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (user_id, part, hour)
) STRICT, WITHOUT ROWID;
CREATE TABLE rollups (
  user_id TEXT NOT NULL,
  hour TEXT NOT NULL,
  events INTEGER NOT NULL,
  risk_sum INTEGER NOT NULL,
  high_risk INTEGER NOT NULL,
  alerts INTEGER NOT NULL,
  attack_types TEXT NOT NULL,
  services TEXT NOT NULL,
  nodes TEXT NOT NULL, countries TEXT NOT NULL DEFAULT '{}', techniques TEXT NOT NULL DEFAULT '{}', exposures TEXT NOT NULL DEFAULT '{}', sources TEXT NOT NULL DEFAULT '{}', networks TEXT NOT NULL DEFAULT '{}', risks TEXT NOT NULL DEFAULT '{}', vulnerabilities TEXT NOT NULL DEFAULT '{}', examples TEXT NOT NULL DEFAULT '{}', suppressed TEXT NOT NULL DEFAULT '{}',
  PRIMARY KEY (user_id, hour)
) STRICT;
CREATE TABLE sequence (value INTEGER NOT NULL) STRICT;
CREATE TABLE sessions (
  user_id TEXT NOT NULL,
  node_id TEXT NOT NULL,
  session TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  service TEXT NOT NULL,
  started_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  events INTEGER NOT NULL,
  failed_logins INTEGER NOT NULL,
  succeeded_logins INTEGER NOT NULL,
  commands INTEGER NOT NULL,
  risk_score INTEGER NOT NULL,
  attack_type TEXT NOT NULL,
  alert_id TEXT,
  version INTEGER NOT NULL,
  memo TEXT NOT NULL,
  story TEXT NOT NULL, exposure TEXT,
  PRIMARY KEY (user_id, node_id, session)
) STRICT;
CREATE INDEX sessions_last_at ON sessions (user_id, last_at, node_id, session);
CREATE INDEX sessions_source ON sessions (user_id, source_ip, last_at, node_id, session);
CREATE TABLE tenant_doc_revisions (
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE totals (
  user_id TEXT PRIMARY KEY,
  events INTEGER NOT NULL DEFAULT 0,
  risk_sum INTEGER NOT NULL DEFAULT 0,
  high_risk INTEGER NOT NULL DEFAULT 0,
  active_alerts INTEGER NOT NULL DEFAULT 0,
  sources INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  token_version INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE vulnerabilities (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  product TEXT NOT NULL,
  events INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  sources TEXT NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT;
CREATE TABLE windows (
  user_id TEXT NOT NULL,
  source_ip TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  events INTEGER NOT NULL,
  failed_logins INTEGER NOT NULL,
  succeeded_logins INTEGER NOT NULL,
  commands INTEGER NOT NULL,
  payloads INTEGER NOT NULL,
  honeytokens INTEGER NOT NULL,
  connections INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  written_day INTEGER NOT NULL,
  PRIMARY KEY (user_id, source_ip, bucket)
) STRICT, WITHOUT ROWID;
