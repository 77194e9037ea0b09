/** A line of a fact sheet. */
export interface Fact {
  label: string;
  value: string;
  note?: string;
  isDemonstration?: boolean;
}
