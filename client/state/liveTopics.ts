import type { LiveEvent } from '#contract/workflow';

/** Names of the events of the stream; the contract's own list would bring the validator into the browser. */
const topics: Record<LiveEvent['topic'], true> = {
  'version-created': true,
  'version-changed': true,
  'version-deleted': true,
  'assignments-changed': true,
  'comment-created': true,
  'comment-resolved': true,
  'release-published': true,
  'release-retracted': true,
};

export const eventTopics = Object.keys(topics) as LiveEvent['topic'][];
