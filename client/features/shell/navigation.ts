import type { MessageKey } from '../../i18n/zh.ts';

/** A place of the application that the header or the bottom bar leads to. */
export interface Destination {
  key: MessageKey;
  path: string;
  /** Paths under this prefix mark the destination as current. */
  prefix: string;
}

export const destinations: readonly Destination[] = [
  { key: 'navPlan', path: '/', prefix: '/' },
  { key: 'navMap', path: '/map', prefix: '/map' },
  { key: 'navCoverage', path: '/coverage/clinic', prefix: '/coverage' },
  { key: 'navProjects', path: '/projects', prefix: '/projects' },
  { key: 'navIndicators', path: '/indicators', prefix: '/indicators' },
  { key: 'navData', path: '/data', prefix: '/data' },
];

/** What a thumb reaches; the rest is in the menu. */
export const bottomDestinations: readonly Destination[] = [
  { key: 'navPlan', path: '/', prefix: '/' },
  { key: 'navMap', path: '/map', prefix: '/map' },
  { key: 'navList', path: '/list', prefix: '/list' },
  { key: 'navData', path: '/data', prefix: '/data' },
];

/** A village page belongs to the plan; every other path to its prefix. */
export function isCurrent(destination: Destination, pathname: string): boolean {
  if (destination.path === '/') return pathname === '/' || pathname.startsWith('/v/');
  return pathname === destination.prefix || pathname.startsWith(`${destination.prefix}/`);
}

/**
 * The explorer as it was left. A coverage belongs to its own page and is not carried along.
 * @param query the view without question mark
 */
export function mapPath(query: string): string {
  const params = new URLSearchParams(query);
  params.delete('cov');
  const kept = params.toString().replaceAll('%2C', ',');
  return kept === '' ? '/map' : `/map?${kept}`;
}
