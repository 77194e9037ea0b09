/** [longitude, latitude] in degrees. */
export type Position = readonly [number, number];

/** A piece of road between two junctions: what a graph is made of. */
export interface RoadEdge {
  id: number;
  /** At least two positions; edges that end at the same position are joined there. */
  coordinates: readonly Position[];
  /** Speed of its class. */
  speedKmh: number;
  /** Never driven on, never snapped to. */
  isClosed: boolean;
  /** Only from the first position to the last; both ways unless said. */
  isOneWay?: boolean;
}
