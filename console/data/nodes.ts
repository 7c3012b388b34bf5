/** Nodes and their decoys, as the API tells of them. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type {
  DecoyResponse,
  EventView,
  IngestProblem,
  NodeDeleted,
  NodeResponse,
  NodeSetup,
  NodeTested,
  Page,
  SensorKind,
} from './types.ts';

const at = (id: string): string => `/nodes/${encodeURIComponent(id)}`;

/** From here on an active node counts as silent where no other time was chosen. */
export const silentMs = 24 * 3600_000;

/** Whether a node that should report has not been heard for `forMs`. One that never was counts from when it was made. */
export const isSilent = (
  {
    status,
    last_seen,
    created_at,
    os_type,
  }: Pick<NodeResponse, 'status' | 'last_seen' | 'created_at'> & { os_type?: string | null },
  nowMs: number,
  forMs = silentMs,
): boolean =>
  // Tokens report only when they are used: their silence is good.
  os_type !== 'tokens' && status === 'active' && Date.parse(last_seen ?? created_at) < nowMs - forMs;

/** All nodes, with everything. The same answer as `nodesQuery`, of which other pages know less. */
export const fleetQuery = () =>
  queryOptions({
    queryKey: ['nodes'],
    queryFn: ({ signal }) => call<NodeResponse[]>('GET', '/nodes', { signal }),
  });

export const nodeQuery = (id: string) =>
  queryOptions({
    queryKey: ['node', id],
    queryFn: ({ signal }) => call<NodeResponse>('GET', at(id), { signal }),
  });

/** The most decoys that one answer holds. */
export const mostDecoys = 1000;

/** Of all nodes, or of one. */
export const decoysQuery = (nodeId?: string) =>
  queryOptions({
    queryKey: ['decoys', nodeId ?? ''],
    queryFn: ({ signal }) =>
      call<DecoyResponse[]>('GET', nodeId === undefined ? '/api/decoys' : `${at(nodeId)}/decoys`, {
        query: { limit: mostDecoys },
        signal,
      }),
  });

/** The latest events of a node; `next_cursor` null: these are all. */
export const nodeEventsQuery = (nodeId: string, from?: string, limit = 5) =>
  queryOptions({
    queryKey: ['node-events', nodeId, from ?? '', limit],
    queryFn: ({ signal }) =>
      call<Page<EventView>>('GET', '/api/events', { query: { node_id: nodeId, from, limit }, signal }),
  });

/** The sensors that can report here; a release of the server has always the same. */
export const sensorKindsQuery = () =>
  queryOptions({
    queryKey: ['sensor-kinds'],
    queryFn: ({ signal }) => call<SensorKind[]>('GET', '/api/sensor-kinds', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What to paste for a node. `key`: the one just shown, to be filled in; it stays in memory only while it is shown. */
export const nodeSetupQuery = (id: string, sensor: string, key: string | null) =>
  queryOptions({
    queryKey: ['node-setup', id, sensor, key],
    queryFn: ({ signal }) =>
      call<NodeSetup>('GET', `${at(id)}/setup`, {
        query: { sensor },
        headers: key === null ? {} : { 'x-node-key': key },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** What sensors sent that was not taken or not understood, the latest first; at most 200. */
export const ingestProblemsQuery = (nodeId?: string) =>
  queryOptions({
    queryKey: ['ingest-problems', nodeId ?? ''],
    queryFn: ({ signal }) =>
      call<IngestProblem[]>('GET', '/api/ingest-problems', { query: { node_id: nodeId }, signal }),
    // A refused record is no event: nothing on the live stream tells of it.
    refetchInterval: 15_000,
  });

export const createNode = (body: { name: string; os_type: string | null; sensor: string }) =>
  call<NodeResponse>('POST', '/nodes', { body });
export type NodeChange = Partial<
  Pick<
    NodeResponse,
    | 'name'
    | 'status'
    | 'exposure'
    | 'labels'
    | 'owner'
    | 'location'
    | 'group_id'
    | 'maintenance'
    | 'sensor'
    | 'relay'
  >
>;
export const changeNode = (id: string, body: NodeChange) => call<NodeResponse>('PATCH', at(id), { body });
export const deleteNode = (id: string) => call<NodeDeleted>('DELETE', at(id));
export const rotateNodeKey = (id: string) => call<NodeResponse>('POST', `${at(id)}/rotate-key`);
/** `notify`: with a message, marked as a test, to those whom a real alert would reach. */
export const testNode = (id: string, notify: boolean) =>
  call<NodeTested>('POST', `${at(id)}/test`, { body: { notify } });
