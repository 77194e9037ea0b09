import type { AuditVerification, VerifiedChain } from './verifyAudit.ts';

const mostFaults = 20;

function linesOf({ chain, events, anchoredUpTo, unanchored, faults }: VerifiedChain): string[] {
  const state = faults.length === 0 ? 'intact' : `${faults.length} faults`;
  const anchored = anchoredUpTo > 0 ? `anchored up to ${anchoredUpTo}` : 'not anchored';
  return [
    `${chain}: ${events} events, ${anchored}, ${unanchored} after the anchor, ${state}`,
    ...faults.slice(0, mostFaults).map(({ kind, detail }) => `  ${kind}: ${detail}`),
    ...(faults.length > mostFaults ? [`  and ${faults.length - mostFaults} more`] : []),
  ];
}

/** A verification in lines for a person at the console. */
export function describeVerification(verification: AuditVerification): string[] {
  const { chains, anchorFiles, anchorFaults, events, seconds, isIntact } = verification;
  const rate = seconds > 0 ? Math.round(events / seconds) : 0;
  return [
    ...chains.flatMap(linesOf),
    ...anchorFaults.map((fault) => `anchors: ${fault}`),
    `${events} events in ${chains.length} chains, ${anchorFiles} anchor files, ${seconds.toFixed(2)} s (${rate} events/s)`,
    isIntact ? 'the audit log is intact' : 'THE AUDIT LOG WAS CHANGED',
  ];
}
