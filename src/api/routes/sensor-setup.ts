/** How sensors are pointed at this server, and the exact text to paste for one node. */
import type { FastifyRequest } from 'fastify';
import { hashOf } from '../../cases/credentials.ts';
import { nodeName } from '../../cases/node-name.ts';
import { certificateStep } from '../../cases/setup/certificate-step.ts';
import { findSetup, setups } from '../../cases/setup/index.ts';
import { placeholder, secretPlaceholder } from '../../cases/setup/setup.ts';
import { choice, list, object, optional } from '../../contract/schema.ts';
import { NodeSetup, SensorKind } from '../../contract/setup.ts';
import { notFound } from '../../core/errors.ts';
import type { NodeRecord } from '../../core/node.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Nodes';

/** What the caller reached this server by, where its operator did not say how others do. */
const addressOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}`;

/** Of a sensor that another node speaks for. */
const setupBelow = (parent: NodeRecord | null, address: string): NodeSetup => ({
  sensor: parent?.sensor ?? 'native',
  title: 'Behind another node',
  versions: '',
  note: `This node has no key of its own: it reports through ${parent?.name ?? 'a node that was deleted'}, whose set-up is the one to follow.`,
  address,
  key_is_filled_in: false,
  certificate_fingerprint: null,
  steps: [],
});

export const sensorSetupRoutes = (parts: RouteParts): Route[] => [
  userRoute(parts, {
    method: 'GET',
    path: '/api/sensor-kinds',
    access: { user: 'read' },
    tag,
    summary: 'The sensors that can report to this server',
    answer: list(SensorKind),
    handle: () => setups.map(({ name, title, versions, note }) => ({ name, title, versions, note })),
  }),

  userRoute(parts, {
    method: 'GET',
    path: '/nodes/:id/setup',
    access: { user: 'read' },
    tag,
    summary: 'How to point a sensor at this server',
    description:
      "What to paste and where, how to restart the sensor, and how to test it. Send the node's key as `X-Node-Key` to have it filled in; it is not stored. Without `sensor`, the node's own sensor is described.",
    query: object({ sensor: optional(choice(setups.map(({ name }) => name))) }),
    answer: NodeSetup,
    async handle({ tenant, params, query, request }) {
      const node = await tenant.node(params.id);
      if (node === null) throw notFound('Node');
      if (node.parent_id !== null) return setupBelow(await tenant.node(node.parent_id), addressOf(request));
      const setup = findSetup(query.sensor ?? node.sensor ?? 'native') ?? setups[0]!;
      const given = request.headers['x-node-key'];
      const isKey = typeof given === 'string' && hashOf(given) === node.key_hash;
      const address = parts.settings.publicUrl ?? addressOf(request);
      const { certificate } = parts;
      const fingerprint = certificate?.isSelfSigned() ? certificate.fingerprint() : null;
      return {
        sensor: setup.name,
        title: setup.title,
        versions: setup.versions,
        note: setup.note,
        address,
        key_is_filled_in: isKey,
        certificate_fingerprint: fingerprint,
        steps: [
          ...(fingerprint !== null && address.startsWith('https:')
            ? [certificateStep(address, fingerprint)]
            : []),
          ...setup.steps({
            address,
            key: isKey ? given : placeholder,
            name: nodeName(node),
            hpfeedsSecret: isKey ? parts.hpfeedsSecretOf(node) : secretPlaceholder,
            listeners: parts.settings,
            fingerprint,
          }),
        ].map(({ title, file = null, code }) => ({ title, file, code })),
      };
    },
  }),
];
