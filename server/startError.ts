/** Exit codes of sysexits.h, by what went wrong at start-up. */
export const exitCodes = { configuration: 78, unavailable: 69, cannotCreate: 73 } as const;

/**
 * The server cannot start, and a person can mend it: the message is one line that names the thing and
 * what to do. It is printed without a stack and the process exits with `exitCode`.
 */
export class StartError extends Error {
  readonly exitCode: number;

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
    this.exitCode = exitCodes[kind];
  }
}
