/** Where the router has pages that work without a plan: accounts and the list of releases. */
const withoutPlan = /^\/(login|setup|account|releases|admin)(\/|$)/;

export const needsPlan = (pathname: string): boolean => !withoutPlan.test(pathname);

/**
 * The path to return to after logging in, from the query of the login page; the first page where it names
 * another site, which a link from elsewhere could try.
 */
export function returnPath(to: string | null, origin: string): string {
  if (to === null || !URL.canParse(to, origin)) return '/';
  const url = new URL(to, origin);
  if (url.origin !== origin || /^\/(login|setup)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The login page, which comes back to the address given. */
export function loginPath({ pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const here = returnPath(`${pathname}${search}`, 'http://site');
  return here === '/' ? '/login' : `/login?${new URLSearchParams({ to: here }).toString()}`;
}

/** An address of this site in the parts that the router takes: a query inside the path would be escaped. */
export function addressParts(address: string): { path: '/'; search: string; hash: string } {
  const { pathname, search, hash } = new URL(address, 'http://site');
  // Which page it is turns out when the router gets there.
  return { path: pathname as '/', search: search.slice(1), hash: hash.slice(1) };
}
