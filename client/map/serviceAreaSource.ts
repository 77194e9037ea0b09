import type { GeoJSONSource } from 'maplibre-gl';
import type { ServiceCircle } from '../layers/layer.ts';

/** Keeps the source of the service area's outline at the circle last asked for. */
export class ServiceAreaSource {
  readonly #source: Pick<GeoJSONSource, 'setData'>;
  #wanted: ServiceCircle | null = null;
  #isPending = false;

  constructor(source: Pick<GeoJSONSource, 'setData'>) {
    this.#source = source;
  }

  /** A circle is asked for and its outline is not in the source yet. */
  get isPending(): boolean {
    return this.#isPending;
  }

  show(circle: ServiceCircle | null): void {
    if (circle === this.#wanted) return;
    this.#wanted = circle;
    this.#isPending = circle !== null;
    if (circle === null) void this.#source.setData({ type: 'FeatureCollection', features: [] });
    else void this.#fill(circle);
  }

  /** Leaves the source as it is: the map goes away. */
  stop(): void {
    this.#wanted = null;
    this.#isPending = false;
  }

  /** Geodesics weigh as much as the rest of the map's own code, and few readers ask for them: loaded on demand. */
  async #fill(circle: ServiceCircle): Promise<void> {
    try {
      const { serviceArea } = await import('#domain/coverage/serviceArea');
      if (this.#wanted !== circle) return;
      void this.#source.setData(serviceArea(circle.position, circle.radiusMetres));
    } catch {
      // The outline is an addition: without it the villages still say who is served. The next one tries again.
      if (this.#wanted === circle) this.show(null);
    } finally {
      if (this.#wanted === circle) this.#isPending = false;
    }
  }
}
