import { AppError, notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { Principal } from '../../http/principal.ts';
import type { Services } from '../../services.ts';

type ReleaseHandlers = Pick<
  Handlers,
  'previewRelease' | 'publishVersion' | 'retractRelease' | 'listReleases' | 'getRelease'
>;

/** The routes that publish have a permission, so somebody asks. */
function personOf(principal: Principal | null): Principal {
  if (principal === null) throw new AppError('unauthenticated', 'publishing needs a session');
  return principal;
}

export function releaseHandlers({ releases }: Pick<Services, 'releases'>): ReleaseHandlers {
  return {
    previewRelease: ({ params, body, principal }) =>
      releases.preview({ versionId: params.id, disclosure: body, principal: personOf(principal) }),

    publishVersion: ({ params, body, principal, origin }) =>
      releases.publish({ versionId: params.id, disclosure: body, principal: personOf(principal), origin }),

    retractRelease: ({ params, body, principal, origin }) =>
      releases.retract({ releaseId: params.id, reason: body.reason, principal: personOf(principal), origin }),

    listReleases: async ({ query }) => ({ items: await releases.list(query.plan) }),

    getRelease: async ({ params }) => {
      const release = await releases.find(params.id);
      if (release === null) throw notFound('release', params.id);
      if (release.state === 'retracted') {
        throw new AppError('release-retracted', `release ${release.id} was withdrawn`, {
          members: { release },
        });
      }
      return release;
    },
  };
}
