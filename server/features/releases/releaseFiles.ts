import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { manifestSchema, type Manifest } from '#contract/releases';
import { AppError, notFound } from '../../errors.ts';
import { contentHash, isKnown } from '../../http/answer.ts';
import type { Services } from '../../services.ts';
import { acceptsGzip } from '../tiles/requestHeaders.ts';
import { readReleaseAddress, type ReleaseAddress } from './releaseAddress.ts';
import { TileArchive } from './tileArchive.ts';

const gunzip = promisify<zlib.InputType, Buffer>(zlib.gunzip);

/**
 * A release can be withdrawn, so nothing of it may be kept for longer than a minute without asking. 60 s is also
 * what a copy in a browser or proxy may live on after a retraction.
 */
const cacheControl = 'public, max-age=60, must-revalidate';

/** Archives that are held open. */
const openArchives = 16;

/** How often a long download looks whether its release has been withdrawn meanwhile. */
const watchMilliseconds = 1_000;

type Dependencies = Pick<Services, 'releases' | 'files'>;

/** The release of an address while it is public. @throws AppError not-found, release-retracted */
async function requireManifest({ releases }: Dependencies, releaseId: string): Promise<Manifest> {
  const known = await releases.findWithManifest(releaseId);
  if (known === null) throw notFound('release', releaseId);
  const { release, manifest } = known;
  if (release.state === 'retracted' || manifest === null) {
    throw new AppError('release-retracted', `release ${releaseId} was withdrawn`, { members: { release } });
  }
  return manifest;
}

function fileOf(manifest: Manifest, name: string): Manifest['files'][number] {
  const file = manifest.files.find((candidate) => candidate.name === name);
  if (!file) throw notFound('file of a release', name);
  return file;
}

interface Body {
  contentType: string;
  hash: string;
  bytes: Buffer;
  isGzipped?: boolean;
}

function sendBytes(
  request: Request,
  response: Response,
  { contentType, hash, bytes, isGzipped }: Body,
): void {
  response.set({ 'cache-control': cacheControl, etag: isGzipped ? `"${hash}-gzip"` : `"${hash}"` });
  if (isKnown(request.headers['if-none-match'], hash)) {
    response.status(304).end();
    return;
  }
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', bytes.length);
  if (isGzipped) response.setHeader('content-encoding', 'gzip');
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Cuts the connection when the release is withdrawn while a slow client still reads. */
function watch(dependencies: Dependencies, releaseId: string, response: Response): void {
  const timer = setInterval(() => {
    requireManifest(dependencies, releaseId).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'release-retracted') response.destroy();
    });
  }, watchMilliseconds);
  response.once('close', () => clearInterval(timer));
}

/** A file with ranges, conditions and HEAD, as the library for static files does them. */
function sendFile(
  dependencies: Dependencies,
  { releaseId, file }: { releaseId: string; file: Manifest['files'][number] },
  response: Response,
): Promise<void> {
  response.set({ 'cache-control': cacheControl, etag: `"${file.sha256}"` });
  response.setHeader('content-type', file.mediaType);
  if (/\.(csv|xlsx|geojson)$/.test(file.name)) response.attachment(`${releaseId}-${file.name}`);
  response.setHeader('content-type', file.mediaType);
  watch(dependencies, releaseId, response);
  return new Promise((resolve, reject) => {
    const path = dependencies.files.pathOf(file.sha256);
    const options = { cacheControl: false, lastModified: false, dotfiles: 'allow' } as const;
    response.sendFile(path, options, (error?: Error) => {
      // A client that goes away in the middle is no failure of ours.
      if (error && !response.headersSent) reject(error);
      else resolve();
    });
  });
}

/**
 * The files and tiles of releases, for anybody, mounted at /releases. Of a release that is staged there is
 * nothing, of a retracted one only the tombstone (410).
 */
export function releaseFiles(dependencies: Dependencies): RequestHandler {
  const archives = new LRUCache<string, TileArchive>({
    max: openArchives,
    dispose: (archive) => void archive.close().catch(() => {}),
  });
  const archiveOf = (sha256: string): TileArchive => {
    const open = archives.get(sha256);
    if (open) return open;
    const archive = new TileArchive(dependencies.files.pathOf(sha256));
    archives.set(sha256, archive);
    return archive;
  };

  async function answer(asked: ReleaseAddress, request: Request, response: Response): Promise<void> {
    const { releaseId } = asked;
    const manifest = await requireManifest(dependencies, releaseId);
    if (asked.kind === 'file') {
      return sendFile(dependencies, { releaseId, file: fileOf(manifest, asked.name) }, response);
    }
    if (asked.kind === 'manifest') {
      // In the order of the schema: what the database gives back has another.
      const bytes = Buffer.from(JSON.stringify(manifestSchema.parse(manifest), null, 1));
      return sendBytes(request, response, {
        contentType: 'application/json',
        hash: contentHash(bytes),
        bytes,
      });
    }
    const archive = archiveOf(fileOf(manifest, `${asked.tileset}.pmtiles`).sha256);
    if (asked.kind === 'description') {
      const description = await archive.describe(`/releases/${releaseId}/tiles/${asked.tileset}`);
      const bytes = Buffer.from(JSON.stringify(description));
      return sendBytes(request, response, {
        contentType: 'application/json',
        hash: contentHash(bytes),
        bytes,
      });
    }
    const gzipped = await archive.tile(asked.address);
    if (gzipped === null) {
      response.status(204).set('cache-control', cacheControl).end();
      return;
    }
    const isGzipped = acceptsGzip(request.headers['accept-encoding']);
    response.vary('accept-encoding');
    sendBytes(request, response, {
      contentType: 'application/vnd.mapbox-vector-tile',
      hash: contentHash(gzipped),
      bytes: isGzipped ? gzipped : await gunzip(gzipped),
      isGzipped,
    });
  }

  return async (request, response, next) => {
    const asked = readReleaseAddress(request.path);
    // The list of releases and a release itself are pages of the client.
    if (asked === null && /^\/[^/]*\/?$/.test(request.path)) return next();
    if (asked === null) throw notFound('address of a release', request.path);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new AppError('method-not-allowed', `${request.method} ${request.path}`, {
        headers: { allow: 'GET, HEAD' },
      });
    }
    await answer(asked, request, response);
  };
}
