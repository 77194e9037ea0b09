import { findPersonalData } from '../../../server/domain/personalData/findPersonalData.ts';
import type { Example, ExpectedKind } from './labelledSet.ts';

/** How the detector did on a part of the labelled set. */
export interface Measure {
  /** Per kind: data that stand in the texts, and how many were found. */
  kinds: Record<ExpectedKind, { expected: number; found: number }>;
  /** Findings that are right, and all findings. */
  rightFindings: number;
  findings: number;
  /** Texts without anything to find, and those of them that raised an alarm. */
  negatives: number;
  alarmedNegatives: number;
  misses: string[];
  falseAlarms: string[];
}

const emptyKinds = (): Measure['kinds'] => ({
  'identity-number': { expected: 0, found: 0 },
  'bank-card': { expected: 0, found: 0 },
  'mobile-number': { expected: 0, found: 0 },
  landline: { expected: 0, found: 0 },
  'name-and-address': { expected: 0, found: 0 },
});

/**
 * Runs the detector over examples. A number is found where a finding of its kind covers it wholly; a name where
 * a finding of its kind reaches over it. A finding that covers no expected datum of its kind is a false alarm.
 */
export function measure(examples: readonly Example[]): Measure {
  const result: Measure = {
    kinds: emptyKinds(),
    rightFindings: 0,
    findings: 0,
    negatives: 0,
    alarmedNegatives: 0,
    misses: [],
    falseAlarms: [],
  };
  for (const { text, source, expected } of examples) {
    const findings = findPersonalData(text);
    for (const { kind, start, end } of expected) {
      const isFound = findings.some(
        (finding) => finding.kind === kind && finding.start <= start && finding.end >= end,
      );
      result.kinds[kind].expected += 1;
      if (isFound) result.kinds[kind].found += 1;
      else
        result.misses.push(
          `${kind} ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text)} ‹${source}›`,
        );
    }
    for (const { kind, start, end } of findings) {
      const isRight = expected.some((datum) => datum.kind === kind && datum.start < end && start < datum.end);
      result.findings += 1;
      if (isRight) result.rightFindings += 1;
      else
        result.falseAlarms.push(
          `${kind} ${JSON.stringify(text.slice(start, end))} in ${JSON.stringify(text)} ‹${source}›`,
        );
    }
    if (expected.length === 0) {
      result.negatives += 1;
      if (findings.length > 0) result.alarmedNegatives += 1;
    }
  }
  return result;
}
