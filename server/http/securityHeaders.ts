import helmet from 'helmet';

/**
 * Nothing from elsewhere runs, loads or frames. Styles and the map's worker are files of our own, so neither
 * 'unsafe-inline' nor blob: workers are needed; blob: and data: are for pictures the map makes itself.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Whoever ends TLS decides about HSTS; this server speaks plain HTTP to it.
  strictTransportSecurity: false,
});
