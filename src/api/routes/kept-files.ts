/** What sensors bring beside their events, as bytes: recordings of terminals, and files that visitors left. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keepCapture } from '../../cases/captures.ts';
import { ownerOfFile } from '../../cases/file-owner.ts';
import { keepRecording } from '../../cases/recordings.ts';
import { KeptCapture, toCaptureView } from '../../contract/capture.ts';
import { KeptRecording, toRecordingView } from '../../contract/recording.ts';
import { object, optional, text } from '../../contract/schema.ts';
import { AppError } from '../../core/errors.ts';
import { mostCaptureBytes, mostRecordingBytes } from '../../core/kept-file.ts';
import { checkEncoding } from '../http/body.ts';
import { nodeRoute, type Route, type RouteParts } from '../http/route.ts';
import { findInputKey } from '../inputs/input-key.ts';

const tag = 'Sensors';
const bodyTypes = ['application/octet-stream'];

/** Any content type, and none: the bytes say what they are. For the part of the app that has these routes. */
export function readFileBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    checkEncoding(request);
    return bytes;
  });
}

function bytesOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0) throw new AppError('bad_request', 'The body is empty');
  return body;
}

const maxName = 128;
function checkName(name: string): string {
  if (name.length === 0 || name.length > maxName)
    throw new AppError('bad_request', `The session's name has 1 to ${maxName} characters`);
  return name;
}

/** With the key of a node behind which several sensors report. */
const whose =
  'If several sensors report with this key, it belongs to the one that is named, or that has the session.';
const sensor = optional(text({ description: "The sensor's own name.", maxLength: 300 }));

export const fileRoutes = (parts: RouteParts): Route[] => {
  const partsFor = (userId: string) => ({
    tenant: parts.store.of(userId),
    userId,
    checkFiles: (bytes: number) => parts.quotas.checkFiles(userId, bytes),
    now: parts.now,
  });
  return [
    nodeRoute({
      method: 'POST',
      path: '/api/recordings/:session',
      access: { node: 'events' },
      tag,
      summary: 'Keep the recording of a terminal with its session',
      description: `The body is the file: Cowrie’s \`tty/<sha256>\` or an asciicast v2, at most ${mostRecordingBytes / 1024 / 1024} MiB. The same file again changes nothing. ${whose}`,
      query: object({ sensor }),
      body: text({ description: 'The file.' }),
      ownBody: true,
      headersDecide: true,
      bodyTypes,
      bodyLimitBytes: mostRecordingBytes,
      findKey: findInputKey,
      answer: KeptRecording,
      errors: ['bad_request', 'too_large', 'quota_exceeded'],
      async handle({ node, body, params, query: { sensor: name = '' } }) {
        const files = partsFor(node.user_id);
        const session = checkName(params.session);
        const { recording, isNew } = await keepRecording(files, {
          nodeId: await ownerOfFile(files.tenant, node, { session, sensor: name }),
          session,
          bytes: bytesOf(body),
        });
        return { recording: toRecordingView(recording), is_new: isNew };
      },
    }),

    nodeRoute({
      method: 'POST',
      path: '/api/captures',
      access: { node: 'events' },
      tag,
      summary: 'Keep a file that a visitor left',
      description: `The body is the unchanged file, at most ${mostCaptureBytes / 1024 / 1024} MiB. It is stored once, by its SHA-256; further reports are counted. ${whose}`,
      query: object({
        session: optional(text({ description: "The sensor's session in which it arrived.", maxLength: 128 })),
        name: optional(text({ description: 'File name under which it arrived.', maxLength: 255 })),
        record: optional(
          text({
            description:
              "Id of the sensor's record that names the file: a repeat in the same session is not counted twice.",
            maxLength: 128,
          }),
        ),
        sensor,
      }),
      body: text({ description: 'The file.' }),
      ownBody: true,
      headersDecide: true,
      bodyTypes,
      bodyLimitBytes: mostCaptureBytes,
      findKey: findInputKey,
      answer: KeptCapture,
      errors: ['bad_request', 'too_large', 'quota_exceeded'],
      async handle({ node, body, query: { session = null, name = '', record = null, sensor: own = '' } }) {
        const files = partsFor(node.user_id);
        const { capture, isNew } = await keepCapture(files, {
          nodeId: await ownerOfFile(files.tenant, node, { session, sensor: own }),
          session,
          name,
          record,
          bytes: bytesOf(body),
        });
        return { capture: toCaptureView(capture), is_new: isNew };
      },
    }),
  ];
};
