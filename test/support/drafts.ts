/** Events as their formats make them, for suites that begin behind the door. */
import type { DraftEvent } from '../../src/core/event.ts';

export const aDraft = (over: Partial<DraftEvent> = {}): DraftEvent => ({
  kind: 'login.failed',
  collection: 'honeypot_logs',
  event_id: null,
  timestamp: '2026-11-25T08:00:00.000Z',
  service: 'SSH',
  source_ip: '203.0.113.7',
  activity: 'login_attempt',
  payload: '',
  extra: { username: 'root', password: 'hunter2' },
  session: null,
  agent: null,
  ...over,
});

export const anAgentDraft = (over: Partial<DraftEvent> = {}): DraftEvent =>
  aDraft({
    kind: 'file.opened',
    collection: 'agent_events',
    service: 'endpoint_agent',
    source_ip: 'fileserver',
    activity: 'ACCESSED',
    payload: 'passwords.xlsx',
    extra: { process_name: 'excel.exe' },
    agent: {
      hostname: 'fileserver',
      username: 'mallory',
      file_accessed: 'passwords.xlsx',
      file_path: '/srv/share/passwords.xlsx',
      action: 'ACCESSED',
      severity: 'CRITICAL',
      alert_type: 'honeytoken_access',
    },
    ...over,
  });
