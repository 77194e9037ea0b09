/** The q-value of the first entry named by `pattern` in an Accept-… header; null when none is. */
function quality(header: string, pattern: RegExp): number | null {
  for (const entry of header.split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (!pattern.test(name)) continue;
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return q === undefined ? 1 : Number(q.slice(2)) || 0;
  }
  return null;
}

/** Whether a client takes gzip (RFC 9110 §12.5.3); without the header it gets the plain bytes. */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  const header = String(acceptEncoding ?? '');
  return (quality(header, /^(x-)?gzip$/) ?? quality(header, /^\*$/) ?? 0) > 0;
}

/** Chinese unless English ranks above it. */
export function prefersEnglish(acceptLanguage: string | undefined): boolean {
  const header = acceptLanguage ?? '';
  return (quality(header, /^en(-|$)/) ?? 0) > (quality(header, /^zh(-|$)/) ?? quality(header, /^\*$/) ?? 0);
}
