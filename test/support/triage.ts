/** A tenant with something to triage: decoys that were touched on some hosts. */
import assert from 'node:assert/strict';
import { type Api, agentEvent, openApi, type TestNode, type TestUser } from './api-client.ts';
import type { TestServerOptions } from './server.ts';

export interface AlertView {
  alert_id: string;
  incident_id: string;
  status: string;
  source_ip: string;
  risk_score: number;
  attack_type: string;
  human_verdict: { verdict: string; note: string; by: string } | null;
}
export interface IncidentView {
  incident_id: string;
  title: string;
  status: string;
  assignee: string | null;
  source_ip: string;
  event_count: number;
  alert_count: number;
  version: number;
  acknowledged_at: string | null;
  resolved_at: string | null;
  human_verdict: { verdict: string } | null;
}
export interface PageView<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Scene {
  api: Api;
  user: TestUser;
  node: TestNode;
  /** As the user. */
  as<T>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): ReturnType<Api['call']> & Promise<{ status: number; headers: Headers; body: T }>;
  /** A decoy is touched on this host; resolves with the alert. */
  touch(hostname: string, change?: object): Promise<AlertView>;
}

export async function openScene(
  t: Parameters<typeof openApi>[0],
  options: TestServerOptions = {},
): Promise<Scene> {
  const api = await openApi(t, { ...options, env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1', ...options.env } });
  const user = await api.createUser();
  const node = await api.createNode(user, 'file server');
  const as = ((method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    api.call(method, path, { headers: { ...user.headers, ...headers }, body })) as Scene['as'];
  return {
    api,
    user,
    node,
    as,
    async touch(hostname, change = {}) {
      const sent = await api.call<{ alert_created: boolean }>('POST', '/api/agent-alert', {
        headers: { 'x-node-key': node.key },
        body: { ...agentEvent, timestamp: new Date().toISOString(), hostname, ...change },
      });
      assert.equal(sent.body.alert_created, true, JSON.stringify(sent.body));
      const alerts = await as<AlertView[]>('GET', `/api/alerts?source=${encodeURIComponent(hostname)}`);
      return alerts.body[0] ?? assert.fail('no alert');
    },
  };
}
