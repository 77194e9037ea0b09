/**
 * Bytes of the compact assignment array: 1…9 are categories by their order in the scheme; the others are
 * states a village can be in without a category. 未分类 (not handled yet) and 暂不分类 (left open on purpose,
 * with a review date) are different things, and both differ from not being in the plan's list.
 */
export const assignmentCodes = {
  /** 不在本规划名单. Zero so that a village without feature state is drawn as outside. */
  outside: 0,
  /** Not shown to the asker: a county they are not responsible for, in a version that is not decided yet. */
  withheld: 253,
  /** 未分类 */
  unassigned: 254,
  /** 暂不分类 */
  deferred: 255,
} as const;

/**
 * Decodes the compact array of `GET /api/versions/{id}/assignments`.
 * @param base64 one byte a village, index = village id − 1
 * @param villageCount expected number of bytes
 * @throws RangeError when the length is not `villageCount`
 */
export function decodeAssignments(base64: string, villageCount: number): Uint8Array {
  const binary = atob(base64);
  if (binary.length !== villageCount) {
    throw new RangeError(`assignments hold ${binary.length} villages, expected ${villageCount}`);
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Encodes one byte a village (index = village id − 1) as base64. */
export function encodeAssignments(values: Uint8Array): string {
  let binary = '';
  for (const value of values) binary += String.fromCharCode(value);
  return btoa(binary);
}
