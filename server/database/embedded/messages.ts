/** What the parent gives the process of the embedded database, as JSON in its first argument. */
export interface ChildArguments {
  dataDirectory: string;
  databaseDirectory: string;
  socketPath: string;
}

/** The slow steps of a first start, in order. */
export type Step = 'creating' | 'extensions';

export type ChildMessage = { kind: 'step'; step: Step } | { kind: 'ready' } | { kind: 'alive' };

export type ParentMessage = { kind: 'ping' } | { kind: 'stop' };
