import type { RequestHandler } from 'express';
import { send } from './answer.ts';
import type { CompressedBodies } from './compression.ts';
import { openApiDocument } from './openapi.ts';

/** Answers with the description of the API; it is made when it is first asked for and kept. */
export function openApiRoute(version: string, compressed: CompressedBodies): RequestHandler {
  let body: Buffer | undefined;
  return (request, response) => {
    body ??= Buffer.from(JSON.stringify(openApiDocument(version)));
    const content = { status: 200, contentType: 'application/json', body, cache: 'data' as const };
    return send(request, response, { content, compressed });
  };
}
