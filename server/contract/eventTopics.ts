/** Names of the events of the stream; without the validator, so that the browser can listen for them. */
export const eventTopics = [
  'version-created',
  'version-changed',
  'version-deleted',
  'assignments-changed',
  'rules-changed',
  'places-changed',
  'territories-changed',
  'presence-changed',
  'comment-created',
  'comment-resolved',
  'release-published',
  'release-retracted',
] as const;
