import type { MapHandle } from '../../map/mapHandle.svelte.ts';
import { isInSight, type Frame, type ThingPlace } from './thingPlace.ts';

/** Width of the card with its margins, and how far up it reaches before its sections open; CSS pixels. */
const cardWidth = 368;
const cardReach = 520;
/** Part of a phone's map that the sheet covers, and height of the search above; CSS pixels. */
const sheetShare = 0.54;
const phoneTop = 130;
/** Below this zoom a single village is too small to be recognised. */
const leastZoom = 8.4;
/** Half the side of the neighbourhood shown around a point, degrees. */
const reach = 0.12;
const evenPadding = { top: 28, right: 28, bottom: 28, left: 28 };

/** Keeps what is selected visible beside its card; the map moves only when it has to. */
export class Sight {
  readonly #handle: MapHandle;
  readonly #isPhone: boolean;
  #isCardLeft = $state(false);

  constructor(handle: MapHandle, isPhone: boolean) {
    this.#handle = handle;
    this.#isPhone = isPhone;
  }

  /** The card stands at the left because the thing lies where it usually stands. */
  get isCardLeft(): boolean {
    return this.#isCardLeft;
  }

  /** @param frame size of the map in CSS pixels */
  async bring(place: ThingPlace, frame: Frame): Promise<void> {
    const handle = this.#handle;
    await handle.ready;
    const cover = this.#isPhone ? frame.height * sheetShare : 0;
    handle.setPadding(
      this.#isPhone
        ? { ...evenPadding, top: phoneTop, bottom: cover + 24 }
        : { ...evenPadding, right: cardWidth },
    );
    this.#isCardLeft = false;
    if (place.bbox) {
      handle.flyTo(place.bbox);
      return;
    }
    if (!place.position) return;
    const [lng, lat] = place.position;
    const point = handle.screenPosition([lng, lat]);
    if (point && handle.zoom >= leastZoom && isInSight(point, frame, cover)) {
      this.#isCardLeft =
        point.x > frame.width - cardWidth && point.y > frame.height - cardReach && point.x > cardWidth;
    } else {
      handle.flyTo([lng - reach, lat - reach, lng + reach, lat + reach]);
    }
  }

  /** Nothing is selected: the whole map is free again. */
  release(): void {
    this.#isCardLeft = false;
    this.#handle.setPadding(evenPadding);
  }
}
