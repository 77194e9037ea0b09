import type { MapHandle } from '../../map/mapHandle.svelte.ts';
import { isInSight, isLegible, neighbourhood, type Frame, type ThingPlace } from './thingPlace.ts';

/** Width of the card with its margins, and how far up it reaches before its sections open; CSS pixels. */
const cardWidth = 368;
const cardReach = 520;
/** Part of a phone's map that the sheet covers. */
export const sheetShare = 0.46;
/** Search and chips above, and plate chips and scale below, on a phone's map; CSS pixels. */
const phoneTop = 124;
const phoneFoot = 76;
/** Together they may take so much of the height: the map does not fit into less than what is left. */
const mostCovered = 0.68;
/** Below this zoom a single village is too small to be recognised. */
const leastZoom = 8.4;
/** The plate's chips and scale stand at the foot. */
const evenPadding = { top: 28, right: 28, bottom: 52, left: 28 };
const freePhonePadding = { ...evenPadding, top: phoneTop, bottom: phoneFoot };

/** Keeps what is selected visible beside its card; the map moves only when it has to. */
export class Sight {
  readonly #handle: MapHandle;
  readonly #isPhone: boolean;
  #isCardLeft = $state(false);

  constructor(handle: MapHandle, isPhone: boolean) {
    this.#handle = handle;
    this.#isPhone = isPhone;
    this.release();
  }

  /** The card stands at the left because the thing lies where it usually stands. */
  get isCardLeft(): boolean {
    return this.#isCardLeft;
  }

  /**
   * @param frame size of the map in CSS pixels
   * @param isPicked it was clicked on the map: the reader has seen it there
   */
  async bring(place: ThingPlace, frame: Frame, isPicked: boolean): Promise<void> {
    const handle = this.#handle;
    await handle.ready;
    const cover = this.#isPhone ? phoneCover(frame) : { top: 0, bottom: 0 };
    handle.setPadding(this.#isPhone ? { ...evenPadding, ...cover } : { ...evenPadding, right: cardWidth });
    this.#isCardLeft = false;
    if (place.bbox) {
      handle.flyTo(place.bbox);
      return;
    }
    if (!place.position) return;
    const { position, territory = null } = place;
    const point = handle.screenPosition(position);
    const mustBeLegible = this.#isPhone && !isPicked && territory !== null;
    const isLargeEnough =
      handle.zoom >= leastZoom && (!mustBeLegible || isLegible(territory, handle.metresPerPixel));
    if (point && isLargeEnough && isInSight(point, frame, cover)) {
      this.#isCardLeft =
        !this.#isPhone &&
        point.x > frame.width - cardWidth &&
        point.y > frame.height - cardReach &&
        point.x > cardWidth;
    } else {
      handle.flyTo(neighbourhood(position, territory));
    }
  }

  /** Nothing is selected: the whole map is free again. */
  release(): void {
    this.#isCardLeft = false;
    this.#handle.setPadding(this.#isPhone ? freePhonePadding : evenPadding);
  }
}

/** What the search above and the sheet below cover of a phone's map, CSS pixels. */
function phoneCover({ height }: Frame): { top: number; bottom: number } {
  const bottom = height * sheetShare + 12;
  return { top: Math.min(phoneTop, height * mostCovered - bottom), bottom };
}
