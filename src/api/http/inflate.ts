/** Compressed bodies, on the routes that take them. */
import { promisify } from 'node:util';
import { gunzip, inflate as inflateZlib } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../core/errors.ts';
import { checkEncoding } from './body.ts';

const inflaters = { gzip: promisify(gunzip), 'x-gzip': promisify(gunzip), deflate: promisify(inflateZlib) };

/**
 * The bytes, inflated where they are compressed. Throws `too_large` for more than `maxBytes` of them, `bad_request` where
 * they are not what their header says.
 */
export async function plainBytes(request: FastifyRequest, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!Object.hasOwn(inflaters, encoding)) {
    checkEncoding(request);
    return bytes;
  }
  try {
    return await inflaters[encoding as keyof typeof inflaters](bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('too_large', 'The request body is too large after decompression');
    throw new AppError('bad_request', `The body is not valid ${encoding === 'deflate' ? 'deflate' : 'gzip'}`);
  }
}
