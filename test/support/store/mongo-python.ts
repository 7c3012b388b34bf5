/** A database of the Python back end, written by the documented shapes. */
import type { Db } from 'mongodb';

export const userId = 'user-0123456789abcdef';
export const otherId = 'user-fedcba9876543210';
export const nodeId = 'node-0123456789abcdef';
export const key = 'nk_c29tZS1ub2RlLWtleS1vZi10aGlydHktdHdvLWJ5dGVzIQ';
/** bcrypt of `password` as Python's passlib writes it. */
export const passwordHash = '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW';
export const password = 'abc123xyz';

/** What the Python back end leaves: ObjectIds, dates, times without a zone, no field of ours. */
export async function writePython(db: Db): Promise<void> {
  await db.collection('users').createIndex({ email: 1 }, { unique: true });
  await db.collection('nodes').createIndex({ node_id: 1 }, { unique: true });
  await db.collection('nodes').createIndex({ user_id: 1 });
  await db.collection('alerts').createIndex({ user_id: 1 });
  await db.collection('alerts').createIndex({ risk_score: 1 });
  await db.collection('alerts').createIndex({ user_id: 1, timestamp: -1 });
  // Made by hand by somebody, otherwise than the contract says.
  await db.collection('decoys').createIndex({ node_id: 1 }, { sparse: true });
  await db.collection('users').insertMany([
    {
      id: userId,
      email: 'Owner@Example.org',
      password_hash: passwordHash,
      created_at: new Date('2026-01-02T03:04:05Z'),
    },
    {
      id: otherId,
      email: 'other@example.org',
      password_hash: passwordHash,
      created_at: '2026-01-03T00:00:00.123456',
    },
  ]);
  await db.collection('nodes').insertMany([
    {
      node_id: nodeId,
      user_id: userId,
      name: 'web-01',
      status: 'active',
      os_type: 'linux',
      api_key: key,
      last_seen: new Date('2026-02-04T00:00:00Z'),
      created_at: '2026-01-02T04:00:00',
      deployment_config: { 'a.b': { $x: 1 }, ports: [22, 80] },
    },
    {
      node_id: 'node-2',
      user_id: otherId,
      name: 'db',
      status: 'inactive',
      node_api_key: 'nk_other',
      last_seen: null,
    },
  ]);
  const logs = Array.from({ length: 7 }, (_, at) => ({
    service: at % 2 ? 'http' : 'a.$b',
    source_ip: `203.0.113.${at % 3}`,
    activity: 'login attempt',
    payload: `root:${at}`,
    timestamp: `2026-02-04T0${at}:04:29.123456`,
    extra: at === 0 ? null : { session: `s-${at}`, 'dotted.key': { $deep: true } },
    node_id: nodeId,
    user_id: userId,
    ml_prediction: { attack_type: 'BruteForce', risk_score: at + 2, confidence: 0.5, is_anomaly: at > 5 },
    added_by: 'a later version',
  }));
  await db.collection('honeypot_logs').insertMany(logs);
  // The oldest versions name only the node.
  await db.collection('honeypot_logs').insertOne({
    service: 'ssh',
    source_ip: '198.51.100.9',
    activity: 'connect',
    payload: '',
    timestamp: new Date('2026-02-03T23:00:00Z'),
    node_id: nodeId,
  });
  await db.collection('agent_events').insertOne({
    timestamp: '2026-02-04T10:00:00+02:00',
    hostname: 'laptop-7',
    username: 'eve',
    file_accessed: 'passwords.txt',
    file_path: '/home/eve/passwords.txt',
    action: 'MODIFIED',
    severity: 'CRITICAL',
    alert_type: 'HONEYTOKEN_ACCESS',
    node_id: nodeId,
    user_id: userId,
    pid: 4711,
    ml_prediction: { attack_type: 'DataExfil', risk_score: 9, confidence: 0.9, is_anomaly: true },
  });
  const alert = {
    timestamp: '2026-02-04T05:04:29.123456',
    source_ip: '203.0.113.2',
    service: 'http',
    activity: 'login attempt',
    attack_type: 'BruteForce',
    risk_score: 8,
    confidence: 0.5,
    payload: 'root:6',
    extra: { 'x.y': 1 },
    node_id: nodeId,
    user_id: userId,
  };
  await db.collection('alerts').insertMany([
    { ...alert, alert_id: 'ALERT-20260204050429' },
    // Two alerts of one second have one id there.
    { ...alert, alert_id: 'ALERT-20260204050429', payload: 'root:7' },
    { ...alert, alert_id: 'ALERT-20260204060429', status: 'resolved', timestamp: '2026-02-04T06:04:29' },
  ]);
  await db.collection('attacker_profiles').insertOne({
    source_ip: '203.0.113.0',
    user_id: userId,
    total_attacks: 40,
    most_common_attack: 'BruteForce',
    average_risk_score: 4.5,
    first_seen: '2026-01-10T00:00:00',
    last_seen: new Date('2026-02-04T06:04:29Z'),
    attack_types: { BruteForce: 30, Recon: 10 },
    services_targeted: { ssh: 40 },
  });
  await db.collection('decoys').insertOne({
    node_id: nodeId,
    user_id: userId,
    file_name: 'passwords.txt',
    file_path: '/home/eve/passwords.txt',
    type: 'file',
    last_accessed: '2026-02-04T08:00:00',
  });
}
